/** Sets of criteria, entries of their scores, proposals, published results. Entries are only added to; sets and results keep their earlier revisions. */
import { createHash } from 'node:crypto';
import type { LocalDay, ParFact, ParScope, ParSet, ParStage, SurveyResult, UnitLevel } from '../vocabulary';
import type { Queryable } from './database';

/** Where data came from: configuration is what the product ships or the settings name, and never replaces what a person imported. */
export interface Origin { kind: 'configuration' | 'import'; file: string; by: string }
export interface Saved { id: number; revision: number; outcome: 'new' | 'changed' | 'unchanged' | 'kept' }

export const contentHash = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');
export const lockPar = (client: Queryable) => client.query('select pg_advisory_xact_lock(56100005)');

/** Saves a set as a new revision when its content changed. Call inside a transaction. */
export async function saveParSet(client: Queryable, set: ParSet, origin: Origin): Promise<Saved> {
  await lockPar(client);
  const hash = contentHash(set);
  const current = (await client.query<{ id: number; revision: number; content_hash: string; origin: Origin['kind'] }>('select id, revision, content_hash, origin from par_set where code = $1 and superseded_at is null', [set.code])).rows[0];
  if (current?.content_hash === hash) return { id: current.id, revision: current.revision, outcome: 'unchanged' };
  if (current && origin.kind === 'configuration' && current.origin === 'import') return { id: current.id, revision: current.revision, outcome: 'kept' };
  await client.query('update par_set set superseded_at = now() where code = $1 and superseded_at is null', [set.code]);
  const { rows } = await client.query<{ id: number; revision: number }>(
    `insert into par_set (code, revision, scope, title, from_year, to_year, document, official, sample, verified, points_loaded, control, bands, bands_verified, content_hash, file, origin, loaded_by)
     select $1, coalesce(max(revision), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17 from par_set where code = $1 returning id, revision`,
    [set.code, set.scope, set.title, set.fromYear, set.toYear, set.document, set.official, set.sample, set.verified, set.pointsLoaded, JSON.stringify(set.control), JSON.stringify(set.bands), set.bandsVerified, hash, origin.file, origin.kind, origin.by]);
  const { id, revision } = rows[0]!;
  await client.query(
    `insert into par_criterion (set_id, code, ordinal, level, parent_code, title, points, assessed_by, mechanism, empty_rule, indicator, over_level, survey_result, evidence, scored_by, verified)
     select $1, c.code, c.ordinal, c.level, c.parent, c.title, c.points, c.assessed, c.mechanism, c.empty, c.indicator, c.over, c.survey, c.evidence, c.scored_by, c.verified
     from jsonb_to_recordset($2::jsonb) as c (code text, ordinal int, level text, parent text, title text, points numeric, assessed text, mechanism text, empty text, indicator text, over text, survey text, evidence text, scored_by text, verified boolean)`,
    [id, JSON.stringify(set.criteria.map((c, ordinal) => ({ code: c.code, ordinal, level: c.level, parent: c.parentCode, title: c.title, points: c.points, assessed: c.assessedBy, mechanism: c.mechanism, empty: c.empty, indicator: c.indicator, over: c.over, survey: c.surveyResult, evidence: c.evidence, scored_by: c.scoredBy, verified: c.verified })))]);
  for (const round of set.rounds) await client.query('insert into par_round (set_id, year, stage, due_on, document) values ($1, $2, $3, $4, $5)', [id, round.year, round.stage, round.dueOn, round.document]);
  return { id, revision, outcome: revision === 1 ? 'new' : 'changed' };
}

export interface CurrentSet { id: number; code: string; title: string; scope: ParScope; fromYear: number; toYear: number | null; official: boolean; sample: boolean; pointsLoaded: boolean }
export const currentSets = async (client: Queryable): Promise<CurrentSet[]> => (await client.query<CurrentSet>(
  `select id, code, title, scope, from_year as "fromYear", to_year as "toYear", official, sample, points_loaded as "pointsLoaded" from par_set where superseded_at is null order by sample, official desc, from_year desc, code`)).rows;

export interface Leaf { code: string; title: string; points: string; assessedBy: 'appraisal' | 'survey'; mechanism: string; empty: 'null' | 'zero' | 'full'; indicator: string | null; over: UnitLevel | null; surveyResult: string | null }
/** Rows of a set that are scored. */
export const leavesOf = async (client: Queryable, setId: number): Promise<Leaf[]> => (await client.query<Leaf>(
  `select code, title, points::text, assessed_by as "assessedBy", mechanism, empty_rule as empty, indicator, over_level as over, survey_result as "surveyResult" from par_criterion where set_id = $1 and mechanism is not null order by ordinal`, [setId])).rows;

export interface NewEntry { criterion: string; unitId: number; year: number; stage: ParStage; points: string | null; fact: ParFact | null; evidence: string[]; comment: string | null; reason: string | null }
/** Adds entries that say something new; one that repeats the latest of its stage is not added. Returns how many were added. */
export async function addEntries(client: Queryable, setId: number, entries: readonly NewEntry[], by: string, origin: string): Promise<number> {
  await lockPar(client);
  const { rowCount } = await client.query(
    `insert into par_entry (set_id, criterion, unit_id, year, stage, points, fact, evidence, comment, reason, entered_by, origin)
     select $1, n.criterion, n.unit, n.year, n.stage, n.points, n.fact, array(select jsonb_array_elements_text(n.evidence)), n.comment, n.reason, $3, $4
     from jsonb_to_recordset($2::jsonb) as n (criterion text, unit int, year int, stage text, points numeric, fact jsonb, evidence jsonb, comment text, reason text)
     where not exists (
       select from (select e.* from par_entry e join par_set s on s.id = e.set_id where s.code = (select code from par_set where id = $1)
           and e.unit_id = n.unit and e.year = n.year and e.criterion = n.criterion and e.stage = n.stage order by e.id desc limit 1) last
       where (last.points, last.fact, last.evidence, last.comment, last.reason) is not distinct from (n.points, n.fact, array(select jsonb_array_elements_text(n.evidence)), n.comment, n.reason))`,
    [setId, JSON.stringify(entries.map((e) => ({ criterion: e.criterion, unit: e.unitId, year: e.year, stage: e.stage, points: e.points, fact: e.fact, evidence: e.evidence, comment: e.comment, reason: e.reason }))), by, origin]);
  return rowCount ?? 0;
}

export interface HistoryRow { setCode: string; revision: number; criterion: string; unit: string; year: number; stage: ParStage; points: number | null; fact: ParFact | null; evidence: string[]; comment: string | null; reason: string | null; enteredBy: string; enteredAt: Date; origin: string }
/** Who entered what and when, newest first. */
export const historyOf = async (client: Queryable, filter: { setCode: string; unit: string; year: number; criterion?: string }): Promise<HistoryRow[]> => (await client.query<HistoryRow>(
  `select s.code as "setCode", s.revision, e.criterion, u.code as unit, e.year, e.stage, e.points, e.fact, e.evidence, e.comment, e.reason, e.entered_by as "enteredBy", e.entered_at as "enteredAt", e.origin
   from par_entry e join par_set s on s.id = e.set_id join unit u on u.id = e.unit_id
   where s.code = $1 and u.code = $2 and e.year = $3 and ($4::text is null or e.criterion = $4) order by e.id desc`, [filter.setCode, filter.unit, filter.year, filter.criterion ?? null])).rows;

export interface ProposalInputs {
  units: { id: number; code: string; level: UnitLevel; validFrom: LocalDay | null }[];
  values: { indicator: string; unitId: number; hits: string | null; total: string | null; value: number | null; score: string | null; maxScore: string | null; status: string; reason: string | null; coverage: number | null }[];
  facts: { criterion: string; unitId: number; fact: ParFact }[];
  results: { kind: string; unitId: number; score: string }[];
  edition: number | null;
}
/** Everything the proposals of a set and year are computed from, in four questions. Values are those of the year (and `baseYears` apart). */
export async function proposalInputs(client: Queryable, setCode: string, year: number, indicators: readonly string[]): Promise<ProposalInputs> {
  const units = await client.query<ProposalInputs['units'][number]>(
    `select id, code, level, valid_from::text as "validFrom" from unit where id <> 0 and home and coalesce(valid_from, '-infinity') <= make_date($1, 12, 31) and coalesce(valid_to, 'infinity') >= make_date($1, 1, 1) order by id`, [year]);
  const values = await valuesOfYear(client, year, indicators);
  const facts = await client.query<ProposalInputs['facts'][number]>(
    `select distinct on (e.criterion, e.unit_id) e.criterion, e.unit_id as "unitId", e.fact from par_entry e join par_set s on s.id = e.set_id
     where s.code = $1 and e.year = $2 and e.stage = 'fact' order by e.criterion, e.unit_id, e.id desc`, [setCode, year]);
  const results = await client.query<ProposalInputs['results'][number]>(
    `select kind, unit_id as "unitId", score::text from survey_result where superseded_at is null and year = $1 and element = '' and unit_id is not null and score is not null`, [year]);
  const edition = (await client.query<{ number: number | null }>('select max(number) as number from edition')).rows[0]!.number;
  return { units: units.rows, values, facts: facts.rows.filter((row) => row.fact !== null), results: results.rows, edition };
}

export const valuesOfYear = async (client: Queryable, year: number, indicators: readonly string[]): Promise<ProposalInputs['values']> => (await client.query<ProposalInputs['values'][number]>(
  `select indicator, unit_id as "unitId", hits::text, total::text, value, score::text, max_score::text as "maxScore", status, reason, coverage from indicator_value
   where edition_to is null and period_type = 'year' and period_start = make_date($1, 1, 1) and indicator = any($2::text[])`, [year, indicators])).rows;

export interface StoredProposal { criterion: string; unitId: number; points: number | null; explanation: string }
/** Writes the proposals that differ; those of criteria or units that are no longer asked for go. Returns how many changed. */
export async function saveProposals(client: Queryable, setId: number, year: number, proposals: readonly StoredProposal[], edition: number | null, at: string): Promise<number> {
  await client.query(
    `delete from par_proposal p where p.set_id = $1 and p.year = $2 and not exists (select from unnest($3::text[], $4::int[]) as n (criterion, unit_id) where n.criterion = p.criterion and n.unit_id = p.unit_id)`,
    [setId, year, proposals.map((p) => p.criterion), proposals.map((p) => p.unitId)]);
  const { rowCount } = await client.query(
    `insert into par_proposal (set_id, criterion, unit_id, year, points, explanation, edition, computed_at)
     select $1, n.criterion, n.unit_id, $2, n.points, n.explanation, $7, $8 from unnest($3::text[], $4::int[], $5::numeric[], $6::text[]) as n (criterion, unit_id, points, explanation)
     on conflict (set_id, criterion, unit_id, year) do update set points = excluded.points, explanation = excluded.explanation, edition = excluded.edition, computed_at = excluded.computed_at
     where (par_proposal.points, par_proposal.explanation) is distinct from (excluded.points, excluded.explanation)`,
    [setId, year, proposals.map((p) => p.criterion), proposals.map((p) => p.unitId), proposals.map((p) => p.points), proposals.map((p) => p.explanation), edition, at]);
  // What came out the same was looked at just now as well: its age must not grow.
  await client.query('update par_proposal set edition = $3, computed_at = $4 where set_id = $1 and year = $2 and computed_at < $4', [setId, year, edition, at]);
  return rowCount ?? 0;
}

/** Saves published results; a changed one supersedes the old. Call inside a transaction. */
export async function saveSurveyResults(client: Queryable, results: readonly SurveyResult[], origin: Origin): Promise<{ new: number; changed: number; unchanged: number; kept: number }> {
  await lockPar(client);
  const counts = { new: 0, changed: 0, unchanged: 0, kept: 0 };
  for (const r of results) {
    const facts = [r.score, r.rank, r.rankOf, r.scoreChange, r.rankChange, r.band, r.decision, r.announcedOn, r.source, r.basis, r.remark];
    const key = [r.kind, r.territoryKind, r.territory, r.element, r.year];
    const { rows } = await client.query<{ origin: Origin['kind']; same: boolean }>(
      `select origin, (score, rank, rank_of, score_change, rank_change, band, decision, announced_on, source, basis, remark, unit_id) is not distinct from
         ($6::numeric, $7::int, $8::int, $9::numeric, $10::int, $11::text, $12::text, $13::date, $14::text, $15::text, $16::text, (select id from unit where code = $17)) as same
       from survey_result where superseded_at is null and (kind, territory_kind, territory, element, year) = ($1, $2, $3, $4, $5)`, [...key, ...facts, r.unitCode]);
    const old = rows[0];
    if (old?.same) { counts.unchanged += 1; continue; }
    if (old?.origin === 'import' && origin.kind === 'configuration') { counts.kept += 1; continue; }
    if (old) await client.query('update survey_result set superseded_at = now() where superseded_at is null and (kind, territory_kind, territory, element, year) = ($1, $2, $3, $4, $5)', key);
    await client.query(
      `insert into survey_result (kind, territory_kind, territory, element, year, score, rank, rank_of, score_change, rank_change, band, decision, announced_on, source, basis, remark, unit_id, file, origin, loaded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, (select id from unit where code = $17), $18, $19, $20)`, [...key, ...facts, r.unitCode, origin.file, origin.kind, origin.by]);
    counts[old ? 'changed' : 'new'] += 1;
  }
  return counts;
}

export interface LeafRow { set_code: string; unit_code: string; unit_name: string; year: number; code: string; title: string; max_points: number; assessed_by: string; proposed: number | null; explanation: string | null; self_score: number | null; appraisal1: number | null; appraisal2: number | null; survey: number | null; points: number | null; stage: string | null; lost: number | null; reason: string | null; problem: string | null; evidence: string[] | null }
export interface ScoreRow { code: string; level: string; parent_code: string | null; title: string; max_points: number; points: number | null; known_max: number; lost: number | null; missing: number; proposed: number | null; self_score: number | null; appraisal1: number | null; appraisal2: number | null; survey: number | null }
export interface IndexRow { set_code: string; scope: ParScope; sample: boolean; unit_code: string; unit_name: string; year: number; points: number | null; known_max: number; max_points: number; lost: number | null; missing: number; index: number | null; band: string | null; band_verified: boolean; rank: number | null; rank_of: number | null; index_last_year: number | null; index_change: number | null; rank_change: number | null }
export interface SurveyResultRow { kind: string; year: number; territory_kind: string; territory: string; unit_code: string | null; element: string; score: number | null; rank: number | null; rank_of: number | null; band: string | null; score_change: number | null; rank_change: number | null; score_change_computed: number | null; rank_change_computed: number | null; problem: string | null; decision: string | null; announced_on: string | null; source: string; basis: string; remark: string | null }

export interface ScoreFilter { setCode: string; unit?: string; year: number }
export const readLeaves = async (client: Queryable, f: ScoreFilter): Promise<LeafRow[]> =>
  (await client.query<LeafRow>('select * from mart.par_leaf where set_code = $1 and year = $2 and ($3::text is null or unit_code = $3) order by unit_code, ordinal', [f.setCode, f.year, f.unit ?? null])).rows;
export const readScores = async (client: Queryable, f: ScoreFilter): Promise<ScoreRow[]> =>
  (await client.query<ScoreRow>('select * from mart.par_score where set_code = $1 and year = $2 and ($3::text is null or unit_code = $3) order by unit_code, ordinal', [f.setCode, f.year, f.unit ?? null])).rows;
export const readIndex = async (client: Queryable, f: ScoreFilter): Promise<IndexRow[]> =>
  (await client.query<IndexRow>('select * from mart.par_index where set_code = $1 and year = $2 and ($3::text is null or unit_code = $3) order by rank, unit_code', [f.setCode, f.year, f.unit ?? null])).rows;
export const readLost = async (client: Queryable, f: ScoreFilter): Promise<(LeafRow & { points_last_year: number | null; points_change: number | null })[]> =>
  (await client.query<LeafRow & { points_last_year: number | null; points_change: number | null }>('select * from mart.par_lost where set_code = $1 and year = $2 and ($3::text is null or unit_code = $3) order by lost desc, unit_code, code', [f.setCode, f.year, f.unit ?? null])).rows;
export const readResults = async (client: Queryable, f: { kind?: string; territory?: string; year?: number }): Promise<SurveyResultRow[]> =>
  (await client.query<SurveyResultRow>('select * from mart.survey_result where ($1::text is null or kind = $1) and ($2::text is null or territory = $2 or unit_code = $2) and ($3::int is null or year = $3) order by kind, territory_kind, year, rank nulls last, score desc nulls last, territory, element', [f.kind ?? null, f.territory ?? null, f.year ?? null])).rows;
