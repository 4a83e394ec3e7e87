/** Reads what the given boards show, in one repeatable-read transaction and from schema mart only, so that no two tiles tell of different moments. */
import type { Pool } from 'pg';
import { forPostgres, queries, type QueryId } from '../../boards';
import { findIndicator, type Indicator } from '../../indicators';
import { inTransaction, type Queryable } from '../../store/database';
import type { StandingRow } from '../../store/editions/read-editions';
import type { SourceStateRow } from '../../store/editions/read-values';
import { localDay, periodOf, previousPeriod, type LocalDay, type Period } from '../../vocabulary';
import type { ServeContext } from '../tokens';
import { onWall, type Choice } from './wall-boards';
import { formatMonth, formatTime } from './wall-format';
import type { Row, Trust } from './wall-tile';

export const TREND_MONTHS = 14;
/** Editions come at least every few minutes; none for so long means that publishing stands still. */
export const EDITION_OLD_AFTER_MS = 15 * 60_000;
/** A query that takes longer is given up: its tile says so, the others stand. */
const STATEMENT_TIMEOUT_MS = 5_000;

export type UnitRow = Row & { unit_code: string; unit_name: string; unit_level: string };
export interface EditionLine { number: number; published_at: Date; as_of: Date; age_ms: number }
export type Answer = { rows: Record<string, unknown>[] } | { failed: string };
/** `running`: the month is not over. `mapsDiffer`: the two readings of units part in the month, or in one of those before it that trends show. */
export interface WallFacts {
  readAt: string; month: Period; running: boolean; today: LocalDay; mapsDiffer: boolean; edition: EditionLine | null; warning: string | null; trust: Trust; sources: SourceStateRow[];
  /** Names of the units that were asked for. */
  units: ReadonlyMap<string, { name: string; level: string }>;
  value(indicator: string, unit: string, start: string): Row | undefined;
  standing(indicator: string, unit: string): StandingRow | undefined;
  /** All units below the province with a value of the month, for a ranked indicator. */
  ofUnits(indicator: string): readonly UnitRow[];
  /** What a unit is called by in other systems, the statistical code of a commune among them. */
  otherCodes(unit: string): readonly string[];
  answer(query: QueryId, choice: Choice): Answer;
}
type Context = Pick<ServeContext, 'pool' | 'province' | 'now'>;

/** Boards that look at the same month on the same map share their facts. */
const viewpointOf = (choice: Choice) => `${choice.month ?? ''}|${choice.map}`;

/** What each of the given choices shows. */
export async function readFacts(context: Context, choices: readonly Choice[]): Promise<(choice: Choice) => WallFacts> {
  const client = await (context.pool as Pool).connect();
  try {
    return await inTransaction(client, async () => {
      const found = new Map<string, WallFacts>();
      for (const viewpoint of new Set(choices.map(viewpointOf))) found.set(viewpoint, await read(client, context, choices.filter((choice) => viewpointOf(choice) === viewpoint)));
      return (choice: Choice) => found.get(viewpointOf(choice))!;
    }, 'begin isolation level repeatable read read only');
  } finally {
    client.release();
  }
}

async function read(client: Queryable, context: Context, choices: readonly Choice[]): Promise<WallFacts> {
  await client.query(`set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
  const province = context.province.code;
  const tiles = choices.flatMap((choice) => choice.board.sections.flatMap((section) => section.tiles.filter(onWall)));
  const named = [...new Set(tiles.flatMap((tile) => ('indicator' in tile ? [tile.indicator] : [])))];
  const ranked = [...new Set(tiles.flatMap((tile) => ('indicator' in tile && ['ranking', 'map'].includes(tile.kind) ? [tile.indicator] : [])))];
  const codes = [...new Set([province, ...choices.flatMap((choice) => choice.unit ?? [])])];

  const present = periodOf('month', localDay(context.now()));
  const edition = (await client.query<EditionLine>(
    `select number, published_at, as_of, (extract(epoch from now() - published_at) * 1000)::float8 as age_ms from mart.edition order by number desc limit 1`)).rows[0] ?? null;
  const { map, month: asked } = choices[0]!;
  const month = asked === null ? await publishedMonth(client, province, present) : periodOf('month', asked);
  const sources = (await client.query<SourceStateRow>('select * from mart.source_state order by source')).rows;
  const editionOld = edition !== null && edition.age_ms > EDITION_OLD_AFTER_MS;
  const monthOld = asked === null && month.start !== present.start;
  const units = (await client.query<{ code: string; name: string; level: string }>('select code, name, level from mart.unit_all where home and code = any($1)', [codes])).rows;
  const values = new Map((await client.query<UnitRow & { period_start: string }>(
    `select indicator, unit_code, period_start, hits, total, value, score, max_score, status, reason, coverage, source from mart.indicator_value_map
     where map = $6 and unit_code = any($1) and (period_type = 'month' and period_start between $2 and $3 and indicator = any($4) or period_type = 'year' and period_start <= $3 and indicator = any($5))`,
    [codes, monthsBack(month, TREND_MONTHS)[0]!.start, month.start, named.filter((id) => !isYearly(id)), named.filter(isYearly), map])).rows.map((row) => [`${row.indicator} ${row.unit_code} ${row.period_start}`, row]));
  const standings = new Map((await client.query<StandingRow>(
    `select indicator, unit_code, target, target_document, target_verified, light, light_reason, rank, rank_of, rank_before from mart.standing_map
     where map = $7 and (period_type = 'month' and period_start = $1 and (unit_code = any($2) and indicator = any($3) or indicator = any($4))
       or period_type = 'year' and period_start = $5 and unit_code = any($2) and indicator = any($6))`,
    [month.start, codes, named.filter((id) => !isYearly(id)), ranked, periodOf('year', month.start).start, named.filter(isYearly), map])).rows.map((row) => [`${row.indicator} ${row.unit_code}`, row]));
  const ofUnits = ranked.length > 0 ? (await client.query<UnitRow>(
    `select unit_code, unit_name, unit_level, indicator, hits, total, value, score, max_score, status, reason, coverage, source from mart.indicator_value_map
     where map = $3 and on_map and indicator = any($1) and period_type = 'month' and period_start = $2 and unit_level not in ('unknown', 'province')`, [ranked, month.start, map])).rows : [];
  const byIndicator = new Map(ranked.map((id) => [id, ofUnits.filter((row) => row.indicator === id)]));
  const mapped = tiles.some((tile) => tile.kind === 'map');
  const otherCodes = new Map<string, string[]>();
  if (mapped) for (const row of (await client.query<{ unit_code: string; code: string }>(`select unit_code, code from mart.unit_code where system = 'gso' and (valid_to is null or valid_to >= $1)`, [month.start])).rows) otherCodes.set(row.unit_code, [...(otherCodes.get(row.unit_code) ?? []), row.code]);
  const mapsDiffer = (await client.query<{ differ: boolean }>(`select exists (select from mart.map_period where period_type = 'month' and period_start between $1 and $2) as differ`,
    [tiles.some((tile) => tile.kind === 'timeseries') ? monthsBack(month, TREND_MONTHS)[0]!.start : month.start, month.start])).rows[0]!.differ;
  const answers = await answerQueries(client, choices, month, province);
  const readAt = (await client.query<{ at: Date }>('select now() as at')).rows[0]!.at.toISOString();
  return {
    readAt, month, running: month.start === present.start, today: localDay(context.now()), mapsDiffer, edition, sources, warning: warningOf(edition, editionOld, monthOld, month),
    trust: { sources, asOf: edition?.as_of.toISOString() ?? null, editionOld: asked === null && (editionOld || monthOld), over: asked !== null && month.start < present.start, running: month.start === present.start },
    units: new Map(units.map(({ code, name, level }) => [code, { name, level }])),
    value: (indicator, unit, start) => values.get(`${indicator} ${unit} ${start}`),
    standing: (indicator, unit) => standings.get(`${indicator} ${unit}`),
    ofUnits: (indicator) => byIndicator.get(indicator) ?? [],
    otherCodes: (unit) => otherCodes.get(unit) ?? [],
    answer: (query, choice) => answers.get(askedKey(query, chosenOf(choice, month, province))) ?? { failed: 'chưa đọc' },
  };
}

const chosenOf = (choice: Choice, month: Period, province: string) => ({ period: month.start.slice(0, 7), unit: choice.unit ?? province, level: choice.level, map: choice.map, field: '*' });
type Chosen = ReturnType<typeof chosenOf>;
const asked = (query: QueryId, chosen: Chosen) => forPostgres(queries[query].sql, chosen);
function askedKey(query: QueryId, chosen: Chosen): string {
  return `${query} ${asked(query, chosen).values.join(' ')}`;
}

/** Every named query once for all boards that show it. One that fails takes no other with it. */
async function answerQueries(client: Queryable, choices: readonly Choice[], month: Period, province: string): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const choice of choices) for (const section of choice.board.sections) for (const tile of section.tiles) {
    if (!('query' in tile) || !onWall(tile) || (tile.kind === 'status' && tile.query === 'sources')) continue; // the states of sources are read for all boards
    const chosen = chosenOf(choice, month, province);
    const key = askedKey(tile.query, chosen);
    if (answers.has(key)) continue;
    const { text, values } = asked(tile.query, chosen);
    await client.query('savepoint named_query');
    try {
      answers.set(key, { rows: (await client.query(text, values)).rows });
      await client.query('release savepoint named_query');
    } catch (error) {
      await client.query('rollback to savepoint named_query');
      answers.set(key, { failed: `Không đọc được số liệu của bảng này (truy vấn "${tile.query}", mã ${(error as { code?: string }).code ?? '?'}).` });
    }
  }
  return answers;
}

function warningOf(edition: EditionLine | null, editionOld: boolean, monthOld: boolean, month: Period): string | null {
  if (!edition) return 'Chưa có ấn bản nào được công bố.';
  if (editionOld) return `SỐ LIỆU CŨ – không có ấn bản mới từ ${formatTime(edition.published_at.toISOString())}.`;
  return monthOld ? `Chưa công bố số liệu của tháng này; đang hiện ${formatMonth(month.start).toLowerCase()}.` : null;
}

/** The running month, or the last one published before it while the running one is not there yet. */
async function publishedMonth(client: Queryable, province: string, present: Period): Promise<Period> {
  const { rows } = await client.query<{ start: string | null }>(
    `select max(period_start) as start from mart.indicator_value where unit_code = $1 and period_type = 'month' and period_start <= $2 and indicator = 'index766-progress'`, [province, present.start]);
  return rows[0]?.start ? periodOf('month', rows[0].start) : present;
}

/** Figures with the whole year as their only period stand for the year of the month. */
const isYearly = (id: string): boolean => findIndicator(id)?.periods?.includes('month') === false;
export const periodsOf = (indicator: Indicator, month: Period, count: number): Period[] => monthsBack(isYearly(indicator.id) ? periodOf('year', month.start) : month, count);

function monthsBack(last: Period, count: number): Period[] {
  const months = [last];
  while (months.length < count) months.unshift(previousPeriod(months[0]!));
  return months;
}
