/** Plans, their duties, the states that figures give them and what people entered. */
import type { DutyState, ItemKind, Period, Plan, PlanRhythm, UnitLevel } from '../vocabulary';
import type { Queryable } from './database';
import { contentHash, lockPar, type Origin, type Saved } from './par';

/** Saves a plan as a new revision when its content changed. Call inside a transaction. */
export async function savePlan(client: Queryable, plan: Plan, origin: Origin): Promise<Saved> {
  await lockPar(client);
  const hash = contentHash(plan);
  const current = (await client.query<{ id: number; revision: number; content_hash: string; origin: Origin['kind'] }>('select id, revision, content_hash, origin from plan where code = $1 and superseded_at is null', [plan.code])).rows[0];
  if (current?.content_hash === hash) return { id: current.id, revision: current.revision, outcome: 'unchanged' };
  if (current && origin.kind === 'configuration' && current.origin === 'import') return { id: current.id, revision: current.revision, outcome: 'kept' };
  await client.query('update plan set superseded_at = now() where code = $1 and superseded_at is null', [plan.code]);
  const { rows } = await client.query<{ id: number; revision: number }>(
    `insert into plan (code, revision, title, document, valid_from, valid_to, content_hash, file, origin, loaded_by)
     select $1, coalesce(max(revision), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 from plan where code = $1 returning id, revision`,
    [plan.code, plan.title, plan.document, plan.from, plan.to, hash, origin.file, origin.kind, origin.by]);
  const { id, revision } = rows[0]!;
  for (const o of plan.owners) await client.query('insert into plan_owner (plan_id, id, title, levels, units, lineage, verified) values ($1, $2, $3, $4, $5, $6, $7)', [id, o.id, o.title, o.levels, o.units, o.lineage, o.verified]);
  for (const [ordinal, d] of plan.duties.entries()) {
    await client.query(
      'insert into plan_duty (plan_id, code, ordinal, owner, title, rhythm, target_text, target, target_verified, indicators, register, scope, field) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
      [id, d.code, ordinal, d.owner, d.title, d.rhythm, d.targetText, d.target, d.targetVerified, d.indicators, d.register, d.scope, d.field]);
  }
  return { id, revision, outcome: revision === 1 ? 'new' : 'changed' };
}

export interface StoredDuty { planId: number; plan: string; code: string; ownerTitle: string; levels: UnitLevel[]; units: string[]; rhythm: PlanRhythm; target: string | null; indicators: string[]; register: ItemKind | null; scope: 'unit' | 'province'; field: string | null }
/** Duties of the plans in force on a day, or of one plan. */
export const currentDuties = async (client: Queryable, day: string, plan?: string): Promise<StoredDuty[]> => (await client.query<StoredDuty>(
  `select p.id as "planId", p.code as plan, d.code, o.title as "ownerTitle", o.levels, o.units, d.rhythm, d.target, d.indicators, d.register, d.scope, d.field
   from plan p join plan_duty d on d.plan_id = p.id join plan_owner o on o.plan_id = p.id and o.id = d.owner
   where p.superseded_at is null and case when $2::text is null then $1::date between p.valid_from and coalesce(p.valid_to, 'infinity') else p.code = $2 end order by p.id, d.ordinal`, [day, plan ?? null])).rows;

export interface RegistryUnit { id: number; code: string; name: string; level: UnitLevel }
/** Units of the province in force on a day: the rest of the country bears none of its duties. */
export const unitsOn = async (client: Queryable, day: string): Promise<RegistryUnit[]> => (await client.query<RegistryUnit>(
  `select id, code, name, level from unit where id <> 0 and home and $1::date between coalesce(valid_from, '-infinity') and coalesce(valid_to, 'infinity') order by id`, [day])).rows;

export interface PeriodValue { indicator: string; unitId: number; hits: string | null; total: string | null; value: number | null; score: string | null; maxScore: string | null; status: string; reason: string | null; coverage: number | null }
export const valuesOfPeriodNow = async (client: Queryable, period: Pick<Period, 'type' | 'start'>, indicators: readonly string[]): Promise<PeriodValue[]> => (await client.query<PeriodValue>(
  `select indicator, unit_id as "unitId", hits::text, total::text, value, score::text, max_score::text as "maxScore", status, reason, coverage from indicator_value
   where edition_to is null and period_type = $1 and period_start = $2 and indicator = any($3::text[])
   union all
   select i.indicator, m.unit_id, null, null, null, null, i.max_score::text, 'unavailable', i.before || a.reason || i.after, null
   from indicator_absence a join indicator_set_member i on i.set_id = a.indicator_set_id join unit_set_member m on m.set_id = a.unit_set_id join unit u on u.id = m.unit_id and u.home
   where a.edition_to is null and a.period_type = $1 and a.period_start = $2 and i.indicator = any($3::text[])`, [period.type, period.start, indicators])).rows;

/** Items of a register due in a period and done in time, by unit; `listed` tells whether any source lists the kind at all. */
export async function registerFigures(client: Queryable, kind: ItemKind, period: Period, lastDay: string, passed: string): Promise<{ listed: boolean; counts: Map<number, { hits: string; total: string }> }> {
  const { rows } = await client.query<{ unitId: number; hits: string; total: string }>(
    `select unit_id as "unitId", sum("doneOnTime")::text as hits, sum(due)::text as total from register_counts($1, $2, $3, $4) where kind = $5 group by unit_id`, [period.start, period.end, lastDay, passed, kind]);
  const listed = (await client.query(`select from source_stream t join source s on s.id = t.source_id where t.record = 'item' and t.layout like '{%' and t.layout::jsonb ->> 'kind' = $1 and (s.enabled or t.loaded_through is not null)`, [kind])).rowCount! > 0;
  return { listed, counts: new Map(rows.map((row) => [row.unitId, { hits: row.hits, total: row.total }])) };
}

export interface StoredState { planId: number; duty: string; unitId: number; link: string; period: Pick<Period, 'type' | 'start'>; state: DutyState; reason: string | null; hits: string | null; total: string | null; value: number | null }
/** Replaces the states of the plans in a period. Returns how many differ from before. */
export async function saveStates(client: Queryable, period: Pick<Period, 'type' | 'start'>, duties: readonly { planId: number; code: string }[], states: readonly StoredState[], edition: number | null, at: string): Promise<number> {
  const rows = JSON.stringify(states.map((s) => ({ plan_id: s.planId, duty: s.duty, unit_id: s.unitId, link: s.link, state: s.state, reason: s.reason, hits: s.hits, total: s.total, value: s.value })));
  await client.query(
    `delete from plan_state t using unnest($1::int[], $2::text[]) as d (plan_id, duty) where t.plan_id = d.plan_id and t.duty = d.duty and t.period_type = $3 and t.period_start = $4
       and not exists (select from jsonb_to_recordset($5::jsonb) as n (plan_id int, duty text, unit_id int, link text) where (n.plan_id, n.duty, n.unit_id, n.link) = (t.plan_id, t.duty, t.unit_id, t.link))`,
    [duties.map((d) => d.planId), duties.map((d) => d.code), period.type, period.start, rows]);
  const { rowCount } = await client.query(
    `insert into plan_state (plan_id, duty, unit_id, link, period_type, period_start, state, reason, hits, total, value, edition, computed_at)
     select plan_id, duty, unit_id, link, $1, $2, state, reason, hits, total, value, $3, $4
     from jsonb_to_recordset($5::jsonb) as n (plan_id int, duty text, unit_id int, link text, state text, reason text, hits numeric, total numeric, value float8)
     on conflict (plan_id, duty, unit_id, link, period_type, period_start) do update
       set state = excluded.state, reason = excluded.reason, hits = excluded.hits, total = excluded.total, value = excluded.value, edition = excluded.edition, computed_at = excluded.computed_at
     where (plan_state.state, plan_state.reason, plan_state.hits, plan_state.total, plan_state.value) is distinct from (excluded.state, excluded.reason, excluded.hits, excluded.total, excluded.value)`,
    [period.type, period.start, edition, at, rows]);
  await client.query(
    `update plan_state t set edition = $5, computed_at = $6 from unnest($1::int[], $2::text[]) as d (plan_id, duty) where t.plan_id = d.plan_id and t.duty = d.duty and t.period_type = $3 and t.period_start = $4 and t.computed_at < $6`,
    [duties.map((d) => d.planId), duties.map((d) => d.code), period.type, period.start, edition, at]);
  return rowCount ?? 0;
}

export interface NewDutyEntry { duty: string; unitId: number; period: Pick<Period, 'type' | 'start'>; state: 'met' | 'notMet' | null; evidence: string[]; comment: string | null }
/** Adds what a person judged; state null withdraws it. */
export async function addDutyEntry(client: Queryable, plan: string, entry: NewDutyEntry, by: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into plan_entry (plan_id, duty, unit_id, period_type, period_start, state, evidence, comment, entered_by)
     select d.plan_id, d.code, $3, $4, $5, $6, $7, $8, $9 from plan p join plan_duty d on d.plan_id = p.id where p.code = $1 and p.superseded_at is null and d.code = $2`,
    [plan, entry.duty, entry.unitId, entry.period.type, entry.period.start, entry.state, entry.evidence, entry.comment, by]);
  return rowCount === 1;
}

export interface DutyRow { plan: string; duty: string; owner: string; lineage: string | null; owner_verified: boolean; title: string; rhythm: PlanRhythm; scope: 'unit' | 'province'; target_text: string | null; target_verified: boolean; unit_code: string | null; unit_name: string; link: string; period_type: Period['type']; period_start: string; state: DutyState; decided_by: 'computed' | 'entered'; computed_state: DutyState; reason: string | null; hits: number | null; total: number | null; value: number | null; entered_state: 'met' | 'notMet' | null; comment: string | null; evidence: string[] | null; disagrees: boolean | null; edition: number | null; computed_at: Date; latest: boolean }
export const readDuties = async (client: Queryable, f: { plan?: string; unit?: string; state?: string; period?: Pick<Period, 'type' | 'start'>; duty?: string }): Promise<DutyRow[]> => (await client.query<DutyRow>(
  `select * from mart.plan_duty where ($1::text is null or plan = $1) and ($2::text is null or unit_code = $2) and ($3::text is null or state = $3)
     and case when $4::text is null then latest else period_type = $4 and period_start = $5::date end and ($6::text is null or duty = $6) order by plan, ordinal, unit_code, link`,
  [f.plan ?? null, f.unit ?? null, f.state ?? null, f.period?.type ?? null, f.period?.start ?? null, f.duty ?? null])).rows;
