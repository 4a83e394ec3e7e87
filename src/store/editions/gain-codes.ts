/** The dossiers behind a gain of a unit, by code only. Counted from the facts by the rules that the measures follow (see migrations, EVENTS, and compute/period-measures.ts). */
import { addDays, localDay, startOfDay, toIso, type Instant, type Period } from '../../vocabulary';
import type { Queryable } from '../database';
import { waitsBeyond } from '../facts/waiting';

export interface GainDossier { code: string; source: string; unit: string; procedure: string | null; received: Date; due: Date | null; ended: Date | null }
/** `by` of index 766 – 2.1, `openBy` of the report forms; `dueSoonUntil`: local day up to which an open dossier is due soon. */
export interface GainRules { by: 'date' | 'instant'; openBy: 'date' | 'instant'; dueSoonUntil: string }
/** `unitId` null: the whole province. */
export interface GainQuestion { indicator: string; kind: string; unitId: number | null; sources: readonly string[]; period: Period; now: Instant; rules: GainRules; limit: number }

/** What an indicator asks of a dossier that was handled in the period; a dossier without it is missing it. */
const HANDLED_WITHOUT: Record<string, string> = { 'index766-digitised-components': 'digitised', 'index766-electronic-results': 'electronic_result' };
const PAID = 'index766-paid-dossiers';
const PROGRESS = 'index766-progress';
export const hasCodes = (indicator: string): boolean => indicator === PROGRESS || indicator === PAID || indicator in HANDLED_WITHOUT;

/** The first `limit` dossiers and how many there are: open ones first, then by due date. */
export async function gainDossiers(client: Queryable, q: GainQuestion): Promise<{ found: number; dossiers: GainDossier[] }> {
  const today = localDay(q.now);
  const day = q.period.end < today ? q.period.end : today;
  const moment = q.period.end < today ? startOfDay(addDays(day, 1)) : q.now;
  const { rows } = await client.query<GainDossier & { found: number }>(
    `with counted as (
       select d.*, s.key as source_key, (received_at at time zone interval '7 hours')::date as received_day, (ended_at at time zone interval '7 hours')::date as ended_day,
         case when due_at is not null then greatest((due_at at time zone interval '7 hours')::date, (received_at at time zone interval '7 hours')::date - 1) end as due_day,
         greatest((second_supplement_at at time zone interval '7 hours')::date, case when second_supplement_at is not null then (received_at at time zone interval '7 hours')::date end) as second_day
       from dossier d join source s on s.id = d.source_id and s.key = any($1::text[])
         and (s.active_from is null or (received_at at time zone interval '7 hours')::date >= s.active_from) and (s.active_to is null or (received_at at time zone interval '7 hours')::date <= s.active_to)
       where deleted_at is null and status not in (1, 3) and received_at is not null and received_at < $5::timestamptz and ($2::int is null or ${q.indicator === PAID ? 'receiving_unit_id' : 'resolving_unit_id'} = $2)),
     judged as (
       select *, ended_day is not null and ended_day <= $4::date as over from counted where ${q.indicator === PAID ? 'received_day between $3::date and $4::date' : '(ended_day is null or ended_day >= $3::date)'}),
     chosen as (select * from judged where (${conditionOf(q)}) and $6::timestamptz is not null and $7::timestamptz is not null)
     select c.code, c.source_key as source, u.code as unit, p.code as procedure, c.received_at as received, c.due_at as due, c.ended_at as ended, count(*) over () as found
     from chosen c join unit u on u.id = c.resolving_unit_id left join procedure p on p.id = c.procedure_id order by c.over, c.due_at nulls first, c.code collate "C" limit $8`,
    [q.sources, q.unitId, q.period.start, day, toIso(startOfDay(addDays(day, 1))), toIso(moment), toIso(startOfDay(addDays(q.rules.dueSoonUntil, 1))), q.limit]);
  return { found: rows[0]?.found ?? 0, dossiers: rows.map(({ found: _, ...dossier }) => dossier) };
}

/** $4 the last day looked at, $6 the moment, $7 the end of "due soon". */
function conditionOf({ indicator, kind, rules }: GainQuestion): string {
  if (indicator === PAID) return 'fee_due and paid_online is not true';
  const without = HANDLED_WITHOUT[indicator];
  if (without !== undefined) return `${without} is not true`;
  const lateOpen = (by: GainRules['by']) => (by === 'date' ? 'due_day < $4' : 'due_at < $6');
  const soon = 'coalesce(ended_at is null and due_at > $6 and due_at < $7, false)';
  // Judged like 2.1: waiting for a supplement since before the due date is excused, asked for one twice is overdue, an undated dossier is held against its limit.
  // Of dossiers that are not over by then.
  const waits = (asked: string) => waitsBeyond('$4', asked);
  const twice = `supplement_count > 1 and second_supplement_at is null and coalesce(supplement_at, received_at) < $6`;
  const again = `(second_supplement_at < $6 or ${twice}) is true`;
  if (kind === 'dueSoon') return `not over and ${soon} and not ${again}`;
  if (kind === 'atRisk') return `not over and due_at is not null and not (${lateOpen(rules.openBy)}) and not ${soon} and not ${again}`;
  const within = `limit_due_at is not null and (second_day is null or second_day > $4) and (${waits('supplement_at <= limit_due_at')} or ${day('limit_due_at')} > $4 or limit_due_at >= $6)`;
  const state = `case
    when due_at is null and over then case when ended_at <= limit_due_at then 'met' else 'undated' end
    when due_at is null then case when (${within}) is not true then 'undated' when ${twice} then 'late' else 'met' end
    when over then case when ${rules.by === 'date' ? 'ended_day > due_day' : 'ended_at > due_at'} then 'late' else 'met' end
    when second_day <= $4 or ${twice} then 'late'
    when ${lateOpen(rules.by)} and ${waits(rules.by === 'date' ? `${day('supplement_at')} <= due_day` : 'supplement_at <= due_at')} is not true then 'late' else 'met' end`;
  return `${state} = '${kind === 'undated' ? 'undated' : 'late'}'`;
}

const day = (column: string): string => `(${column} at time zone interval '7 hours')::date`;
