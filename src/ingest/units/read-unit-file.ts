/**
 * Files of units, config/units/README.md: CSV (code, name, level, parent and more) for a list, YAML or JSON (also .gz) for units with their events.
 * A refusal names file, place and what to write; nothing of a file with a fault is taken.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { CchcError } from '../../platform/errors';
import { projectRoot } from '../../platform/root';
import { UNIT_EVENT_KINDS, UNIT_LEVELS, type Unit, type UnitCode, type UnitEdge, type UnitEvent } from '../../vocabulary';

export interface UnitDocument {
  /** Name of the file: what came from it carries this origin. */
  name: string;
  sha256: string;
  /** Units of the whole country: kept out of the resolution of names and short codes unless they belong to this province. */
  country: boolean;
  units: Unit[];
  events: UnitEvent[];
}

const MAX_BYTES = 64 * 1024 * 1024;
const refuse = (file: string, where: string, reason: string) => new CchcError('bad-units', `${file}${where}: ${reason}`, 'Sửa chỗ này trong tệp đơn vị rồi nạp lại (cách viết: config/units/README.md).');

const realDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'viết ngày như 2025-07-01').refine((day) => !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day), 'không có ngày này');
const day = realDay.nullish().transform((value) => value ?? null);
const text = z.string().trim().min(1);
const codeSchema = z.strictObject({ system: z.string().regex(/^[a-z][a-z0-9-]*$/, 'viết thường, như org, gso, name'), code: text, from: day, to: day, verified: z.boolean().default(true) });
const unitSchema = z.strictObject({
  code: text, name: text, level: z.enum(UNIT_LEVELS), kind: text.nullish(), parent: text.nullish(), from: day, to: day,
  codes: z.array(codeSchema).default([]), invented: z.boolean().default(false), verified: z.boolean().default(true),
});
const edgeSchema = z.strictObject({ from: text.nullable(), to: text.nullable(), weight: z.number().positive().max(1).nullish(), reason: text.nullish() })
  .refine((e) => e.from !== e.to, 'from và to phải là hai đơn vị khác nhau').refine((e) => !e.weight || (e.from !== null && e.to !== null), 'weight chỉ đi với from và to đã biết')
  .refine((e) => Boolean(e.weight) || Boolean(e.reason), 'viết weight, hoặc reason (vì sao không phân bổ được)');
const edgesSchema = z.array(edgeSchema).refine((edges) => new Set(edges.map((e) => `${e.from}\0${e.to}`)).size === edges.length, 'hai dòng cho cùng một cặp from, to');
const eventSchema = z.strictObject({
  id: text, kind: z.enum(UNIT_EVENT_KINDS), date: realDay, basis: text.nullish(), verified: z.boolean().default(true), note: text.nullish(),
  from: z.array(text).optional(), to: z.array(text).optional(), reason: text.nullish(), lineage: edgesSchema.optional(), units: z.array(text).default([]), moves: z.array(z.strictObject({ unit: text, from: text, to: text })).optional(),
}).refine((e) => !(e.lineage && (e.from ?? e.to)), 'viết from/to hoặc lineage, không cả hai')
  .refine((e) => !e.moves || e.kind === 'move', 'moves chỉ đi với kind move').refine((e) => (e.moves ?? []).every((m) => m.from !== m.to), 'moves: from và to phải khác nhau');
const documentSchema = z.strictObject({
  format: z.literal('cchc-units/1'), title: text, attribution: text.optional(), note: text.optional(), country: z.boolean().default(false),
  units: z.array(unitSchema).default([]), events: z.array(eventSchema).default([]),
});

/** A relative path is looked for from where the program was started, then in the project. */
const placeOf = (file: string): string => (isAbsolute(file) || existsSync(file) ? file : join(projectRoot(), file));

/** Content and fingerprint of a file, without reading its units. */
export function openUnitFile(file: string): { name: string; sha256: string; read: () => UnitDocument } {
  const place = placeOf(file);
  if (!existsSync(place)) throw refuse(file, '', 'không có tệp này.');
  const bytes = readFileSync(place);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = basename(file);
  return { name, sha256, read: () => ({ name, sha256, ...readContent(file, bytes) }) };
}

function readContent(file: string, bytes: Buffer): Pick<UnitDocument, 'country' | 'units' | 'events'> {
  let content: string;
  try {
    content = (file.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes).toString('utf8');
  } catch (error) {
    throw refuse(file, '', `không giải nén được (${error instanceof Error ? error.message : String(error)}).`);
  }
  const kind = /\.(csv|json|ya?ml)(\.gz)?$/i.exec(file)?.[1]?.toLowerCase();
  if (kind === 'csv') return { country: false, units: readList(file, content), events: [] };
  if (!kind) throw refuse(file, '', 'chỉ đọc .csv, .yaml, .json, hoặc các tệp đó nén .gz.');
  let given: unknown;
  try {
    given = kind === 'json' ? JSON.parse(content) : parseYaml(content, { schema: 'core' });
  } catch (error) {
    throw refuse(file, '', error instanceof Error ? error.message.split('\n')[0]! : String(error));
  }
  const parsed = documentSchema.safeParse(given, { error: z.locales.vi().localeError });
  if (!parsed.success) throw refuse(file, '', parsed.error.issues.slice(0, 20).map((issue) => `${issue.path.join('.') || 'tệp'}: ${issue.message}`).join('; '));
  const seen = new Set<string>();
  for (const { id } of parsed.data.events) { if (seen.has(id)) throw refuse(file, '', `hai sự kiện cùng id "${id}".`); seen.add(id); }
  const moved = new Set<string>();
  for (const { date, moves = [] } of parsed.data.events) for (const { unit } of moves) { if (moved.has(`${unit} ${date}`)) throw refuse(file, '', `đơn vị ${unit} chuyển cấp trên hai lần trong ngày ${date}.`); moved.add(`${unit} ${date}`); }
  return {
    country: parsed.data.country, events: parsed.data.events.map((e) => toEvent(file, e)),
    units: distinct(file, parsed.data.units.map((u) => ({
      code: u.code, name: u.name.normalize('NFC'), level: u.level, kind: u.kind ?? kindOf(u.name, u.level), parentCode: u.parent ?? null, validFrom: u.from, validTo: u.to, codes: u.codes, invented: u.invented, verified: u.verified,
    }))),
  };
}

const LIST_COLUMNS = ['code', 'name', 'level', 'parent', 'admin_unit_code', 'invented', 'valid_from', 'valid_to', 'kind', 'verified'];

function readList(file: string, content: string): Unit[] {
  let rows: Record<string, string>[];
  let columns: string[] = [];
  try {
    rows = parseCsv(content, { columns: (headings: string[]) => { columns = headings; return headings; }, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    throw refuse(file, '', error instanceof Error ? error.message : String(error));
  }
  const strange = columns.filter((column) => !LIST_COLUMNS.includes(column));
  if (strange.length > 0) throw refuse(file, ':1', `không có cột "${strange.join('", "')}"; các cột: ${LIST_COLUMNS.join(', ')}.`);
  return distinct(file, rows.map((row, i) => {
    const where = `:${i + 2}`;
    if (!row.code || !row.name || !UNIT_LEVELS.includes(row.level as Unit['level'])) throw refuse(file, where, `đơn vị cần code, name và level (${UNIT_LEVELS.join(', ')}).`);
    for (const column of ['valid_from', 'valid_to']) if (row[column] && !realDay.safeParse(row[column]).success) throw refuse(file, where, `${column}: "${row[column]}" không phải ngày; viết như 2025-07-01.`);
    for (const column of ['invented', 'verified']) if (!['', 'true', 'false'].includes(row[column] ?? '')) throw refuse(file, where, `${column}: "${row[column]}"; viết true, false hoặc để trống.`);
    const level = row.level as Unit['level'];
    const codes: UnitCode[] = row.admin_unit_code ? [{ system: 'gso', code: row.admin_unit_code }] : [];
    return {
      code: row.code, name: row.name.normalize('NFC'), level, kind: row.kind || kindOf(row.name, level), parentCode: row.parent || null, validFrom: row.valid_from || null, validTo: row.valid_to || null,
      codes, invented: row.invented === 'true', verified: row.verified !== 'false',
    };
  }));
}

function distinct(file: string, units: Unit[]): Unit[] {
  const seen = new Set<string>();
  for (const unit of units) {
    if (seen.has(unit.code)) throw refuse(file, '', `hai đơn vị cùng mã "${unit.code}".`);
    if (unit.validFrom && unit.validTo && unit.validFrom > unit.validTo) throw refuse(file, '', `đơn vị ${unit.code}: ngày kết thúc trước ngày bắt đầu.`);
    seen.add(unit.code);
  }
  return units;
}

const KINDS = ['tỉnh', 'thành phố', 'thị xã', 'thị trấn', 'quận', 'huyện', 'phường', 'xã', 'đặc khu', 'sở', 'ban', 'thanh tra', 'văn phòng', 'trung tâm', 'công an', 'báo', 'đài'];
const kindOf = (name: string, level: Unit['level']): string | null => (level === 'other' ? null : KINDS.find((kind) => name.normalize('NFC').toLowerCase().startsWith(`${kind} `)) ?? null);

/** `from` and `to` of an event: what stands on one side only ends or begins; what stands on both goes on. One successor takes over whole; several need a reason. */
function toEvent(file: string, e: z.infer<typeof eventSchema>): UnitEvent {
  const common = { id: e.id, kind: e.kind, date: e.date, basis: e.basis ?? null, verified: e.verified, note: e.note ?? null, units: [...e.units, ...(e.moves ?? []).map((m) => m.unit)], ...(e.moves ? { moves: e.moves } : {}) };
  if (e.lineage) return { ...common, edges: e.lineage, ends: [], begins: [] };
  const [from, to] = [e.from ?? [], e.to ?? []];
  if (e.moves && from.length === 0 && to.length === 0) return { ...common, edges: [], ends: [], begins: [] };
  const ends = from.filter((code) => !to.includes(code));
  const begins = to.filter((code) => !from.includes(code));
  const edges: UnitEdge[] = to.length === 0
    ? from.map((code) => ({ from: code, to: null, reason: e.reason ?? null }))
    : from.flatMap((f) => to.filter((t) => t !== f).map((t) => ({ from: f, to: t, ...(to.length === 1 ? { weight: 1 } : { reason: e.reason ?? null }) })));
  if (edges.some((edge) => !('weight' in edge) && !edge.reason)) throw refuse(file, '', `sự kiện "${e.id}": cần reason (vì sao không phân bổ được) khi không có đúng một đơn vị kế tục.`);
  if (from.length === 0 && to.length > 0 && e.kind !== 'create') throw refuse(file, '', `sự kiện "${e.id}": chỉ kind create không có from.`);
  return { ...common, edges, ends, begins, units: [...e.units, ...from.filter((code) => to.includes(code))] };
}
