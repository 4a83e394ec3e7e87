import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is not available is stored once for all units it concerns; closing, restating, retention of history; places, lights, points to gain. */
export class Editions1764140000000 implements MigrationInterface {
  name = 'Editions1764140000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Sets of units, each stored once: digest = md5 of the sorted ids.
create table unit_set (id integer generated always as identity primary key, digest text not null unique);
create table unit_set_member (
  set_id integer not null references unit_set on delete cascade, unit_id integer not null references unit, primary key (set_id, unit_id)
);
create index unit_set_member_unit on unit_set_member (unit_id);

-- "Unavailable, because": one row for all units that share the reason.
create table indicator_absence (
  indicator text not null, period_type text not null, period_start date not null, unit_set_id integer not null references unit_set,
  reason text not null, version text not null, max_score numeric(6, 2), basis text not null, computed_at timestamptz not null default now(),
  edition_from integer not null, edition_to integer, kept boolean not null default false
);
create unique index indicator_absence_current on indicator_absence (indicator, period_type, period_start, unit_set_id) where edition_to is null;
create index indicator_absence_period on indicator_absence (period_type, period_start) where edition_to is null;
create index indicator_absence_past on indicator_absence (period_type, period_start, indicator) where edition_to is not null;
create index indicator_absence_prunable on indicator_absence (edition_to) where edition_to is not null and not kept;
create index indicator_absence_set on indicator_absence (unit_set_id);

-- Superseded versions: kept = looked at by the retention and to stay for ever.
alter table indicator_value add column kept boolean not null default false;
drop index indicator_value_history;
create index indicator_value_past on indicator_value (period_type, period_start, indicator, unit_id) where edition_to is not null;
create index indicator_value_prunable on indicator_value (edition_to) where edition_to is not null and not kept;
create index edition_by_time on edition (published_at);
-- Between these editions versions of a period were removed: what is not found there is "not kept", never "was not there".
create table history_gap (period_type text not null, period_start date not null, edition_from integer not null, edition_to integer not null, primary key (period_type, period_start));

-- closing and restating --------------------------------------------------------------------------------------------
create table period_close (
  id integer generated always as identity primary key, period_type text not null, period_start date not null, period_end date not null,
  edition integer not null, closed_at timestamptz not null default now(), closed_by text not null check (closed_by <> ''), last_run bigint not null, checks jsonb not null,
  reopened_at timestamptz, reopened_by text, reopened_why text,
  check ((reopened_at is null) = (reopened_by is null) and (reopened_at is null) = (reopened_why is null))
);
create unique index period_close_current on period_close (period_type, period_start) where reopened_at is null;
-- What a closed figure would be today. A later correction ends the row (edition_to) and may bring another.
create table restatement (
  id bigint generated always as identity primary key, close_id integer not null references period_close,
  period_type text not null, period_start date not null, indicator text not null, unit_id integer not null references unit,
  old_status text not null, old_hits numeric, old_total numeric, old_value double precision, old_score numeric(6, 2), old_version text,
  new_status text not null, new_hits numeric, new_total numeric, new_value double precision, new_score numeric(6, 2), new_version text,
  why text not null, runs bigint[] not null default '{}', records integer, stated_at timestamptz not null default now(),
  edition_from integer not null, edition_to integer
);
create unique index restatement_current on restatement (period_type, period_start, indicator, unit_id) where edition_to is null;

-- The present standing of each value: target, light, place. Days are neither judged nor ranked.
create table standing (
  indicator text not null, unit_id integer not null references unit, period_type text not null, period_start date not null,
  target double precision, target_document text, target_verified boolean, light text not null check (light in ('reached', 'near', 'missed', 'none')), light_reason text,
  rank integer, rank_of integer, edition integer not null,
  primary key (period_type, period_start, indicator, unit_id)
);
create index standing_unit on standing (unit_id, period_type, period_start);
create table gain (
  unit_id integer not null references unit, period_type text not null, period_start date not null, indicator text not null,
  kind text not null check (kind in ('missing', 'undated', 'dueSoon', 'atRisk', 'late')),
  items integer not null check (items > 0), needed integer, points numeric(6, 2) not null, score numeric(6, 2) not null, max_score numeric(6, 2) not null, edition integer not null,
  primary key (period_type, period_start, unit_id, indicator, kind)
);
`);
  }

  async down(): Promise<void> {
    throw new Error('Editions are not taken down: restore a backup instead.');
  }
}
