/**
 * The province before 1 July 2025: districts and communes of Đà Nẵng and Quảng Nam as they were, departments of both. Who became what is read from the
 * registry's own files (config/units), so that the simulated dossiers and the lineage speak of the same units.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import type { SimUnit } from './province';
import { hash } from './random';

/** Milliseconds: the two levels begin. */
export const BREAK = Date.parse('2025-07-01T00:00:00+07:00');
/** The departments of early 2025 are the last that the files know; an earlier province is not simulated. */
export const EARLIEST = '2025-03-01';

export interface Before {
  /** Units that ended with 30 June 2025. */
  units: SimUnit[];
  /** The unit in whose place the one of today stands, for the dossier of that number; null: it was there already. */
  of(today: SimUnit, index: number): SimUnit | null;
  /** True when the unit went over to one successor whole: its past counts for that one. */
  isWhole(unit: SimUnit): boolean;
}

interface UnitFile { units: { code: string; name: string; level: SimUnit['level'] | 'province'; codes?: { system: string; code: string }[] }[]; events: { date: string; from?: string[]; to?: string[]; lineage?: { from: string | null; to: string | null; weight?: number }[] }[] }
/** Share of dossiers that a district handled where it had a one-stop of its own in the system. */
const DISTRICT_PER_CENT = 25;

export function createBefore(root: string, seed: number, today: readonly SimUnit[]): Before {
  const { communes, departments, edges } = readFiles(root);
  const make = (code: string, name: string, level: SimUnit['level'], i: number): SimUnit => ({ code, name, level, id: hash(seed, 5000 + i, 11).toString(16).padStart(8, '0').repeat(3), quality: 0, weight: 0 });
  const units: SimUnit[] = [];
  const byKey = new Map<string, SimUnit>();
  const successors = (key: string) => edges.filter((edge) => edge.from === key);
  const districts = communes.filter((unit) => unit.level === 'district').map((unit) => unit.code);
  for (const { code, name, level, codes } of communes) {
    // Every second district had its own one-stop elsewhere, and nothing of it was brought over: what the others left behind is not attributable.
    if (level === 'district' && districts.indexOf(code) % 2 === 1 && !successors(code).some((edge) => edge.weight === 1)) continue;
    const unit = make(codes!.find((c) => c.system === 'org')!.code, name, level as SimUnit['level'], units.length);
    units.push(unit);
    byKey.set(code, unit);
  }
  for (const { code, name } of departments) { const unit = make(code, name, 'department', units.length); units.push(unit); byKey.set(code, unit); }
  const whole = new Set([...byKey].filter(([key]) => successors(key).length === 1 && successors(key)[0]!.weight === 1).map(([, unit]) => unit));
  const parts = new Map(today.map((unit) => [unit.code, { districts: [] as SimUnit[], others: [] as SimUnit[] }]));
  for (const { from, to } of edges) {
    const unit = from === null ? undefined : byKey.get(from);
    if (unit && to !== null) parts.get(to)?.[unit.level === 'district' ? 'districts' : 'others'].push(unit);
  }
  return {
    units,
    of(unit, index) {
      const { districts: above, others } = parts.get(unit.code)!;
      const r = hash(seed, index, 13);
      // Of a department of both provinces, the half of Đà Nẵng was already under its present code.
      if (unit.level === 'department') return others.length > 0 && r % 2 === 0 ? others[(r >>> 8) % others.length]! : null;
      const chosen = above.length > 0 && (others.length === 0 || r % 100 < DISTRICT_PER_CENT) ? above : others;
      return chosen[(r >>> 8) % chosen.length] ?? null;
    },
    isWhole: (unit) => whole.has(unit),
  };
}

interface Files { communes: UnitFile['units']; departments: UnitFile['units']; edges: { from: string | null; to: string | null; weight?: number }[] }
const known = new Map<string, Files>();

function readFiles(root: string): Files {
  const found = known.get(root);
  if (found) return found;
  const file = (name: string) => join(root, 'config/units', name);
  const country = JSON.parse(gunzipSync(readFileSync(file('viet-nam.json.gz'))).toString('utf8')) as UnitFile;
  const merged = parse(readFileSync(file('quang-nam-da-nang-departments.yaml'), 'utf8')) as UnitFile;
  const { units: communes } = parse(readFileSync(file('da-nang-2025-06.yaml'), 'utf8')) as UnitFile;
  // The communes of today stand in the country's file under their administrative code.
  const codes = new Map(readFileSync(file('da-nang.csv'), 'utf8').trim().split('\n').map((line) => line.split(',')).filter((cells) => cells[2] === 'commune').map((cells) => [`VN.${cells[4]}`, cells[0]!]));
  const ours = new Set(communes.map((unit) => unit.code));
  const events = merged.events.filter((event) => event.date === '2025-07-01' && event.to?.length === 1);
  const files: Files = {
    communes,
    departments: merged.units.filter((unit) => events.some((event) => event.from!.includes(unit.code) && !event.to!.includes(unit.code))),
    edges: [
      ...country.events.filter((event) => event.date === '2025-07-01').flatMap((event) => event.lineage ?? []).filter((edge) => edge.from !== null && ours.has(edge.from)).map((edge) => ({ ...edge, to: codes.get(edge.to ?? '') ?? null })),
      ...events.flatMap((event) => event.from!.filter((code) => !event.to!.includes(code)).map((from) => ({ from, to: event.to![0]!, weight: 1 }))),
    ],
  };
  known.set(root, files);
  return files;
}
