/** Applies `holds` to the values of a period before they are written, and keeps what is held until data or a person lets it go. */
import { indicators } from '../../indicators';
import { CchcError } from '../../platform/errors';
import type { Queryable } from '../../store/database';
import type { StoredValue } from '../../store/editions/editions';
import { localDay, previousPeriod, type Instant, type LocalDay, type Period } from '../../vocabulary';
import { lacksPart, type Value } from './value';
import { heldReason, holdKey, holds, type Hold, type HoldRule, type HoldValue } from './holds';

interface HeldRow { indicator: string; unit_id: number; rule: HoldRule; hits: number | null; total: number | null; confirmed_at: Date | null; released_at: Date | null }
const HELD_COLUMNS = 'indicator, unit_id, rule, hits, total, confirmed_at, released_at';
/** How many periods make the history. */
export const PAST = 6;

/**
 * The values with held ones made unavailable; groups that need a held one become unavailable too. Call it before writing, in the transaction that writes.
 * Running periods and single days are only checked for the impossible: their volume is not whole, or depends on the weekday.
 */
export async function holdBack(client: Queryable, period: Period, values: readonly StoredValue[], now: Instant, of?: HeldNow): Promise<StoredValue[]> {
  const { shown, held, released, byKey } = await judge(client, period, values, now, of);
  await keep(client, period, held, byKey);
  if (released.length > 0) {
    await client.query(`update held_value h set released_at = now() from unnest($3::text[], $4::int[]) g (indicator, unit_id) where h.period_type = $1 and h.period_start = $2 and h.indicator = g.indicator and h.unit_id = g.unit_id`,
      [period.type, period.start, released.map((r) => r.indicator), released.map((r) => r.unit_id)]);
  }
  return shown;
}

/** The same for values that are computed when asked for and written nowhere: nothing is noted as held or let go. */
export const withoutHeldNow = async (client: Queryable, period: Period, values: readonly StoredValue[], now: Instant): Promise<StoredValue[]> => (await judge(client, period, values, now)).shown;

/**
 * For values that are a part of published ones or a sum of them (a field of a unit, several units read as one): impossible ones, and whatever is held of one
 * of the units in the period, are unavailable. They have no history of their own. Asks once; what comes back judges any number of lists.
 */
export async function withoutHeldOf(client: Queryable, period: Period, unitIds: readonly number[]): Promise<<T extends Value>(values: readonly T[]) => T[]> {
  const { rows } = await client.query<{ indicator: string; unit_id: number; code: string; rule: HoldRule; reason: string; confirmed: boolean }>(
    `select h.indicator, h.unit_id, u.code, h.rule, h.reason, h.confirmed_at is not null as confirmed from held_value h join unit u on u.id = h.unit_id
     where h.period_type = $1 and h.period_start = $2 and h.unit_id = any($3::int[]) and h.released_at is null order by u.code`, [period.type, period.start, unitIds]);
  const answeredFor = new Set(rows.filter((row) => row.confirmed).map((row) => row.indicator));
  const kept = new Map<string, string>();
  for (const { indicator, unit_id: unitId, code, rule, reason, confirmed } of rows) if (!confirmed && !kept.has(indicator)) kept.set(indicator, heldReason({ indicator, unitId, rule, reason }, code, period));
  return (values) => {
    const available = values.filter((v) => v.status === 'available');
    if (available.length === 0) return [...values];
    const impossible = holds(available.map((v) => toJudge(v, 0)), new Map()).filter((hold) => !answeredFor.has(hold.indicator));
    const reasons = new Map([...impossible.map((hold) => [hold.indicator, heldReason(hold, null, period)] as const), ...kept]);
    return reasons.size === 0 ? [...values] : values.map((value) => silenced(value, (id) => reasons.get(id)));
  };
}

/** What is held of a period as an edition finds it, which has looked at it even where no value is given; `units`: the values are theirs only (null: of all). */
export interface HeldNow { rows: readonly HeldRow[]; units: ReadonlySet<number> | null }

/** What was ever held, of all periods at once. */
export async function heldNow(client: Queryable): Promise<(period: Period, units: ReadonlySet<number> | null) => HeldNow> {
  const { rows } = await client.query<HeldRow & { key: string }>(`select period_type || ' ' || period_start as key, ${HELD_COLUMNS} from held_value`);
  const byPeriod = new Map<string, HeldRow[]>();
  for (const row of rows) byPeriod.set(row.key, [...(byPeriod.get(row.key) ?? []), row]);
  return (period, units) => ({ rows: (byPeriod.get(`${period.type} ${period.start}`) ?? []).filter((row) => units === null || units.has(row.unit_id)), units });
}

interface Judged { shown: StoredValue[]; held: Hold[]; released: HeldRow[]; byKey: ReadonlyMap<string, StoredValue> }

async function judge(client: Queryable, period: Period, values: readonly StoredValue[], now: Instant, of?: HeldNow): Promise<Judged> {
  if (values.length === 0 && of === undefined) return { shown: [], held: [], released: [], byKey: new Map() };
  const over = period.type !== 'day' && period.end < localDay(now);
  const available = values.filter((v) => v.status === 'available');
  const history = over && available.length > 0 ? await volumesBefore(client, period, of?.units ?? null) : new Map<string, readonly number[]>();
  const found = holds(available.map((v) => toJudge(v, v.unitId)), history);
  const rows = of?.rows ?? (await client.query<HeldRow>(`select ${HELD_COLUMNS} from held_value where period_type = $1 and period_start = $2`, [period.type, period.start])).rows;
  if (found.length === 0 && rows.length === 0) return { shown: [...values], held: [], released: [], byKey: new Map() };
  const before = new Map(rows.map((row) => [holdKey(row.indicator, row.unit_id), row]));
  const byKey = new Map(available.map((v) => [holdKey(v.indicator, v.unitId), v]));
  const held = new Map(found.filter((hold) => !isConfirmed(before.get(holdKey(hold.indicator, hold.unitId)), hold, byKey.get(holdKey(hold.indicator, hold.unitId))!)).map((hold) => [holdKey(hold.indicator, hold.unitId), hold]));
  const foundKeys = new Set(found.map((hold) => holdKey(hold.indicator, hold.unitId)));
  const released = rows.filter((row) => row.released_at === null && !foundKeys.has(holdKey(row.indicator, row.unit_id)));
  if (held.size === 0) return { shown: [...values], held: [], released, byKey };
  const codes = new Map((await client.query<{ id: number; code: string }>('select id, code from unit where id = any($1::int[])', [[...held.values()].map((h) => h.unitId)])).rows.map((u) => [u.id, u.code]));
  const units = new Set([...held.values()].map((hold) => hold.unitId));
  const shown = values.map((value) => !units.has(value.unitId) ? value : silenced(value, (id) => {
    const hold = held.get(holdKey(id, value.unitId));
    return hold && heldReason(hold, codes.get(hold.unitId) ?? String(hold.unitId), period);
  }));
  return { shown, held: [...held.values()], released, byKey };
}

const toJudge = ({ indicator, hits, total, status }: Value, unitId: number): HoldValue =>
  ({ indicator, unitId, hits, total, status, kind: BY_ID.get(indicator)?.kind ?? 'entered', direction: BY_ID.get(indicator)?.direction });

/** The value itself, or unavailable where it or something it needs is held (`reasonOf`: why an indicator is). */
function silenced<T extends Value>(value: T, reasonOf: (indicator: string) => string | undefined): T {
  if (value.status !== 'available') return value;
  const own = reasonOf(value.indicator);
  const part = own === undefined ? (NEEDS.get(value.indicator) ?? []).find((id) => reasonOf(id) !== undefined) : undefined;
  const reason = own ?? (part && lacksPart(part, reasonOf(part)!));
  return reason === undefined ? value : { ...value, hits: null, total: null, value: null, score: null, status: 'unavailable', reason, coverage: null };
}

const BY_ID = new Map(indicators.map((i) => [i.id, i]));
/** Every indicator whose figure stands inside another: parts of groups, of the groups in a total, and what a ratio is multiplied by. */
const NEEDS = new Map(indicators.map((i) => [i.id, needs(i.id)] as const).filter(([, ids]) => ids.length > 0));
function needs(id: string): string[] {
  const indicator = BY_ID.get(id);
  const direct = indicator?.kind === 'group' ? indicator.parts : indicator?.kind === 'ratio' && indicator.factor !== undefined ? [indicator.factor] : [];
  return direct.flatMap((part) => [part, ...needs(part)]);
}

/** A confirmed jump stays confirmed for its period; a confirmed impossible figure only as long as it is the same figure. */
const isConfirmed = (row: HeldRow | undefined, hold: Hold, value: StoredValue): boolean =>
  row !== undefined && row.confirmed_at !== null && row.rule === hold.rule && (hold.rule === 'jump' || hold.rule === 'fall-to-zero' || (row.hits === value.hits && row.total === value.total));

async function volumesBefore(client: Queryable, period: Period, units: ReadonlySet<number> | null): Promise<Map<string, number[]>> {
  const past: LocalDay[] = [];
  for (let before = period; past.length < PAST;) past.push((before = previousPeriod(before)).start);
  // A column for each of them, the newest first: nothing is sorted.
  const { rows } = await client.query<{ indicator: string; unit_id: number } & Record<string, number | null>>(
    `select indicator, unit_id, ${past.map((_, i) => `max(coalesce(total, hits)) filter (where period_start = $${i + 5}) as v${i}`).join(', ')} from indicator_value
     where edition_to is null and status = 'available' and period_type = $1 and period_start >= $2 and period_start < $3 and coalesce(total, hits) is not null
       and ($4::int[] is null or unit_id = any($4::int[]))
       -- A unit that has ended falls silent by right. Not a join: of rows that the same edition wrote the planner knows nothing, and would go through all units for each.
       and unit_id not in (select id from unit where valid_to < $3) group by 1, 2`, [period.type, past.at(-1), period.start, units && [...units], ...past]);
  return new Map(rows.map((row) => [holdKey(row.indicator, row.unit_id), past.flatMap((_, i) => row[`v${i}`] ?? [])]));
}

async function keep(client: Queryable, period: Period, held: readonly Hold[], values: ReadonlyMap<string, StoredValue>): Promise<void> {
  if (held.length === 0) return;
  const of = held.map((h) => values.get(holdKey(h.indicator, h.unitId))!);
  await client.query(
    `insert into held_value as h (period_type, period_start, indicator, unit_id, rule, reason, hits, total, value)
     select $1, $2, * from unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::numeric[], $8::numeric[], $9::float8[])
     on conflict (indicator, unit_id, period_type, period_start) do update set rule = excluded.rule, reason = excluded.reason, hits = excluded.hits, total = excluded.total, value = excluded.value,
       held_at = case when h.released_at is null and h.confirmed_at is null then h.held_at else now() end, released_at = null, confirmed_at = null, confirmed_by = null, why = null
     where (h.rule, h.hits, h.total, h.released_at, h.confirmed_at) is distinct from (excluded.rule, excluded.hits, excluded.total, null::timestamptz, null::timestamptz)`,
    [period.type, period.start, held.map((h) => h.indicator), held.map((h) => h.unitId), held.map((h) => h.rule), held.map((h) => h.reason), of.map((v) => v.hits), of.map((v) => v.total), of.map((v) => v.value)]);
}

/** A person answers for a held figure; the next edition shows it. Publish the period afterwards. */
export async function confirmHeld(client: Queryable, what: { indicator: string; unit: string; period: Period; by: string; why: string }): Promise<{ hits: number | null; total: number | null; reason: string }> {
  const [by, why] = [what.by.trim(), what.why.trim()];
  if (by === '' || why === '') throw new CchcError('bad-usage', 'Xác nhận cần tên người xác nhận và lý do.', 'Thêm --by "Họ tên, chức vụ" và --why "lý do".');
  const { rows } = await client.query<{ hits: number | null; total: number | null; reason: string }>(
    `update held_value h set confirmed_at = now(), confirmed_by = $5, why = $6 from unit u where u.id = h.unit_id and h.indicator = $1 and u.code = $2 and h.period_type = $3 and h.period_start = $4 and h.released_at is null
     returning h.hits, h.total, h.reason`, [what.indicator, what.unit, what.period.type, what.period.start, by, why]);
  if (!rows[0]) throw new CchcError('not-held', `Không có số liệu nào đang bị giữ: ${what.indicator}, ${what.unit}, kỳ bắt đầu ${what.period.start}.`, 'Chạy cchc quality held để xem danh sách.');
  return rows[0];
}

/** Periods in which something is held and not yet let go. */
export async function heldPeriods(client: Queryable): Promise<{ type: Period['type']; start: string }[]> {
  return (await client.query<{ type: Period['type']; start: string }>('select distinct period_type as type, period_start as start from held_value where released_at is null and confirmed_at is null')).rows;
}
