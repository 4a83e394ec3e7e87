import type { MigrationInterface, QueryRunner } from 'typeorm';

/** PAR Index sets and scores, published results of PAR Index and SIPAS, plans and their duties. What people enter is only ever added to. */
export class Par1764130000000 implements MigrationInterface {
  name = 'Par1764130000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table par_set (
  id integer generated always as identity primary key, code text collate "C" not null, revision integer not null,
  scope text not null check (scope in ('province', 'department', 'commune')), title text not null, from_year integer not null, to_year integer, document text,
  official boolean not null, sample boolean not null, verified boolean not null, points_loaded boolean not null,
  control jsonb not null, bands jsonb not null, bands_verified boolean not null,
  content_hash text not null, file text not null, origin text not null check (origin in ('configuration', 'import')),
  loaded_by text not null, loaded_at timestamptz not null default now(), superseded_at timestamptz,
  unique (code, revision), check (not (official and sample))
);
create unique index par_set_current on par_set (code) where superseded_at is null;

-- A row without children (mechanism not null) is scored; ordinal is the order of the official table.
create table par_criterion (
  set_id integer not null references par_set, code text collate "C" not null, ordinal integer not null,
  level text not null check (level in ('area', 'criterion', 'subCriterion')), parent_code text collate "C", title text not null, points numeric(6, 2),
  assessed_by text check (assessed_by in ('appraisal', 'survey')), mechanism text, empty_rule text not null check (empty_rule in ('null', 'zero', 'full')),
  indicator text, over_level text, survey_result text, evidence text, scored_by text, verified boolean not null,
  primary key (set_id, code), foreign key (set_id, parent_code) references par_criterion (set_id, code) deferrable initially deferred
);
create table par_round (set_id integer not null references par_set, year integer not null, stage text not null, due_on date not null, document text, primary key (set_id, year, stage));

-- The latest entry of a stage counts; points null = the stage is withdrawn.
create table par_entry (
  id bigint generated always as identity primary key, set_id integer not null, criterion text collate "C" not null, unit_id integer not null references unit, year integer not null,
  stage text not null check (stage in ('fact', 'survey', 'self', 'appraisal1', 'appraisal2')),
  points numeric(6, 2) check (points >= 0), fact jsonb, evidence text[] not null default '{}', comment text, reason text,
  entered_by text not null, entered_at timestamptz not null default now(), origin text not null,
  foreign key (set_id, criterion) references par_criterion, check (stage = 'fact' or fact is null), check (stage <> 'fact' or points is null)
);
create index par_entry_latest on par_entry (unit_id, year, criterion, stage, id desc);

-- What our figures propose now; the figures themselves keep their history by edition.
create table par_proposal (
  set_id integer not null, criterion text collate "C" not null, unit_id integer not null references unit, year integer not null,
  points numeric(6, 2), explanation text not null, edition integer, computed_at timestamptz not null,
  primary key (set_id, criterion, unit_id, year), foreign key (set_id, criterion) references par_criterion
);

create table survey_result (
  id bigint generated always as identity primary key, kind text not null check (kind in ('par-index', 'sipas')), year integer not null,
  territory_kind text not null check (territory_kind in ('province', 'ministry', 'region', 'unit')), territory text not null, unit_id integer references unit, element text not null default '',
  score numeric, rank integer check (rank > 0), rank_of integer, score_change numeric, rank_change integer, band text,
  decision text, announced_on date, source text not null, basis text not null check (basis in ('SOURCED', 'DERIVED', 'UNVERIFIED')), remark text,
  file text not null, origin text not null check (origin in ('configuration', 'import')), loaded_by text not null, loaded_at timestamptz not null default now(), superseded_at timestamptz,
  check (rank <= rank_of)
);
create unique index survey_result_current on survey_result (kind, territory_kind, territory, element, year) where superseded_at is null;

create table plan (
  id integer generated always as identity primary key, code text collate "C" not null, revision integer not null, title text not null, document text not null,
  valid_from date not null, valid_to date, content_hash text not null, file text not null, origin text not null check (origin in ('configuration', 'import')),
  loaded_by text not null, loaded_at timestamptz not null default now(), superseded_at timestamptz, unique (code, revision)
);
create unique index plan_current on plan (code) where superseded_at is null;
create table plan_owner (
  plan_id integer not null references plan, id text collate "C" not null, title text not null, levels text[] not null, units text[] not null, lineage text, verified boolean not null,
  primary key (plan_id, id)
);
create table plan_duty (
  plan_id integer not null references plan, code text collate "C" not null, ordinal integer not null, owner text collate "C" not null, title text not null,
  rhythm text not null check (rhythm in ('monthly', 'yearly', 'continuous')), target_text text, target text, target_verified boolean not null,
  indicators text[] not null, register text, field text,
  primary key (plan_id, code), foreign key (plan_id, owner) references plan_owner
);
-- Unit 0: no unit of today bears the owner's name. link: an indicator, a kind of register, or '' for what people judge.
create table plan_state (
  plan_id integer not null, duty text collate "C" not null, unit_id integer not null references unit, link text collate "C" not null,
  period_type text not null, period_start date not null,
  state text not null check (state in ('met', 'notMet', 'noActivity', 'watched', 'unknown')), reason text, hits numeric, total numeric, value double precision,
  edition integer, computed_at timestamptz not null,
  primary key (plan_id, duty, unit_id, link, period_type, period_start), foreign key (plan_id, duty) references plan_duty
);
create index plan_state_period on plan_state (period_type, period_start);
create table plan_entry (
  id bigint generated always as identity primary key, plan_id integer not null, duty text collate "C" not null, unit_id integer not null references unit,
  period_type text not null, period_start date not null, state text check (state in ('met', 'notMet')), evidence text[] not null default '{}', comment text,
  entered_by text not null, entered_at timestamptz not null default now(), foreign key (plan_id, duty) references plan_duty
);
create index plan_entry_latest on plan_entry (duty, unit_id, period_type, period_start, id desc);

create function refuse_change() returns trigger language plpgsql as $f$
begin raise exception '% is only ever added to', tg_table_name using hint = 'Add a new entry; the latest one counts.'; end $f$;
create trigger par_entry_append_only before update or delete on par_entry for each row execute function refuse_change();
create trigger plan_entry_append_only before update or delete on plan_entry for each row execute function refuse_change();
`);
  }

  async down(): Promise<void> {
    throw new Error('Scores and duties are not taken down: restore a backup instead.');
  }
}
