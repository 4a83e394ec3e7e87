/** Reads everything the wall shows in one repeatable-read transaction, from schema mart only, so that no two tiles tell of different moments. */
import type { Pool } from 'pg';
import { findIndicator } from '../../indicators';
import { inTransaction, type Queryable } from '../../store/database';
import type { SourceStateRow } from '../../store/read-values';
import { localDay, periodOf, previousPeriod, type Period } from '../../vocabulary';
import type { ServeContext } from '../tokens';
import { formatMonth, formatShare, formatTime } from './wall-format';
import { rank } from './wall-ranking';
import { toTile, trustOf, type Row, type SourceRow, type Trust } from './wall-tile';
import { COMPLETE_FROM } from './wall-types';
import type { OverdueRow, TrendMonth, WallSnapshot } from './wall-types';

/** Tiles in the order of the wall; of a list the first that is available is shown. */
export const TILES: readonly (string | readonly string[])[] = ['index766-progress', 'on-time-resolution', 'open-overdue', 'due-soon', 'carried-over', 'online-share',
  'index766-digitised-components', 'index766-electronic-results', ['index766-payment', 'index766-paid-dossiers']];
const RANKED_BY = 'index766-progress';
const TREND_MONTHS = 14;
/** Editions come at least every few minutes; none for so long means that publishing stands still. */
export const EDITION_OLD_AFTER_MS = 15 * 60_000;

type MonthRow = Row & { period_start: string };
type EditionLine = { number: number; published_at: Date; as_of: Date; age_ms: number };

export async function readWall(pool: Pool, context: Pick<ServeContext, 'province' | 'now'>, version = ''): Promise<WallSnapshot> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, () => read(client, context, version), 'begin isolation level repeatable read read only');
  } finally {
    client.release();
  }
}

async function read(client: Queryable, context: Pick<ServeContext, 'province' | 'now'>, version: string): Promise<WallSnapshot> {
  const present = periodOf('month', localDay(context.now()));
  const edition = (await client.query<EditionLine>(
    `select number, published_at, as_of, (extract(epoch from now() - published_at) * 1000)::float8 as age_ms from mart.edition order by number desc limit 1`)).rows[0] ?? null;
  const month = await publishedMonth(client, context.province.code, present);
  const rows = await provinceMonths(client, context.province.code, month);
  const sources = (await client.query<SourceStateRow>('select source, title, state, loaded_through, last_success_at from mart.source_state order by source')).rows;
  const editionOld = edition !== null && edition.age_ms > EDITION_OLD_AFTER_MS;
  const monthOld = month.start !== present.start;
  const trust: Trust = { sources, asOf: edition?.as_of.toISOString() ?? null, editionOld: editionOld || monthOld };
  const at = (indicator: string, start: string) => rows.find((row) => row.indicator === indicator && row.period_start === start);
  const before = previousPeriod(month).start;
  const chosen = TILES.map((entry) => (typeof entry === 'string' ? entry : entry.find((id) => at(id, month.start)?.status === 'available') ?? entry.at(-1)!));
  return {
    version, province: context.province.name, edition: edition?.number ?? null, publishedAt: edition?.published_at.toISOString() ?? null, asOf: trust.asOf,
    month: month.start.slice(0, 7), monthLabel: formatMonth(month.start), warning: warningOf(edition, editionOld, monthOld, month),
    tiles: chosen.map((id) => toTile(id, at(id, month.start), at(id, before), trust)),
    ranking: rank(await unitRows(client, context.province.code, month, trust), findIndicator(RANKED_BY)!.title.vi),
    trend: trendMonths(month, at, trust),
    overdue: await overdue(client, at('open-overdue', month.start), trust),
    sources: sources.map((s) => ({ key: s.source, title: s.title, state: s.state, lastSuccessAt: s.last_success_at?.toISOString() ?? null, loadedThrough: s.loaded_through?.toISOString() ?? null })),
  };
}

function warningOf(edition: EditionLine | null, editionOld: boolean, monthOld: boolean, month: Period): string | null {
  if (!edition) return 'Chưa có ấn bản nào được công bố.';
  if (editionOld) return `SỐ LIỆU CŨ – không có ấn bản mới từ ${formatTime(edition.published_at.toISOString())}.`;
  return monthOld ? `Chưa công bố số liệu của tháng này; đang hiện ${formatMonth(month.start).toLowerCase()}.` : null;
}

/** The running month, or the last one published before it while the running one is not there yet. */
async function publishedMonth(client: Queryable, province: string, present: Period): Promise<Period> {
  const { rows } = await client.query<{ start: string | null }>(
    `select max(period_start) as start from mart.indicator_value where unit_code = $1 and period_type = 'month' and period_start <= $2 and indicator = $3`, [province, present.start, RANKED_BY]);
  return rows[0]?.start ? periodOf('month', rows[0].start) : present;
}

async function provinceMonths(client: Queryable, province: string, last: Period): Promise<MonthRow[]> {
  const wanted = TILES.flat();
  return (await client.query<MonthRow>(
    `select indicator, period_start, hits, total, value, score, max_score, status, reason, coverage, source from mart.indicator_value
     where unit_code = $1 and period_type = 'month' and period_start between $2 and $3 and indicator = any($4)`,
    [province, monthsBack(last, TREND_MONTHS).at(0)!.start, last.start, wanted])).rows;
}

async function unitRows(client: Queryable, province: string, month: Period, trust: Trust) {
  const { rows } = await client.query<Row & { unit_code: string; unit_name: string }>(
    `select unit_code, unit_name, indicator, hits, total, value, score, max_score, status, reason, coverage, source from mart.indicator_value
     where indicator = $1 and period_type = 'month' and period_start = $2 and unit_code <> $3 and unit_level not in ('unknown', 'province')`, [RANKED_BY, month.start, province]);
  return rows.map((row) => ({ code: row.unit_code, name: row.unit_name, hits: row.hits, total: row.total, coverage: row.coverage, state: trustOf(row, trust).state }));
}

function trendMonths(last: Period, at: (indicator: string, start: string) => Row | undefined, trust: Trust): TrendMonth[] {
  return monthsBack(last, TREND_MONTHS).map(({ start }) => {
    const row = at('on-time-resolution', start);
    // A past month that is loaded in part would look like a fall: it is left out. The running month is partial by nature.
    const whole = (r: Row | undefined) => (r?.status === 'available' && (start === last.start || (r.coverage ?? 1) >= COMPLETE_FROM) ? r : undefined);
    const known = row?.total ? whole(row) : undefined;
    const total = (indicator: string) => whole(at(indicator, start))?.total ?? null;
    return {
      month: start.slice(0, 7), label: `${Number(start.slice(5, 7))}/${start.slice(2, 4)}`, onTime: known?.value ?? null, onTimeText: known ? `${formatShare(known.hits!, known.total!)} %` : '',
      received: total('online-share'), resolved: total('on-time-resolution'),
      // A month that is over is as old as it should be: only the running month can be out of date.
      state: trustOf(row, start === last.start ? trust : { ...trust, editionOld: false, sources: closed(trust.sources) }).state,
    };
  });
}

const closed = (sources: readonly SourceRow[]): SourceRow[] => sources.map((s) => ({ ...s, state: 'fresh' }));

async function overdue(client: Queryable, row: Row | undefined, trust: Trust): Promise<WallSnapshot['overdue']> {
  const { rows } = await client.query<OverdueRow & { units: number; counted_at: Date }>(
    `select unit_code as code, unit_name as name, coalesce(sum(dossiers) filter (where bucket = 'late_over_30'), 0)::int as over30,
       coalesce(sum(dossiers) filter (where bucket = 'late_11_30'), 0)::int as "from11To30", coalesce(sum(dossiers) filter (where bucket = 'late_1_10'), 0)::int as "to10",
       sum(dossiers)::int as total, (count(*) over ())::int as units
     from mart.dossier_open where bucket in ('late_over_30', 'late_11_30', 'late_1_10') group by unit_code, unit_name order by total desc, unit_name limit 5`);
  const countedAt = (await client.query<{ at: Date }>('select now() as at')).rows[0]!.at.toISOString();
  const { state, note } = trustOf(row, trust);
  return { rows: rows.map(({ code, name, over30, from11To30, to10, total }) => ({ code, name, over30, from11To30, to10, total })), units: rows[0]?.units ?? 0, state, note, countedAt };
}

function monthsBack(last: Period, count: number): Period[] {
  const months = [last];
  while (months.length < count) months.unshift(previousPeriod(months[0]!));
  return months;
}
