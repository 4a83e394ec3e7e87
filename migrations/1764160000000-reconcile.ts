import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reconciliation with sources, causes of corrections, quality of data, figures held back
 * and waived windows. Nothing here is part of a figure.
 */
export class Reconcile1764160000000 implements MigrationInterface {
  name = 'Reconcile1764160000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table run drop constraint run_kind_check;
alter table run add constraint run_kind_check check (kind ~ '^[a-z]+$');
alter table run add column deleted bigint not null default 0;
create index run_first_live on run (source_id, stream, window_from) where kind in ('live', 'deep') and window_from is not null;
create index run_whole on run (source_id, stream) where kind in ('backfill', 'full', 'import') and outcome = 'done';
-- Which dossiers the newest runs touched, without reading the others: changed rows gather in few blocks.
create index dossier_run on dossier using brin (run_id) with (pages_per_range = 32, autosummarize = on);

-- The next nightly check of a source.
alter table source add column reconcile_due_at timestamptz, add column reconciled_at timestamptz, add column reconcile_error text;

-- First day a stream is expected to have; what is loaded may begin later.
alter table source_stream add column expected_from date, add column hold_back interval not null default '0', add column every interval;
alter table source add column quiet text[] not null default '{}';

-- The source's own list read again, window by window: what was found there the last time it was looked at.
create table reconciliation_list (
  source_id integer not null references source, stream text not null, window_from timestamptz not null, window_to timestamptz not null, run_id bigint not null,
  listed integer not null, missing integer not null, changed integer not null, extra integer not null, removed integer not null,
  quarantined integer not null, skipped integer not null,
  verdict text not null check (verdict in ('equal', 'mended', 'refused', 'unknown')), explanation text, samples text[] not null default '{}', checked_at timestamptz not null default now(),
  primary key (run_id, stream, window_from)
);
create index reconciliation_list_by_window on reconciliation_list (source_id, stream, window_from, window_to);

-- Counts of one side against another's; the newest comparison of each. unit null = the whole source.
create table reconciliation (
  source_id integer not null references source, against text not null check (against in ('summary', 'statistics', 'source', 'portal')), other_source_id integer not null references source,
  unit_id integer references unit, period_type text not null, period_start date not null, measure text not null,
  theirs numeric, ours numeric, difference numeric generated always as (theirs - ours) stored,
  verdict text not null check (verdict in ('equal', 'explained', 'unexplained', 'unknown')), category text not null, explanation text,
  run_id bigint, checked_at timestamptz not null default now(), since timestamptz not null default now()
);
create unique index reconciliation_key on reconciliation (source_id, against, other_source_id, period_type, period_start, measure, coalesce(unit_id, -1));
create index reconciliation_open on reconciliation (source_id, period_start) where verdict = 'unexplained';

-- Why an edition changed a period that was over: what the runs before it touched in that unit and period. Samples are hashes, never codes.
create table correction_cause (
  edition integer not null, unit_id integer not null, period_type text not null, period_start date not null, source_id integer not null,
  runs bigint[] not null, touched integer, deleted integer, -- null: too many to be told apart by unit; the runs say how many
  samples text[] not null default '{}', noted_at timestamptz not null default now(),
  primary key (edition, unit_id, period_type, period_start, source_id)
);
create table correction_noted (only_row boolean primary key default true check (only_row), edition integer not null default 0);
insert into correction_noted default values;

create table data_quality (
  source_id integer not null references source, unit_id integer references unit, dimension text not null check (dimension in ('correct', 'complete', 'clean', 'live')),
  hits numeric, total numeric, score double precision check (score between 0 and 1), reason text, evidence jsonb not null, measured_at timestamptz not null default now(),
  check (score is not null or reason is not null)
);
create unique index data_quality_key on data_quality (source_id, dimension, coalesce(unit_id, -1));

-- A figure that cannot be right, or jumped: held back until the data changes or a person confirms it.
create table held_value (
  indicator text not null, unit_id integer not null references unit, period_type text not null, period_start date not null,
  rule text not null, reason text not null, hits numeric, total numeric, value double precision, held_at timestamptz not null default now(),
  released_at timestamptz, confirmed_at timestamptz, confirmed_by text, why text,
  primary key (indicator, unit_id, period_type, period_start),
  check (confirmed_at is null or (length(confirmed_by) > 0 and length(why) > 0))
);
create table window_waiver (
  id bigint generated always as identity primary key, source_id integer not null references source, stream text,
  window_from timestamptz not null, window_to timestamptz not null check (window_to > window_from),
  waived_by text not null check (length(waived_by) > 0), why text not null check (length(why) > 0), waived_at timestamptz not null default now()
);

-- What an edition opened, for the ledger.
create index indicator_value_opened on indicator_value (edition_from, period_type, period_start, unit_id, indicator) where edition_from > 1;
create function period_after(period_type text, period_start date) returns date language sql immutable as $f$
  select (period_start + case period_type when 'day' then interval '1 day' when 'month' then interval '1 month' when 'quarter' then interval '3 months' when 'half' then interval '6 months' else interval '1 year' end)::date
$f$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Reconciliations and signed waivers are not taken down: restore a backup instead.');
  }
}
