/** STORE + LAW → the state of each duty of the plans in force, for each unit that carries it: met, not met, or not known, because. */
import type { Pool } from 'pg';
import { findIndicator, indicators, type Indicator } from '../indicators';
import { judge, readTarget, type Figure, type Target } from '../indicators/plan';
import { inTransaction, type Queryable } from '../store/database';
import { lockPar } from '../store/par';
import { currentDuties, registerFigures, saveStates, unitsOn, valuesOfPeriodNow, type PeriodValue, type RegistryUnit, type StoredDuty, type StoredState } from '../store/plan';
import { COMPLETE_FROM } from './measures/coverage';
import { UNKNOWN_UNIT_ID, addDays, itemKindFacts, localDay, periodOf, previousPeriod, toIso, type Instant, type Period } from '../vocabulary';

/** Judges every duty: monthly ones for the last month that is over, the others for the running year; or all for one period. Returns rows and changes. */
export async function refreshPlans(pool: Pool, now: Instant, options: { plan?: string; period?: Period } = {}): Promise<{ states: number; changes: number }> {
  const today = localDay(now);
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      await lockPar(client);
      const duties = await currentDuties(client, today, options.plan);
      const edition = (await client.query<{ number: number | null }>('select max(number) as number from edition')).rows[0]!.number;
      const done = { states: 0, changes: 0 };
      const monthly = duties.filter((duty) => duty.rhythm === 'monthly');
      const groups: [Period, StoredDuty[]][] = options.period ? [[options.period, duties]]
        : [[previousPeriod(periodOf('month', today)), monthly], [periodOf('year', today), duties.filter((duty) => duty.rhythm !== 'monthly')]];
      for (const [period, group] of groups) {
        if (group.length === 0) continue;
        const states = await judgeDuties(client, group, period, today);
        done.states += states.length;
        done.changes += await saveStates(client, period, group, states, edition, toIso(now));
      }
      return done;
    });
  } finally {
    client.release();
  }
}

async function judgeDuties(client: Queryable, duties: readonly StoredDuty[], period: Period, today: string): Promise<StoredState[]> {
  const lastDay = period.end < today ? period.end : today;
  const units = await unitsOn(client, lastDay);
  const province = units.find((unit) => unit.level === 'province');
  const linked = new Map(duties.map((duty) => [duty, duty.indicators.flatMap(linksOf)]));
  const known = [...new Set([...linked.values()].flat().filter((link) => typeof link !== 'string').map((indicator) => indicator.id))];
  const values = index(await valuesOfPeriodNow(client, period, known));
  const bases = new Map<string, Map<string, PeriodValue>>();
  const states: StoredState[] = [];
  for (const duty of duties) {
    const target = duty.target === null ? null : readTarget(duty.target);
    const base = target?.kind === 'raise' ? sameIn(period, target.base) : null;
    if (base && !bases.has(base.start)) bases.set(base.start, index(await valuesOfPeriodNow(client, base, known)));
    const register = duty.register ? await registerFigures(client, duty.register, period, lastDay, period.end < today ? period.end : addDays(today, -1)) : null;
    const { ids, missing } = unitsOf(duty, units);
    for (const unitId of ids) {
      const figuresOf = duty.scope === 'province' ? province?.id ?? unitId : unitId;
      const row = (link: string, state: Omit<StoredState, 'planId' | 'duty' | 'unitId' | 'link' | 'period' | 'hits' | 'total' | 'value'>, figure: Figure | null = null, value: number | null = null): StoredState => ({
        planId: duty.planId, duty: duty.code, unitId, link, period, ...state, hits: figure?.hits ?? null, total: figure?.total ?? null,
        value: value ?? (figure === null ? null : figure.total === null ? Number(figure.hits) : Number(figure.total) === 0 ? null : Number(figure.hits) / Number(figure.total)),
      });
      if (unitId === UNKNOWN_UNIT_ID) states.push(row('', { state: 'unknown', reason: `Không có đơn vị "${missing.join('", "')}" trong danh mục: bổ sung danh mục hoặc sửa owners của tệp kế hoạch.` }));
      else if (duty.register && register) {
        const counts = (duty.scope === 'province' ? allOf(register.counts) : register.counts.get(unitId)) ?? { hits: '0', total: '0' };
        states.push(register.listed ? row(duty.register, judge(target, counts), counts) : row(duty.register, { state: 'unknown', reason: `Chưa có nguồn nào cho sổ ${itemKindFacts(duty.register).title}.` }));
      } else if (duty.indicators.length === 0) states.push(row('', { state: 'unknown', reason: 'Chưa ai đánh giá; nhiệm vụ không gắn số liệu nào.' }));
      else {
        for (const link of linked.get(duty)!) {
          if (typeof link === 'string') states.push(row(link, { state: 'unknown', reason: `Chỉ số ${link} chưa có trong danh mục.` }));
          else if (duty.field) states.push(row(link.id, { state: 'unknown', reason: `Chỉ số ${link.code} chưa được tính riêng cho lĩnh vực ${duty.field}.` }));
          else states.push(judgeIndicator(link, target, figuresOf, values, base ? bases.get(base.start)! : null, row));
        }
      }
    }
  }
  return states;
}

function judgeIndicator(indicator: Indicator, target: Target | null, unitId: number, values: ReadonlyMap<string, PeriodValue>, bases: ReadonlyMap<string, PeriodValue> | null,
  row: (link: string, state: Pick<StoredState, 'state' | 'reason'>, figure?: Figure | null, value?: number | null) => StoredState): StoredState {
  const key = `${indicator.id} ${unitId}`;
  const figure = figureOf(indicator, values.get(key));
  if ('because' in figure) return row(indicator.id, { state: 'unknown', reason: figure.because });
  const judged = judge(target, figure, bases ? baseOf(indicator, bases.get(key)) : null);
  const partly = incomplete(values.get(key)!);
  const state = partly !== null && (judged.state === 'met' || judged.state === 'notMet') ? { state: 'unknown' as const, reason: `${partly}, chưa đánh giá được.` } : judged;
  return row(indicator.id, state, figure, values.get(key)!.value);
}

/** What was not loaded whole is nothing to compare with. */
function baseOf(indicator: Indicator, value: PeriodValue | undefined): Figure | { because: string } {
  const partly = value?.status === 'available' ? incomplete(value) : null;
  return partly === null ? figureOf(indicator, value) : { because: `${partly}.` };
}
const incomplete = ({ coverage }: PeriodValue): string | null => (coverage !== null && coverage < COMPLETE_FROM ? `Mới nạp ${Math.floor(coverage * 100)} % của kỳ` : null);

function allOf(counts: ReadonlyMap<number, { hits: string; total: string }>): { hits: string; total: string } {
  const sum = (of: 'hits' | 'total') => String([...counts.values()].reduce((total, one) => total + Number(one[of]), 0));
  return { hits: sum('hits'), total: sum('total') };
}

function figureOf(indicator: Indicator, value: PeriodValue | undefined): Figure | { because: string } {
  if (!value) return { because: `Chưa có giá trị của ${indicator.code} trong kỳ.` };
  if (value.status !== 'available') return { because: value.reason ?? `${indicator.code} chưa có số liệu.` };
  switch (indicator.kind) {
    case 'group': return { hits: value.score!, total: value.maxScore! };
    case 'count': case 'entered': return { hits: value.hits!, total: null };
    case 'growth': return { hits: String(value.value!), total: null };
    case 'yesNo': case 'ratio': return { hits: value.hits!, total: value.total! };
    case 'mean': return value.value === null ? { hits: '0', total: '0' } : { hits: value.value.toFixed(6), total: null };
  }
}

/** Units of today that carry a duty. A name counts only when exactly one unit bears it; names without a unit are told as unit 0. */
function unitsOf(duty: StoredDuty, units: readonly RegistryUnit[]): { ids: number[]; missing: string[] } {
  const key = (name: string) => name.normalize('NFC').trim().toLowerCase();
  const named = duty.units.map((name) => ({ name, same: units.filter((unit) => unit.code === name || key(unit.name) === key(name)) }));
  const ids = duty.levels.length > 0 ? units.filter((unit) => duty.levels.includes(unit.level)).map((unit) => unit.id) : named.flatMap(({ same }) => (same.length === 1 ? same[0]!.id : []));
  const missing = named.filter(({ same }) => same.length !== 1).map(({ name }) => name);
  if (ids.length === 0 && missing.length === 0) missing.push(duty.ownerTitle);
  return { ids: [...new Set(ids), ...(missing.length > 0 ? [UNKNOWN_UNIT_ID] : [])], missing };
}

/** `DV.*` is every indicator of the catalogue whose code begins with DV.; a code that is not there yet stays a text. */
export function linksOf(code: string): (Indicator | string)[] {
  if (!code.endsWith('.*')) return [findIndicator(code) ?? code];
  const found = indicators.filter((indicator) => indicator.code.startsWith(code.slice(0, -1)));
  return found.length > 0 ? [...found] : [code];
}

const index = (values: readonly PeriodValue[]): Map<string, PeriodValue> => new Map(values.map((v) => [`${v.indicator} ${v.unitId}`, v]));
const sameIn = (period: Period, base: number | 'previous'): Period => periodOf(period.type, `${base === 'previous' ? Number(period.start.slice(0, 4)) - 1 : base}${period.start.slice(4)}`);
