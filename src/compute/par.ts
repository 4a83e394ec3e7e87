/** STORE + LAW → proposals: what our figures would score for each criterion of a set, unit and year, or why they cannot. */
import type { Pool } from 'pg';
import { findIndicator, type Indicator } from '../indicators';
import { exact, propose, readMechanism, type Mechanism, type Proposal } from '../indicators/par';
import { inTransaction, type Queryable } from '../store/database';
import { currentSets, leavesOf, lockPar, proposalInputs, saveProposals, valuesOfYear, type CurrentSet, type Leaf, type ProposalInputs, type StoredProposal } from '../store/par';
import { formerProvinces, membersBelow, unitById, unitsAway } from '../store/units/unit-lineage';
import { localDay, parsePeriod, toIso, vietnameseDay, type Instant, type LocalDay, type ParFact } from '../vocabulary';
import { borderIn } from './measures/border';

export interface Refreshed { sets: number; proposals: number; changes: number }

/** Proposals of every set with points, for the running year and the one before (self-scoring is done in January), or for one year. */
export async function refreshProposals(pool: Pool, provinceCode: string, now: Instant, options: { setCode?: string; year?: number } = {}): Promise<Refreshed> {
  const running = Number(localDay(now).slice(0, 4));
  const refreshed: Refreshed = { sets: 0, proposals: 0, changes: 0 };
  const client = await pool.connect();
  try {
    for (const set of (await currentSets(client)).filter((s) => s.pointsLoaded && (!options.setCode || s.code === options.setCode))) {
      refreshed.sets += 1;
      const years = (options.year ? [options.year] : [running - 1, running]).filter((year) => year >= set.fromYear && year <= (set.toYear ?? year));
      for (const year of years) {
        await inTransaction(client, async () => {
          await lockPar(client); // two refreshes of one moment would write the same rows
          const { proposals, edition } = await proposalsOf(client, set, year, provinceCode, now);
          refreshed.proposals += proposals.length;
          refreshed.changes += await saveProposals(client, set.id, year, proposals, edition, toIso(now));
        });
      }
    }
  } finally {
    client.release();
  }
  return refreshed;
}

export async function proposalsOf(client: Queryable, set: CurrentSet, year: number, provinceCode: string, now: Instant): Promise<{ proposals: StoredProposal[]; edition: number | null }> {
  const leaves = (await leavesOf(client, set.id)).map((leaf) => ({ ...leaf, rule: readMechanism(leaf.mechanism) }));
  const indicators = [...new Set(leaves.flatMap((leaf) => leaf.indicator ?? []))];
  const inputs = await proposalInputs(client, set.code, year, indicators);
  const values = byUnit(inputs.values);
  const bases = new Map<number, ReturnType<typeof byUnit>>();
  for (const { rule } of leaves) {
    if (rule.kind !== 'growth') continue;
    const baseYear = rule.base === 'previous' ? year - 1 : rule.base;
    if (!bases.has(baseYear)) bases.set(baseYear, byUnit(await valuesOfYear(client, baseYear, indicators)));
  }
  const facts = new Map(inputs.facts.map((row) => [`${row.criterion} ${row.unitId}`, row.fact]));
  inputs.units = await standingBelow(client, inputs.units, year, provinceCode, localDay(now));
  const units = inputs.units.filter((unit) => (set.scope === 'province' ? unit.code === provinceCode : unit.level === set.scope));
  const proposals = units.flatMap((unit) => leaves.filter((leaf) => leaf.rule.kind !== 'manual').map((leaf): StoredProposal => {
    const question = { mechanism: leaf.rule, max: exact(leaf.points)!, empty: leaf.empty, year, today: localDay(now) };
    const entered = facts.get(`${leaf.code} ${unit.id}`);
    const found: Found = entered ? { fact: entered, note: ' (số liệu nhập tay)' } : factOf(leaf, unit.id, inputs, values, bases, year);
    const proposal: Proposal = 'fact' in found ? propose(question, found.fact) : { points: null, explanation: found.because };
    return { criterion: leaf.code, unitId: unit.id, points: proposal.points, explanation: proposal.explanation + ('fact' in found ? found.note : '') };
  }));
  return { proposals, edition: inputs.edition };
}

/** Before the province took in others it was assessed by itself, and so were they: what stood below it at the end of the year, as with its own figures (as-it-was.ts); since then all but what has left it. */
async function standingBelow(client: Queryable, units: ProposalInputs['units'], year: number, provinceCode: string, today: LocalDay): Promise<ProposalInputs['units']> {
  const province = units.find((unit) => unit.code === provinceCode);
  const day = `${year}-12-31` < today ? `${year}-12-31` : today;
  const [last] = province ? await formerProvinces(client, province.id, today) : [];
  if (!province || !last || day >= last.day) {
    const { isOutside } = borderIn(await unitsAway(client), parsePeriod(String(year)), today);
    return units.filter((unit) => !isOutside(unit.id));
  }
  const below = new Set((await membersBelow(client, await unitById(client, province.id), day)).whole.map((unit) => unit.id));
  return units.filter((unit) => unit === province || below.has(unit.id));
}

type Found = { fact: ParFact; note: string } | { because: string };
type Values = Map<string, ProposalInputs['values'][number]>;
const byUnit = (values: ProposalInputs['values']): Values => new Map(values.map((v) => [`${v.indicator} ${v.unitId}`, v]));

function factOf(leaf: Leaf & { rule: Mechanism }, unitId: number, inputs: ProposalInputs, values: Values, bases: ReadonlyMap<number, Values>, year: number): Found {
  if (leaf.surveyResult) {
    const result = inputs.results.find((row) => row.kind === leaf.surveyResult && row.unitId === unitId);
    return result ? { fact: { kind: 'number', value: result.score }, note: '' } : { because: `Chưa có kết quả ${leaf.surveyResult} năm ${year} của đơn vị.` };
  }
  if (!leaf.indicator) return { because: 'Chưa có số liệu: chưa ai nhập và tiêu chí không gắn chỉ số nào.' };
  const indicator = findIndicator(leaf.indicator);
  if (!indicator) return { because: `Chỉ số ${leaf.indicator} không còn trong danh mục.` };
  const units = leaf.over ? inputs.units.filter((unit) => unit.level === leaf.over).map((unit) => unit.id) : [unitId];
  const now = gather(values, indicator, units, leaf.over);
  if ('because' in now) return now;
  const note = now.coverage < 0.9995 ? ` (tạm tính, số liệu phủ ${(now.coverage * 100).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} % năm)` : '';
  if (leaf.rule.kind === 'growth') {
    const baseYear = leaf.rule.base === 'previous' ? year - 1 : leaf.rule.base;
    // Half a year is no base for a whole one.
    const young = inputs.units.find((unit) => units.includes(unit.id) && unit.validFrom !== null && unit.validFrom > `${baseYear}-01-01`);
    if (young) return { because: `Đơn vị ${young.code} chỉ có từ ${vietnameseDay(young.validFrom!)}, không có trọn năm gốc ${baseYear} để so sánh.` };
    const before = gather(bases.get(baseYear)!, indicator, units, leaf.over);
    const base = 'because' in before ? null : amount(before);
    const value = amount(now);
    return value === null ? { because: `Chỉ số ${indicator.code} không phát sinh.` } : { fact: { kind: 'number', value, base }, note };
  }
  return { fact: now.total === null ? { kind: 'number', value: now.value! } : { kind: 'ratio', hits: now.hits!, total: now.total }, note };
}

/** Counts of a share, or a plain value (decimal text). */
interface Gathered { hits: string | null; total: string | null; value: string | null; coverage: number }

/** Counts of the units added up, then divided: a percentage is never averaged. One silent unit makes the sum unknown. */
function gather(values: Values, indicator: Indicator, units: readonly number[], over: string | null): Gathered | { because: string } {
  const rows = units.map((unit) => values.get(`${indicator.id} ${unit}`));
  const known = rows.filter((row) => row?.status === 'available').map((row) => row!);
  if (rows.length === 0) return { because: `Không có đơn vị nào ở cấp ${over} để cộng.` };
  if (known.length < rows.length) return { because: over ? `${rows.length - known.length} / ${rows.length} đơn vị chưa có số liệu của ${indicator.code}.` : rows[0]?.reason ?? `Chưa có giá trị của ${indicator.code} trong năm.` };
  const coverage = Math.min(...known.map((row) => row.coverage ?? 1));
  const [first] = known as [(typeof known)[number]];
  switch (indicator.kind) {
    case 'group': return { hits: first.score, total: first.maxScore, value: null, coverage };
    case 'mean': return first.value === null ? { because: `${indicator.code} không phát sinh.` } : { hits: null, total: null, value: String(first.value), coverage };
    case 'entered': return over && known.length > 1 ? { because: `${indicator.code} là số công bố của từng đơn vị, không cộng được.` } : { hits: null, total: null, value: first.hits!, coverage };
    case 'growth': return over && known.length > 1 ? { because: `${indicator.code} so với năm gốc của từng đơn vị, chưa cộng được.` } : { hits: null, total: null, value: String(first.value), coverage };
    case 'count': return { hits: null, total: null, value: addUp(known.map((row) => row.hits!)), coverage };
    case 'ratio':
      if (indicator.factor) return over && known.length > 1 ? { because: `${indicator.code} nhân với một tỷ lệ khác, không cộng được từ các đơn vị.` } : first.value === null ? { because: `${indicator.code} không phát sinh.` } : { hits: null, total: null, value: String(first.value), coverage };
    // falls through
    case 'yesNo': return { hits: addUp(known.map((row) => row.hits!)), total: addUp(known.map((row) => row.total!)), value: null, coverage };
  }
}

/** Sum of decimal texts, exact. */
function addUp(texts: readonly string[]): string {
  const places = Math.max(...texts.map((text) => (text.split('.')[1] ?? '').length));
  const sum = texts.reduce((total, text) => { const [whole, part = ''] = text.split('.') as [string, string?]; return total + BigInt(whole + part.padEnd(places, '0')); }, 0n);
  const digits = String(sum).padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** What growth compares; null = nothing happened. */
const amount = ({ hits, total, value }: Gathered): string | null => (total === null ? value : Number(total) === 0 ? null : `${hits}/${total}`);
