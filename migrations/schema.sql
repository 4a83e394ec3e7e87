-- Written by npm run generate from a migrated database; not a script to run.

-- columns
mart.dossier_open.unit_code text
mart.dossier_open.unit_name text
mart.dossier_open.unit_level text
mart.dossier_open.bucket text
mart.dossier_open.bucket_order integer
mart.dossier_open.dossiers bigint
mart.edition.number integer
mart.edition.published_at timestamp with time zone
mart.edition.as_of timestamp with time zone
mart.edition.changes integer
mart.indicator_value.indicator text
mart.indicator_value.unit_code text
mart.indicator_value.unit_name text
mart.indicator_value.unit_level text
mart.indicator_value.period_type text
mart.indicator_value.period_start date
mart.indicator_value.hits numeric
mart.indicator_value.total numeric
mart.indicator_value.value double precision
mart.indicator_value.score numeric(6,2)
mart.indicator_value.max_score numeric(6,2)
mart.indicator_value.status text
mart.indicator_value.reason text
mart.indicator_value.version text
mart.indicator_value.coverage double precision
mart.indicator_value.source text
mart.indicator_value.edition integer
mart.indicator_value.computed_at timestamp with time zone
mart.measure_day.unit_code text
mart.measure_day.day date
mart.measure_day.received bigint
mart.measure_day.received_online bigint
mart.measure_day.resolved bigint
mart.measure_day.resolved_late bigint
mart.quarantine_summary.source text
mart.quarantine_summary.stream text
mart.quarantine_summary.reason text
mart.quarantine_summary.records bigint
mart.quarantine_summary.first_seen_at timestamp with time zone
mart.quarantine_summary.last_seen_at timestamp with time zone
mart.run.source text
mart.run.stream text
mart.run.kind text
mart.run.started_at timestamp with time zone
mart.run.ended_at timestamp with time zone
mart.run.outcome text
mart.run.pages integer
mart.run.records bigint
mart.run.new bigint
mart.run.changed bigint
mart.run.unchanged bigint
mart.run.skipped bigint
mart.run.quarantined bigint
mart.run.error_class text
mart.run.error_text text
mart.source_state.source text
mart.source_state.title text
mart.source_state.family text
mart.source_state.kind text
mart.source_state.loaded_through timestamp with time zone
mart.source_state.last_success_at timestamp with time zone
mart.source_state.last_attempt_at timestamp with time zone
mart.source_state.failures integer
mart.source_state.error_class text
mart.source_state.error_text text
mart.source_state.age_seconds numeric
mart.source_state.stale_after_seconds numeric
mart.source_state.state text
mart.source_state.quarantined bigint
mart.unit.id integer
mart.unit.code text
mart.unit.name text
mart.unit.level text
mart.unit.parent_code text
mart.unit.valid_from date
mart.unit.valid_to date
mart.unit.invented boolean
mart.unit_unmatched.source text
mart.unit_unmatched.kind text
mart.unit_unmatched.value text
mart.unit_unmatched.name text
mart.unit_unmatched.first_seen_at timestamp with time zone
mart.unit_unmatched.last_seen_at timestamp with time zone
public.compute_state.only_row boolean not null default true
public.compute_state.measure_mismatch bigint
public.compute_state.checked_at timestamp with time zone
public.dossier.source_id integer not null
public.dossier.code text not null
public.dossier.procedure_id integer
public.dossier.receiving_unit_id integer not null
public.dossier.resolving_unit_id integer not null
public.dossier.channel smallint not null
public.dossier.service_level smallint
public.dossier.status smallint not null
public.dossier.submitted_at timestamp with time zone
public.dossier.received_at timestamp with time zone
public.dossier.due_at timestamp with time zone
public.dossier.ended_at timestamp with time zone
public.dossier.returned_at timestamp with time zone
public.dossier.supplement_at timestamp with time zone
public.dossier.supplement_count smallint not null default 0
public.dossier.return_channel smallint
public.dossier.digitised boolean
public.dossier.electronic_result boolean
public.dossier.fee_due boolean
public.dossier.paid_online boolean
public.dossier.apology_letter boolean
public.dossier.modified_at timestamp with time zone
public.dossier.content_hash bigint not null
public.dossier.run_id bigint not null
public.dossier.deleted_at timestamp with time zone
public.edition.number integer not null
public.edition.published_at timestamp with time zone not null default now()
public.edition.as_of timestamp with time zone not null
public.edition.sources jsonb not null
public.edition.changes integer not null
public.indicator_value.indicator text not null
public.indicator_value.unit_id integer not null
public.indicator_value.period_type text not null
public.indicator_value.period_start date not null
public.indicator_value.hits numeric
public.indicator_value.total numeric
public.indicator_value.value double precision
public.indicator_value.score numeric(6,2)
public.indicator_value.max_score numeric(6,2)
public.indicator_value.status text not null
public.indicator_value.reason text
public.indicator_value.version text not null
public.indicator_value.coverage double precision
public.indicator_value.basis text not null
public.indicator_value.computed_at timestamp with time zone not null default now()
public.indicator_value.edition_from integer not null
public.indicator_value.edition_to integer
public.measure_day.source_id integer not null
public.measure_day.unit_id integer not null
public.measure_day.day date not null
public.measure_day.received integer not null default 0
public.measure_day.received_online integer not null default 0
public.measure_day.received_counter integer not null default 0
public.measure_day.received_postal integer not null default 0
public.measure_day.received_other integer not null default 0
public.measure_day.fee_dossiers integer not null default 0
public.measure_day.fee_dossiers_paid integer not null default 0
public.measure_day.accepted integer not null default 0
public.measure_day.accepted_undated integer not null default 0
public.measure_day.accepted_electronic integer not null default 0
public.measure_day.accepted_digitised integer not null default 0
public.measure_day.late_by_date integer not null default 0
public.measure_day.late_by_instant integer not null default 0
public.measure_day.waiting_by_date integer not null default 0
public.measure_day.waiting_by_instant integer not null default 0
public.measure_day.resolved integer not null default 0
public.measure_day.resolved_early integer not null default 0
public.measure_day.resolved_on_day integer not null default 0
public.measure_day.resolved_late_by_date integer not null default 0
public.measure_day.resolved_late_by_instant integer not null default 0
public.measure_day.resolved_undated integer not null default 0
public.measure_day.resolved_electronic integer not null default 0
public.measure_day.resolved_digitised integer not null default 0
public.measure_day.processing_minutes bigint not null default 0
public.measure_day.returned integer not null default 0
public.measure_day.returned_postal integer not null default 0
public.procedure.id integer not null identity
public.procedure.code text not null
public.procedure.name text
public.procedure.field_code text
public.procedure.field_name text
public.quarantine.id bigint not null identity
public.quarantine.source_id integer not null
public.quarantine.stream text not null
public.quarantine.run_id bigint not null
public.quarantine.record_key text
public.quarantine.page integer
public.quarantine.pointer text
public.quarantine.reason text not null
public.quarantine.message text not null
public.quarantine.record jsonb
public.quarantine.fingerprint text not null
public.quarantine.seen_at timestamp with time zone not null default now()
public.quarantine.last_seen_at timestamp with time zone not null default now()
public.quarantine.resolved_at timestamp with time zone
public.raw_page.id bigint not null identity
public.raw_page.run_id bigint not null
public.raw_page.source_id integer not null
public.raw_page.stream text not null
public.raw_page.page integer not null
public.raw_page.window_from timestamp with time zone
public.raw_page.window_to timestamp with time zone
public.raw_page.fetched_at timestamp with time zone not null default now()
public.raw_page.status smallint not null
public.raw_page.bytes integer not null
public.raw_page.sha256 bytea not null
public.raw_page.body bytea
public.register_item.source_id integer not null
public.register_item.kind text not null
public.register_item.code text not null
public.register_item.unit_id integer not null
public.register_item.class text
public.register_item.opened_on date not null
public.register_item.due_on date
public.register_item.done_on date
public.register_item.cancelled boolean not null default false
public.register_item.verdict boolean
public.register_item.amount numeric
public.register_item.amount_done numeric
public.register_item.run_id bigint not null
public.register_item.deleted_at timestamp with time zone
public.run.id bigint not null identity
public.run.source_id integer not null
public.run.stream text not null
public.run.kind text not null
public.run.window_from timestamp with time zone
public.run.window_to timestamp with time zone
public.run.started_at timestamp with time zone not null default now()
public.run.ended_at timestamp with time zone
public.run.outcome text
public.run.pages integer not null default 0
public.run.records bigint not null default 0
public.run.new bigint not null default 0
public.run.changed bigint not null default 0
public.run.unchanged bigint not null default 0
public.run.skipped bigint not null default 0
public.run.quarantined bigint not null default 0
public.run.error_class text
public.run.error_text text
public.run.file_name text
public.run.done_by text
public.schema_migration.id integer not null default nextval('schema_migration_id_seq'::regclass)
public.schema_migration.timestamp bigint not null
public.schema_migration.name character varying not null
public.source.id integer not null identity
public.source.key text not null
public.source.title text not null
public.source.family text not null
public.source.kind text not null default 'api'::text
public.source.stale_after interval not null default '00:30:00'::interval
public.source.every interval not null default '00:05:00'::interval
public.source.enabled boolean not null default true
public.source.registered_at timestamp with time zone not null default now()
public.source_stream.source_id integer not null
public.source_stream.stream text not null
public.source_stream.record text not null
public.source_stream.loaded_through timestamp with time zone
public.source_stream.deep_at timestamp with time zone
public.source_stream.next_due_at timestamp with time zone not null default now()
public.source_stream.last_attempt_at timestamp with time zone
public.source_stream.last_success_at timestamp with time zone
public.source_stream.failures integer not null default 0
public.source_stream.error_class text
public.source_stream.error_text text
public.source_stream.layout text
public.statistic.source_id integer not null
public.statistic.unit_id integer not null
public.statistic.period_type text not null
public.statistic.period_start date not null
public.statistic.measure text not null
public.statistic.value numeric
public.statistic.source_time timestamp with time zone
public.statistic.captured_at timestamp with time zone not null default now()
public.statistic.run_id bigint not null
public.statistic.revision integer not null default 1
public.statistic.superseded_at timestamp with time zone
public.unit.id integer not null identity
public.unit.code text not null
public.unit.name text not null
public.unit.level text not null
public.unit.parent_id integer
public.unit.valid_from date
public.unit.valid_to date
public.unit.invented boolean not null default false
public.unit.origin text not null
public.unit_alias.source_id integer not null
public.unit_alias.kind text not null
public.unit_alias.value text not null
public.unit_alias.unit_id integer not null
public.unit_alias.valid_from date not null default '0001-01-01'::date
public.unit_alias.valid_to date not null default '9999-12-31'::date
public.unit_alias.origin text not null
public.unit_alias.created_at timestamp with time zone not null default now()
public.unit_unmatched.source_id integer not null
public.unit_unmatched.kind text not null
public.unit_unmatched.value text not null
public.unit_unmatched.name text
public.unit_unmatched.first_seen_at timestamp with time zone not null default now()
public.unit_unmatched.last_seen_at timestamp with time zone not null default now()

-- constraints
compute_state: compute_state_only_row_check CHECK (only_row)
compute_state: compute_state_pkey PRIMARY KEY (only_row)
dossier: dossier_pkey PRIMARY KEY (source_id, code)
edition: edition_pkey PRIMARY KEY (number)
indicator_value: indicator_value_check CHECK (((status = 'unavailable'::text) OR (reason IS NULL)))
indicator_value: indicator_value_status_check CHECK ((status = ANY (ARRAY['available'::text, 'unavailable'::text])))
indicator_value: indicator_value_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
measure_day: measure_day_pkey PRIMARY KEY (source_id, unit_id, day)
procedure: procedure_code_key UNIQUE (code)
procedure: procedure_pkey PRIMARY KEY (id)
quarantine: quarantine_pkey PRIMARY KEY (id)
quarantine: quarantine_source_id_stream_fingerprint_key UNIQUE (source_id, stream, fingerprint)
raw_page: raw_page_pkey PRIMARY KEY (id)
register_item: register_item_pkey PRIMARY KEY (source_id, kind, code)
register_item: register_item_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
register_item: register_item_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
run: run_kind_check CHECK ((kind = ANY (ARRAY['live'::text, 'deep'::text, 'backfill'::text, 'full'::text, 'import'::text])))
run: run_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'failed'::text, 'abandoned'::text])))
run: run_pkey PRIMARY KEY (id)
run: run_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
schema_migration: PK_0edff5015b71cc0389ae0f4b9a1 PRIMARY KEY (id)
source: source_key_key UNIQUE (key)
source: source_pkey PRIMARY KEY (id)
source_stream: source_stream_pkey PRIMARY KEY (source_id, stream)
source_stream: source_stream_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
statistic: statistic_period_type_check CHECK ((period_type = ANY (ARRAY['day'::text, 'month'::text, 'quarter'::text, 'half'::text, 'year'::text])))
statistic: statistic_pkey PRIMARY KEY (source_id, unit_id, period_type, period_start, measure, revision)
statistic: statistic_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
statistic: statistic_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
unit: unit_code_key UNIQUE (code)
unit: unit_level_check CHECK ((level = ANY (ARRAY['province'::text, 'department'::text, 'district'::text, 'commune'::text, 'other'::text, 'unknown'::text])))
unit: unit_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES unit(id)
unit: unit_pkey PRIMARY KEY (id)
unit_alias: unit_alias_kind_check CHECK ((kind = ANY (ARRAY['code'::text, 'id'::text, 'name'::text])))
unit_alias: unit_alias_pkey PRIMARY KEY (source_id, kind, value, valid_from)
unit_alias: unit_alias_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
unit_unmatched: unit_unmatched_pkey PRIMARY KEY (source_id, kind, value)

-- indexes
CREATE INDEX dossier_open ON ONLY public.dossier USING btree (resolving_unit_id, due_at) WHERE ((ended_at IS NULL) AND (deleted_at IS NULL) AND (status <> ALL (ARRAY[1, 3])))
CREATE INDEX dossier_received ON ONLY public.dossier USING brin (received_at)
CREATE INDEX indicator_value_history ON public.indicator_value USING btree (edition_to) WHERE (edition_to IS NOT NULL)
CREATE INDEX indicator_value_unit ON public.indicator_value USING btree (unit_id, period_type, period_start, indicator) WHERE (edition_to IS NULL)
CREATE INDEX quarantine_open ON public.quarantine USING btree (source_id, reason) WHERE (resolved_at IS NULL)
CREATE INDEX raw_page_by_age ON public.raw_page USING btree (fetched_at)
CREATE INDEX raw_page_by_content ON public.raw_page USING btree (source_id, sha256)
CREATE INDEX register_item_open ON public.register_item USING btree (unit_id, kind, due_on) WHERE ((done_on IS NULL) AND (NOT cancelled) AND (deleted_at IS NULL))
CREATE INDEX run_by_source ON public.run USING btree (source_id, stream, id DESC)
CREATE UNIQUE INDEX "PK_0edff5015b71cc0389ae0f4b9a1" ON public.schema_migration USING btree (id)
CREATE UNIQUE INDEX compute_state_pkey ON public.compute_state USING btree (only_row)
CREATE UNIQUE INDEX dossier_pkey ON ONLY public.dossier USING btree (source_id, code)
CREATE UNIQUE INDEX edition_pkey ON public.edition USING btree (number)
CREATE UNIQUE INDEX indicator_value_current ON public.indicator_value USING btree (indicator, period_type, period_start, unit_id) WHERE (edition_to IS NULL)
CREATE UNIQUE INDEX measure_day_pkey ON public.measure_day USING btree (source_id, unit_id, day)
CREATE UNIQUE INDEX procedure_code_key ON public.procedure USING btree (code)
CREATE UNIQUE INDEX procedure_pkey ON public.procedure USING btree (id)
CREATE UNIQUE INDEX quarantine_pkey ON public.quarantine USING btree (id)
CREATE UNIQUE INDEX quarantine_source_id_stream_fingerprint_key ON public.quarantine USING btree (source_id, stream, fingerprint)
CREATE UNIQUE INDEX raw_page_pkey ON public.raw_page USING btree (id)
CREATE UNIQUE INDEX register_item_pkey ON public.register_item USING btree (source_id, kind, code)
CREATE UNIQUE INDEX run_pkey ON public.run USING btree (id)
CREATE UNIQUE INDEX source_key_key ON public.source USING btree (key)
CREATE UNIQUE INDEX source_pkey ON public.source USING btree (id)
CREATE UNIQUE INDEX source_stream_pkey ON public.source_stream USING btree (source_id, stream)
CREATE UNIQUE INDEX statistic_current ON public.statistic USING btree (source_id, unit_id, period_type, period_start, measure) WHERE (superseded_at IS NULL)
CREATE UNIQUE INDEX statistic_pkey ON public.statistic USING btree (source_id, unit_id, period_type, period_start, measure, revision)
CREATE UNIQUE INDEX unit_alias_pkey ON public.unit_alias USING btree (source_id, kind, value, valid_from)
CREATE UNIQUE INDEX unit_code_key ON public.unit USING btree (code)
CREATE UNIQUE INDEX unit_pkey ON public.unit USING btree (id)
CREATE UNIQUE INDEX unit_unmatched_pkey ON public.unit_unmatched USING btree (source_id, kind, value)

-- triggers
CREATE TRIGGER measure_delete AFTER DELETE ON public.dossier REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION measure_deleted()
CREATE TRIGGER measure_insert AFTER INSERT ON public.dossier REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION measure_inserted()
CREATE TRIGGER measure_update AFTER UPDATE ON public.dossier REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION measure_updated()

-- functions
CREATE OR REPLACE FUNCTION public.add_dossier_partition(source integer, name text DEFAULT NULL::text)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
declare child text := coalesce(name, 'dossier_s' || source);
begin
  if to_regclass(child) is null then
    execute format('create table %I partition of dossier for values in (%s)', child, source);
    perform add_measure_triggers(child);
  end if;
  return child;
end $function$

CREATE OR REPLACE FUNCTION public.add_measure_triggers(child text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('create trigger measure_insert after insert on %I referencing new table as new_rows for each statement execute function measure_inserted()', child);
  execute format('create trigger measure_update after update on %I referencing old table as old_rows new table as new_rows for each statement execute function measure_updated()', child);
  execute format('create trigger measure_delete after delete on %I referencing old table as old_rows for each statement execute function measure_deleted()', child);
end $function$

CREATE OR REPLACE FUNCTION public.measure_columns()
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE
AS $function$
select array['received', 'received_online', 'received_counter', 'received_postal', 'received_other', 'fee_dossiers', 'fee_dossiers_paid',
  'accepted', 'accepted_undated', 'accepted_electronic', 'accepted_digitised', 'late_by_date', 'late_by_instant', 'waiting_by_date', 'waiting_by_instant',
  'resolved', 'resolved_early', 'resolved_on_day', 'resolved_late_by_date', 'resolved_late_by_instant', 'resolved_undated',
  'resolved_electronic', 'resolved_digitised', 'processing_minutes', 'returned', 'returned_postal'] $function$

CREATE OR REPLACE FUNCTION public.measure_deleted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin if exists (select from old_rows) then insert into measure_day as m (source_id, unit_id, day, received, received_online, received_counter, received_postal, received_other, fee_dossiers, fee_dossiers_paid, accepted, accepted_undated, accepted_electronic, accepted_digitised, late_by_date, late_by_instant, waiting_by_date, waiting_by_instant, resolved, resolved_early, resolved_on_day, resolved_late_by_date, resolved_late_by_instant, resolved_undated, resolved_electronic, resolved_digitised, processing_minutes, returned, returned_postal) select source_id, unit_id, day, received, received_online, received_counter, received_postal, received_other, fee_dossiers, fee_dossiers_paid, accepted, accepted_undated, accepted_electronic, accepted_digitised, late_by_date, late_by_instant, waiting_by_date, waiting_by_instant, resolved, resolved_early, resolved_on_day, resolved_late_by_date, resolved_late_by_instant, resolved_undated, resolved_electronic, resolved_digitised, processing_minutes, returned, returned_postal from (
with fact as materialized (
  select r.sign, r.source_id, r.receiving_unit_id as receiving, r.resolving_unit_id as resolving, r.channel, r.status, r.return_channel,
    r.digitised, r.electronic_result, r.fee_due, r.paid_online, r.due_at, r.ended_at, r.received_at, r.supplement_at,
    (r.received_at at time zone interval '7 hours')::date as received_day, case when r.due_at is not null then greatest((r.due_at at time zone interval '7 hours')::date, (r.received_at at time zone interval '7 hours')::date - 1) end as due_day, -- greatest() alone would date the undated
    (r.ended_at at time zone interval '7 hours')::date as ended_day, (r.returned_at at time zone interval '7 hours')::date as returned_day
  from (select -1 as sign, * from old_rows) r
  where r.received_at is not null and r.deleted_at is null and r.status not in (1, 3)
), event as (
  select source_id, receiving as unit_id, received_day as day,
    sum(sign)::int as received, (sum(sign) filter (where channel = 2))::int as received_online, (sum(sign) filter (where channel = 1))::int as received_counter,
    (sum(sign) filter (where channel = 3))::int as received_postal, (sum(sign) filter (where channel = 9))::int as received_other,
    (sum(sign) filter (where fee_due))::int as fee_dossiers, (sum(sign) filter (where fee_due and paid_online))::int as fee_dossiers_paid,
    0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised,
    0 as late_by_date, 0 as late_by_instant, 0 as waiting_by_date, 0 as waiting_by_instant,
    0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date,
    0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_electronic, 0 as resolved_digitised,
    0 as processing_minutes, 0 as returned, 0 as returned_postal
  from fact group by 1, 2, 3
  union all
  select source_id, resolving, received_day, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where due_at is null))::int, (sum(sign) filter (where electronic_result))::int, (sum(sign) filter (where digitised))::int,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact group by 1, 2, 3
  union all
  -- on the due day (a due date before the reception counts as the day before it): those that did not end in time, by either convention; waiting = a supplement was asked for before it
  select source_id, resolving, due_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    (sum(sign) filter (where ended_day is null or ended_day > due_day))::int, (sum(sign) filter (where due_day >= received_day))::int,
    (sum(sign) filter (where ended_at is null and status = 5 and (supplement_at at time zone interval '7 hours')::date <= due_day))::int,
    (sum(sign) filter (where ended_at is null and status = 5 and supplement_at <= due_at))::int,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact where due_at is not null and (ended_at is null or ended_at > due_at) group by 1, 2, 3
  union all
  -- due before its reception: late by the moment from the day of reception on, never before it was there
  select source_id, resolving, received_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(sign)::int, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact where due_day < received_day and (ended_at is null or ended_at > due_at) group by 1, 2, 3
  union all
  select source_id, resolving, ended_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where ended_day < due_day))::int, (sum(sign) filter (where ended_day = due_day))::int,
    (sum(sign) filter (where ended_day > due_day))::int, (sum(sign) filter (where ended_at > due_at))::int, (sum(sign) filter (where due_at is null))::int,
    (sum(sign) filter (where electronic_result))::int, (sum(sign) filter (where digitised))::int,
    sum(sign * greatest(0, extract(epoch from ended_at - received_at) / 60)::bigint)::bigint, 0, 0
  from fact where ended_at is not null group by 1, 2, 3
  union all
  select source_id, receiving, returned_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where return_channel = 3))::int
  from fact where returned_day is not null group by 1, 2, 3
)
select source_id, unit_id, day,
  coalesce(sum(received), 0)::int as received, coalesce(sum(received_online), 0)::int as received_online, coalesce(sum(received_counter), 0)::int as received_counter,
  coalesce(sum(received_postal), 0)::int as received_postal, coalesce(sum(received_other), 0)::int as received_other,
  coalesce(sum(fee_dossiers), 0)::int as fee_dossiers, coalesce(sum(fee_dossiers_paid), 0)::int as fee_dossiers_paid,
  coalesce(sum(accepted), 0)::int as accepted, coalesce(sum(accepted_undated), 0)::int as accepted_undated,
  coalesce(sum(accepted_electronic), 0)::int as accepted_electronic, coalesce(sum(accepted_digitised), 0)::int as accepted_digitised,
  coalesce(sum(late_by_date), 0)::int as late_by_date, coalesce(sum(late_by_instant), 0)::int as late_by_instant,
  coalesce(sum(waiting_by_date), 0)::int as waiting_by_date, coalesce(sum(waiting_by_instant), 0)::int as waiting_by_instant,
  coalesce(sum(resolved), 0)::int as resolved, coalesce(sum(resolved_early), 0)::int as resolved_early, coalesce(sum(resolved_on_day), 0)::int as resolved_on_day,
  coalesce(sum(resolved_late_by_date), 0)::int as resolved_late_by_date, coalesce(sum(resolved_late_by_instant), 0)::int as resolved_late_by_instant,
  coalesce(sum(resolved_undated), 0)::int as resolved_undated, coalesce(sum(resolved_electronic), 0)::int as resolved_electronic,
  coalesce(sum(resolved_digitised), 0)::int as resolved_digitised, coalesce(sum(processing_minutes), 0)::bigint as processing_minutes,
  coalesce(sum(returned), 0)::int as returned, coalesce(sum(returned_postal), 0)::int as returned_postal
from event group by source_id, unit_id, day
) d where d.received <> 0 or d.received_online <> 0 or d.received_counter <> 0 or d.received_postal <> 0 or d.received_other <> 0 or d.fee_dossiers <> 0 or d.fee_dossiers_paid <> 0 or d.accepted <> 0 or d.accepted_undated <> 0 or d.accepted_electronic <> 0 or d.accepted_digitised <> 0 or d.late_by_date <> 0 or d.late_by_instant <> 0 or d.waiting_by_date <> 0 or d.waiting_by_instant <> 0 or d.resolved <> 0 or d.resolved_early <> 0 or d.resolved_on_day <> 0 or d.resolved_late_by_date <> 0 or d.resolved_late_by_instant <> 0 or d.resolved_undated <> 0 or d.resolved_electronic <> 0 or d.resolved_digitised <> 0 or d.processing_minutes <> 0 or d.returned <> 0 or d.returned_postal <> 0 order by source_id, unit_id, day on conflict (source_id, unit_id, day) do update set received = m.received + excluded.received, received_online = m.received_online + excluded.received_online, received_counter = m.received_counter + excluded.received_counter, received_postal = m.received_postal + excluded.received_postal, received_other = m.received_other + excluded.received_other, fee_dossiers = m.fee_dossiers + excluded.fee_dossiers, fee_dossiers_paid = m.fee_dossiers_paid + excluded.fee_dossiers_paid, accepted = m.accepted + excluded.accepted, accepted_undated = m.accepted_undated + excluded.accepted_undated, accepted_electronic = m.accepted_electronic + excluded.accepted_electronic, accepted_digitised = m.accepted_digitised + excluded.accepted_digitised, late_by_date = m.late_by_date + excluded.late_by_date, late_by_instant = m.late_by_instant + excluded.late_by_instant, waiting_by_date = m.waiting_by_date + excluded.waiting_by_date, waiting_by_instant = m.waiting_by_instant + excluded.waiting_by_instant, resolved = m.resolved + excluded.resolved, resolved_early = m.resolved_early + excluded.resolved_early, resolved_on_day = m.resolved_on_day + excluded.resolved_on_day, resolved_late_by_date = m.resolved_late_by_date + excluded.resolved_late_by_date, resolved_late_by_instant = m.resolved_late_by_instant + excluded.resolved_late_by_instant, resolved_undated = m.resolved_undated + excluded.resolved_undated, resolved_electronic = m.resolved_electronic + excluded.resolved_electronic, resolved_digitised = m.resolved_digitised + excluded.resolved_digitised, processing_minutes = m.processing_minutes + excluded.processing_minutes, returned = m.returned + excluded.returned, returned_postal = m.returned_postal + excluded.returned_postal; end if; return null; end $function$

CREATE OR REPLACE FUNCTION public.measure_differences(only_source integer DEFAULT NULL::integer)
 RETURNS TABLE(source_id integer, unit_id integer, day date, kept jsonb, counted jsonb)
 LANGUAGE plpgsql
 STABLE
AS $function$
declare columns text; condition text := coalesce('where source_id = ' || only_source, ''); nonzero text;
begin
  select string_agg(c, ', '), string_agg(c || ' <> 0', ' or ') into columns, nonzero from unnest(measure_columns()) c;
  return query execute 'with counted as (' || measure_select('select 1 as sign, * from dossier ' || condition) || '), '
    || 'kept as (select source_id, unit_id, day, ' || columns || ' from measure_day ' || condition || case when condition = '' then ' where ' else ' and ' end || '(' || nonzero || ')), '
    || 'c as (select * from counted where ' || nonzero || ') '
    || 'select coalesce(kept.source_id, c.source_id), coalesce(kept.unit_id, c.unit_id), coalesce(kept.day, c.day), to_jsonb(kept), to_jsonb(c) '
    || 'from kept full join c on kept.source_id = c.source_id and kept.unit_id = c.unit_id and kept.day = c.day where to_jsonb(kept) is distinct from to_jsonb(c)';
end $function$

CREATE OR REPLACE FUNCTION public.measure_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin if exists (select from new_rows) then insert into measure_day as m (source_id, unit_id, day, received, received_online, received_counter, received_postal, received_other, fee_dossiers, fee_dossiers_paid, accepted, accepted_undated, accepted_electronic, accepted_digitised, late_by_date, late_by_instant, waiting_by_date, waiting_by_instant, resolved, resolved_early, resolved_on_day, resolved_late_by_date, resolved_late_by_instant, resolved_undated, resolved_electronic, resolved_digitised, processing_minutes, returned, returned_postal) select source_id, unit_id, day, received, received_online, received_counter, received_postal, received_other, fee_dossiers, fee_dossiers_paid, accepted, accepted_undated, accepted_electronic, accepted_digitised, late_by_date, late_by_instant, waiting_by_date, waiting_by_instant, resolved, resolved_early, resolved_on_day, resolved_late_by_date, resolved_late_by_instant, resolved_undated, resolved_electronic, resolved_digitised, processing_minutes, returned, returned_postal from (
with fact as materialized (
  select r.sign, r.source_id, r.receiving_unit_id as receiving, r.resolving_unit_id as resolving, r.channel, r.status, r.return_channel,
    r.digitised, r.electronic_result, r.fee_due, r.paid_online, r.due_at, r.ended_at, r.received_at, r.supplement_at,
    (r.received_at at time zone interval '7 hours')::date as received_day, case when r.due_at is not null then greatest((r.due_at at time zone interval '7 hours')::date, (r.received_at at time zone interval '7 hours')::date - 1) end as due_day, -- greatest() alone would date the undated
    (r.ended_at at time zone interval '7 hours')::date as ended_day, (r.returned_at at time zone interval '7 hours')::date as returned_day
  from (select 1 as sign, * from new_rows) r
  where r.received_at is not null and r.deleted_at is null and r.status not in (1, 3)
), event as (
  select source_id, receiving as unit_id, received_day as day,
    sum(sign)::int as received, (sum(sign) filter (where channel = 2))::int as received_online, (sum(sign) filter (where channel = 1))::int as received_counter,
    (sum(sign) filter (where channel = 3))::int as received_postal, (sum(sign) filter (where channel = 9))::int as received_other,
    (sum(sign) filter (where fee_due))::int as fee_dossiers, (sum(sign) filter (where fee_due and paid_online))::int as fee_dossiers_paid,
    0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised,
    0 as late_by_date, 0 as late_by_instant, 0 as waiting_by_date, 0 as waiting_by_instant,
    0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date,
    0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_electronic, 0 as resolved_digitised,
    0 as processing_minutes, 0 as returned, 0 as returned_postal
  from fact group by 1, 2, 3
  union all
  select source_id, resolving, received_day, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where due_at is null))::int, (sum(sign) filter (where electronic_result))::int, (sum(sign) filter (where digitised))::int,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact group by 1, 2, 3
  union all
  -- on the due day (a due date before the reception counts as the day before it): those that did not end in time, by either convention; waiting = a supplement was asked for before it
  select source_id, resolving, due_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    (sum(sign) filter (where ended_day is null or ended_day > due_day))::int, (sum(sign) filter (where due_day >= received_day))::int,
    (sum(sign) filter (where ended_at is null and status = 5 and (supplement_at at time zone interval '7 hours')::date <= due_day))::int,
    (sum(sign) filter (where ended_at is null and status = 5 and supplement_at <= due_at))::int,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact where due_at is not null and (ended_at is null or ended_at > due_at) group by 1, 2, 3
  union all
  -- due before its reception: late by the moment from the day of reception on, never before it was there
  select source_id, resolving, received_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(sign)::int, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact where due_day < received_day and (ended_at is null or ended_at > due_at) group by 1, 2, 3
  union all
  select source_id, resolving, ended_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where ended_day < due_day))::int, (sum(sign) filter (where ended_day = due_day))::int,
    (sum(sign) filter (where ended_day > due_day))::int, (sum(sign) filter (where ended_at > due_at))::int, (sum(sign) filter (where due_at is null))::int,
    (sum(sign) filter (where electronic_result))::int, (sum(sign) filter (where digitised))::int,
    sum(sign * greatest(0, extract(epoch from ended_at - received_at) / 60)::bigint)::bigint, 0, 0
  from fact where ended_at is not null group by 1, 2, 3
  union all
  select source_id, receiving, returned_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where return_channel = 3))::int
  from fact where returned_day is not null group by 1, 2, 3
)
select source_id, unit_id, day,
  coalesce(sum(received), 0)::int as received, coalesce(sum(received_online), 0)::int as received_online, coalesce(sum(received_counter), 0)::int as received_counter,
  coalesce(sum(received_postal), 0)::int as received_postal, coalesce(sum(received_other), 0)::int as received_other,
  coalesce(sum(fee_dossiers), 0)::int as fee_dossiers, coalesce(sum(fee_dossiers_paid), 0)::int as fee_dossiers_paid,
  coalesce(sum(accepted), 0)::int as accepted, coalesce(sum(accepted_undated), 0)::int as accepted_undated,
  coalesce(sum(accepted_electronic), 0)::int as accepted_electronic, coalesce(sum(accepted_digitised), 0)::int as accepted_digitised,
  coalesce(sum(late_by_date), 0)::int as late_by_date, coalesce(sum(late_by_instant), 0)::int as late_by_instant,
  coalesce(sum(waiting_by_date), 0)::int as waiting_by_date, coalesce(sum(waiting_by_instant), 0)::int as waiting_by_instant,
  coalesce(sum(resolved), 0)::int as resolved, coalesce(sum(resolved_early), 0)::int as resolved_early, coalesce(sum(resolved_on_day), 0)::int as resolved_on_day,
  coalesce(sum(resolved_late_by_date), 0)::int as resolved_late_by_date, coalesce(sum(resolved_late_by_instant), 0)::int as resolved_late_by_instant,
  coalesce(sum(resolved_undated), 0)::int as resolved_undated, coalesce(sum(resolved_electronic), 0)::int as resolved_electronic,
  coalesce(sum(resolved_digitised), 0)::int as resolved_digitised, coalesce(sum(processing_minutes), 0)::bigint as processing_minutes,
  coalesce(sum(returned), 0)::int as returned, coalesce(sum(returned_postal), 0)::int as returned_postal
from event group by source_id, unit_id, day
) d where d.received <> 0 or d.received_online <> 0 or d.received_counter <> 0 or d.received_postal <> 0 or d.received_other <> 0 or d.fee_dossiers <> 0 or d.fee_dossiers_paid <> 0 or d.accepted <> 0 or d.accepted_undated <> 0 or d.accepted_electronic <> 0 or d.accepted_digitised <> 0 or d.late_by_date <> 0 or d.late_by_instant <> 0 or d.waiting_by_date <> 0 or d.waiting_by_instant <> 0 or d.resolved <> 0 or d.resolved_early <> 0 or d.resolved_on_day <> 0 or d.resolved_late_by_date <> 0 or d.resolved_late_by_instant <> 0 or d.resolved_undated <> 0 or d.resolved_electronic <> 0 or d.resolved_digitised <> 0 or d.processing_minutes <> 0 or d.returned <> 0 or d.returned_postal <> 0 order by source_id, unit_id, day on conflict (source_id, unit_id, day) do update set received = m.received + excluded.received, received_online = m.received_online + excluded.received_online, received_counter = m.received_counter + excluded.received_counter, received_postal = m.received_postal + excluded.received_postal, received_other = m.received_other + excluded.received_other, fee_dossiers = m.fee_dossiers + excluded.fee_dossiers, fee_dossiers_paid = m.fee_dossiers_paid + excluded.fee_dossiers_paid, accepted = m.accepted + excluded.accepted, accepted_undated = m.accepted_undated + excluded.accepted_undated, accepted_electronic = m.accepted_electronic + excluded.accepted_electronic, accepted_digitised = m.accepted_digitised + excluded.accepted_digitised, late_by_date = m.late_by_date + excluded.late_by_date, late_by_instant = m.late_by_instant + excluded.late_by_instant, waiting_by_date = m.waiting_by_date + excluded.waiting_by_date, waiting_by_instant = m.waiting_by_instant + excluded.waiting_by_instant, resolved = m.resolved + excluded.resolved, resolved_early = m.resolved_early + excluded.resolved_early, resolved_on_day = m.resolved_on_day + excluded.resolved_on_day, resolved_late_by_date = m.resolved_late_by_date + excluded.resolved_late_by_date, resolved_late_by_instant = m.resolved_late_by_instant + excluded.resolved_late_by_instant, resolved_undated = m.resolved_undated + excluded.resolved_undated, resolved_electronic = m.resolved_electronic + excluded.resolved_electronic, resolved_digitised = m.resolved_digitised + excluded.resolved_digitised, processing_minutes = m.processing_minutes + excluded.processing_minutes, returned = m.returned + excluded.returned, returned_postal = m.returned_postal + excluded.returned_postal; end if; return null; end $function$

CREATE OR REPLACE FUNCTION public.measure_select(row_source text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
select $q$
with fact as materialized (
  select r.sign, r.source_id, r.receiving_unit_id as receiving, r.resolving_unit_id as resolving, r.channel, r.status, r.return_channel,
    r.digitised, r.electronic_result, r.fee_due, r.paid_online, r.due_at, r.ended_at, r.received_at, r.supplement_at,
    (r.received_at at time zone interval '7 hours')::date as received_day, case when r.due_at is not null then greatest((r.due_at at time zone interval '7 hours')::date, (r.received_at at time zone interval '7 hours')::date - 1) end as due_day, -- greatest() alone would date the undated
    (r.ended_at at time zone interval '7 hours')::date as ended_day, (r.returned_at at time zone interval '7 hours')::date as returned_day
  from ($q$ || row_source || $q$) r
  where r.received_at is not null and r.deleted_at is null and r.status not in (1, 3)
), event as (
  select source_id, receiving as unit_id, received_day as day,
    sum(sign)::int as received, (sum(sign) filter (where channel = 2))::int as received_online, (sum(sign) filter (where channel = 1))::int as received_counter,
    (sum(sign) filter (where channel = 3))::int as received_postal, (sum(sign) filter (where channel = 9))::int as received_other,
    (sum(sign) filter (where fee_due))::int as fee_dossiers, (sum(sign) filter (where fee_due and paid_online))::int as fee_dossiers_paid,
    0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised,
    0 as late_by_date, 0 as late_by_instant, 0 as waiting_by_date, 0 as waiting_by_instant,
    0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date,
    0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_electronic, 0 as resolved_digitised,
    0 as processing_minutes, 0 as returned, 0 as returned_postal
  from fact group by 1, 2, 3
  union all
  select source_id, resolving, received_day, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where due_at is null))::int, (sum(sign) filter (where electronic_result))::int, (sum(sign) filter (where digitised))::int,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact group by 1, 2, 3
  union all
  -- on the due day (a due date before the reception counts as the day before it): those that did not end in time, by either convention; waiting = a supplement was asked for before it
  select source_id, resolving, due_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    (sum(sign) filter (where ended_day is null or ended_day > due_day))::int, (sum(sign) filter (where due_day >= received_day))::int,
    (sum(sign) filter (where ended_at is null and status = 5 and (supplement_at at time zone interval '7 hours')::date <= due_day))::int,
    (sum(sign) filter (where ended_at is null and status = 5 and supplement_at <= due_at))::int,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact where due_at is not null and (ended_at is null or ended_at > due_at) group by 1, 2, 3
  union all
  -- due before its reception: late by the moment from the day of reception on, never before it was there
  select source_id, resolving, received_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(sign)::int, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact where due_day < received_day and (ended_at is null or ended_at > due_at) group by 1, 2, 3
  union all
  select source_id, resolving, ended_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where ended_day < due_day))::int, (sum(sign) filter (where ended_day = due_day))::int,
    (sum(sign) filter (where ended_day > due_day))::int, (sum(sign) filter (where ended_at > due_at))::int, (sum(sign) filter (where due_at is null))::int,
    (sum(sign) filter (where electronic_result))::int, (sum(sign) filter (where digitised))::int,
    sum(sign * greatest(0, extract(epoch from ended_at - received_at) / 60)::bigint)::bigint, 0, 0
  from fact where ended_at is not null group by 1, 2, 3
  union all
  select source_id, receiving, returned_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where return_channel = 3))::int
  from fact where returned_day is not null group by 1, 2, 3
)
select source_id, unit_id, day,
  coalesce(sum(received), 0)::int as received, coalesce(sum(received_online), 0)::int as received_online, coalesce(sum(received_counter), 0)::int as received_counter,
  coalesce(sum(received_postal), 0)::int as received_postal, coalesce(sum(received_other), 0)::int as received_other,
  coalesce(sum(fee_dossiers), 0)::int as fee_dossiers, coalesce(sum(fee_dossiers_paid), 0)::int as fee_dossiers_paid,
  coalesce(sum(accepted), 0)::int as accepted, coalesce(sum(accepted_undated), 0)::int as accepted_undated,
  coalesce(sum(accepted_electronic), 0)::int as accepted_electronic, coalesce(sum(accepted_digitised), 0)::int as accepted_digitised,
  coalesce(sum(late_by_date), 0)::int as late_by_date, coalesce(sum(late_by_instant), 0)::int as late_by_instant,
  coalesce(sum(waiting_by_date), 0)::int as waiting_by_date, coalesce(sum(waiting_by_instant), 0)::int as waiting_by_instant,
  coalesce(sum(resolved), 0)::int as resolved, coalesce(sum(resolved_early), 0)::int as resolved_early, coalesce(sum(resolved_on_day), 0)::int as resolved_on_day,
  coalesce(sum(resolved_late_by_date), 0)::int as resolved_late_by_date, coalesce(sum(resolved_late_by_instant), 0)::int as resolved_late_by_instant,
  coalesce(sum(resolved_undated), 0)::int as resolved_undated, coalesce(sum(resolved_electronic), 0)::int as resolved_electronic,
  coalesce(sum(resolved_digitised), 0)::int as resolved_digitised, coalesce(sum(processing_minutes), 0)::bigint as processing_minutes,
  coalesce(sum(returned), 0)::int as returned, coalesce(sum(returned_postal), 0)::int as returned_postal
from event group by source_id, unit_id, day
$q$ $function$

CREATE OR REPLACE FUNCTION public.measure_statement(row_source text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
declare columns text; adds text; changed text;
begin
  select string_agg(c, ', '), string_agg(format('%1$s = m.%1$s + excluded.%1$s', c), ', '), string_agg(format('d.%s <> 0', c), ' or ')
    into columns, adds, changed from unnest(measure_columns()) c;
  return 'insert into measure_day as m (source_id, unit_id, day, ' || columns || ') select source_id, unit_id, day, ' || columns || ' from ('
    || measure_select(row_source) || ') d where ' || changed || ' order by source_id, unit_id, day on conflict (source_id, unit_id, day) do update set ' || adds;
end $function$

CREATE OR REPLACE FUNCTION public.measure_updated()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin if exists (select from new_rows) then insert into measure_day as m (source_id, unit_id, day, received, received_online, received_counter, received_postal, received_other, fee_dossiers, fee_dossiers_paid, accepted, accepted_undated, accepted_electronic, accepted_digitised, late_by_date, late_by_instant, waiting_by_date, waiting_by_instant, resolved, resolved_early, resolved_on_day, resolved_late_by_date, resolved_late_by_instant, resolved_undated, resolved_electronic, resolved_digitised, processing_minutes, returned, returned_postal) select source_id, unit_id, day, received, received_online, received_counter, received_postal, received_other, fee_dossiers, fee_dossiers_paid, accepted, accepted_undated, accepted_electronic, accepted_digitised, late_by_date, late_by_instant, waiting_by_date, waiting_by_instant, resolved, resolved_early, resolved_on_day, resolved_late_by_date, resolved_late_by_instant, resolved_undated, resolved_electronic, resolved_digitised, processing_minutes, returned, returned_postal from (
with fact as materialized (
  select r.sign, r.source_id, r.receiving_unit_id as receiving, r.resolving_unit_id as resolving, r.channel, r.status, r.return_channel,
    r.digitised, r.electronic_result, r.fee_due, r.paid_online, r.due_at, r.ended_at, r.received_at, r.supplement_at,
    (r.received_at at time zone interval '7 hours')::date as received_day, case when r.due_at is not null then greatest((r.due_at at time zone interval '7 hours')::date, (r.received_at at time zone interval '7 hours')::date - 1) end as due_day, -- greatest() alone would date the undated
    (r.ended_at at time zone interval '7 hours')::date as ended_day, (r.returned_at at time zone interval '7 hours')::date as returned_day
  from (select 1 as sign, * from new_rows union all select -1, * from old_rows) r
  where r.received_at is not null and r.deleted_at is null and r.status not in (1, 3)
), event as (
  select source_id, receiving as unit_id, received_day as day,
    sum(sign)::int as received, (sum(sign) filter (where channel = 2))::int as received_online, (sum(sign) filter (where channel = 1))::int as received_counter,
    (sum(sign) filter (where channel = 3))::int as received_postal, (sum(sign) filter (where channel = 9))::int as received_other,
    (sum(sign) filter (where fee_due))::int as fee_dossiers, (sum(sign) filter (where fee_due and paid_online))::int as fee_dossiers_paid,
    0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised,
    0 as late_by_date, 0 as late_by_instant, 0 as waiting_by_date, 0 as waiting_by_instant,
    0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date,
    0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_electronic, 0 as resolved_digitised,
    0 as processing_minutes, 0 as returned, 0 as returned_postal
  from fact group by 1, 2, 3
  union all
  select source_id, resolving, received_day, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where due_at is null))::int, (sum(sign) filter (where electronic_result))::int, (sum(sign) filter (where digitised))::int,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact group by 1, 2, 3
  union all
  -- on the due day (a due date before the reception counts as the day before it): those that did not end in time, by either convention; waiting = a supplement was asked for before it
  select source_id, resolving, due_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    (sum(sign) filter (where ended_day is null or ended_day > due_day))::int, (sum(sign) filter (where due_day >= received_day))::int,
    (sum(sign) filter (where ended_at is null and status = 5 and (supplement_at at time zone interval '7 hours')::date <= due_day))::int,
    (sum(sign) filter (where ended_at is null and status = 5 and supplement_at <= due_at))::int,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact where due_at is not null and (ended_at is null or ended_at > due_at) group by 1, 2, 3
  union all
  -- due before its reception: late by the moment from the day of reception on, never before it was there
  select source_id, resolving, received_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(sign)::int, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from fact where due_day < received_day and (ended_at is null or ended_at > due_at) group by 1, 2, 3
  union all
  select source_id, resolving, ended_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where ended_day < due_day))::int, (sum(sign) filter (where ended_day = due_day))::int,
    (sum(sign) filter (where ended_day > due_day))::int, (sum(sign) filter (where ended_at > due_at))::int, (sum(sign) filter (where due_at is null))::int,
    (sum(sign) filter (where electronic_result))::int, (sum(sign) filter (where digitised))::int,
    sum(sign * greatest(0, extract(epoch from ended_at - received_at) / 60)::bigint)::bigint, 0, 0
  from fact where ended_at is not null group by 1, 2, 3
  union all
  select source_id, receiving, returned_day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(sign)::int, (sum(sign) filter (where return_channel = 3))::int
  from fact where returned_day is not null group by 1, 2, 3
)
select source_id, unit_id, day,
  coalesce(sum(received), 0)::int as received, coalesce(sum(received_online), 0)::int as received_online, coalesce(sum(received_counter), 0)::int as received_counter,
  coalesce(sum(received_postal), 0)::int as received_postal, coalesce(sum(received_other), 0)::int as received_other,
  coalesce(sum(fee_dossiers), 0)::int as fee_dossiers, coalesce(sum(fee_dossiers_paid), 0)::int as fee_dossiers_paid,
  coalesce(sum(accepted), 0)::int as accepted, coalesce(sum(accepted_undated), 0)::int as accepted_undated,
  coalesce(sum(accepted_electronic), 0)::int as accepted_electronic, coalesce(sum(accepted_digitised), 0)::int as accepted_digitised,
  coalesce(sum(late_by_date), 0)::int as late_by_date, coalesce(sum(late_by_instant), 0)::int as late_by_instant,
  coalesce(sum(waiting_by_date), 0)::int as waiting_by_date, coalesce(sum(waiting_by_instant), 0)::int as waiting_by_instant,
  coalesce(sum(resolved), 0)::int as resolved, coalesce(sum(resolved_early), 0)::int as resolved_early, coalesce(sum(resolved_on_day), 0)::int as resolved_on_day,
  coalesce(sum(resolved_late_by_date), 0)::int as resolved_late_by_date, coalesce(sum(resolved_late_by_instant), 0)::int as resolved_late_by_instant,
  coalesce(sum(resolved_undated), 0)::int as resolved_undated, coalesce(sum(resolved_electronic), 0)::int as resolved_electronic,
  coalesce(sum(resolved_digitised), 0)::int as resolved_digitised, coalesce(sum(processing_minutes), 0)::bigint as processing_minutes,
  coalesce(sum(returned), 0)::int as returned, coalesce(sum(returned_postal), 0)::int as returned_postal
from event group by source_id, unit_id, day
) d where d.received <> 0 or d.received_online <> 0 or d.received_counter <> 0 or d.received_postal <> 0 or d.received_other <> 0 or d.fee_dossiers <> 0 or d.fee_dossiers_paid <> 0 or d.accepted <> 0 or d.accepted_undated <> 0 or d.accepted_electronic <> 0 or d.accepted_digitised <> 0 or d.late_by_date <> 0 or d.late_by_instant <> 0 or d.waiting_by_date <> 0 or d.waiting_by_instant <> 0 or d.resolved <> 0 or d.resolved_early <> 0 or d.resolved_on_day <> 0 or d.resolved_late_by_date <> 0 or d.resolved_late_by_instant <> 0 or d.resolved_undated <> 0 or d.resolved_electronic <> 0 or d.resolved_digitised <> 0 or d.processing_minutes <> 0 or d.returned <> 0 or d.returned_postal <> 0 order by source_id, unit_id, day on conflict (source_id, unit_id, day) do update set received = m.received + excluded.received, received_online = m.received_online + excluded.received_online, received_counter = m.received_counter + excluded.received_counter, received_postal = m.received_postal + excluded.received_postal, received_other = m.received_other + excluded.received_other, fee_dossiers = m.fee_dossiers + excluded.fee_dossiers, fee_dossiers_paid = m.fee_dossiers_paid + excluded.fee_dossiers_paid, accepted = m.accepted + excluded.accepted, accepted_undated = m.accepted_undated + excluded.accepted_undated, accepted_electronic = m.accepted_electronic + excluded.accepted_electronic, accepted_digitised = m.accepted_digitised + excluded.accepted_digitised, late_by_date = m.late_by_date + excluded.late_by_date, late_by_instant = m.late_by_instant + excluded.late_by_instant, waiting_by_date = m.waiting_by_date + excluded.waiting_by_date, waiting_by_instant = m.waiting_by_instant + excluded.waiting_by_instant, resolved = m.resolved + excluded.resolved, resolved_early = m.resolved_early + excluded.resolved_early, resolved_on_day = m.resolved_on_day + excluded.resolved_on_day, resolved_late_by_date = m.resolved_late_by_date + excluded.resolved_late_by_date, resolved_late_by_instant = m.resolved_late_by_instant + excluded.resolved_late_by_instant, resolved_undated = m.resolved_undated + excluded.resolved_undated, resolved_electronic = m.resolved_electronic + excluded.resolved_electronic, resolved_digitised = m.resolved_digitised + excluded.resolved_digitised, processing_minutes = m.processing_minutes + excluded.processing_minutes, returned = m.returned + excluded.returned, returned_postal = m.returned_postal + excluded.returned_postal; end if; return null; end $function$

CREATE OR REPLACE FUNCTION public.register_counts(period_start date, period_end date, last_day date, passed date)
 RETURNS TABLE(unit_id integer, source_id integer, kind text, class text, opened bigint, done bigint, due bigint, "doneOnTime" bigint, open bigint, overdue bigint, "all" bigint, "allDone" bigint, positive bigint, amount numeric, "amountDone" numeric)
 LANGUAGE sql
 STABLE
AS $function$
  select i.unit_id, i.source_id, i.kind, i.class,
    count(*) filter (where i.opened_on >= period_start), count(*) filter (where i.done_on between period_start and last_day),
    count(*) filter (where i.due_on between period_start and period_end and (i.due_on <= passed or i.done_on <= last_day)),
    count(*) filter (where i.due_on between period_start and period_end and i.done_on <= least(i.due_on, last_day)),
    count(*) filter (where i.done_on is null or i.done_on > last_day), count(*) filter (where i.due_on <= passed and (i.done_on is null or i.done_on > last_day)),
    count(*), count(*) filter (where i.done_on <= last_day), count(*) filter (where i.opened_on >= period_start and i.verdict),
    coalesce(sum(i.amount), 0), coalesce(sum(i.amount_done), 0)
  from register_item i
  where i.opened_on <= last_day and not i.cancelled and i.deleted_at is null
  group by 1, 2, 3, 4
$function$

CREATE OR REPLACE FUNCTION public.write_measure_triggers()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare f record;
begin
  for f in select * from (values ('measure_inserted', 'new_rows', 'select 1 as sign, * from new_rows'), ('measure_deleted', 'old_rows', 'select -1 as sign, * from old_rows'),
      ('measure_updated', 'new_rows', 'select 1 as sign, * from new_rows union all select -1, * from old_rows')) v (name, rows, source) loop
    execute format('create or replace function %I() returns trigger language plpgsql as $t$ begin if exists (select from %I) then %s; end if; return null; end $t$', f.name, f.rows, measure_statement(f.source));
  end loop;
end $function$


-- views
view mart.dossier_open as
 SELECT u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    b.bucket,
    b.bucket_order,
    count(*) AS dossiers
   FROM dossier d
     JOIN unit u ON u.id = d.resolving_unit_id
     CROSS JOIN LATERAL ( SELECT (d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date - (now() AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date AS days) x
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN x.days IS NULL THEN 'undated'::text
                    WHEN x.days < '-30'::integer THEN 'late_over_30'::text
                    WHEN x.days < '-10'::integer THEN 'late_11_30'::text
                    WHEN x.days < 0 THEN 'late_1_10'::text
                    WHEN x.days = 0 THEN 'today'::text
                    WHEN x.days <= 3 THEN 'due_1_3'::text
                    ELSE 'due_later'::text
                END AS bucket,
                CASE
                    WHEN x.days IS NULL THEN 7
                    WHEN x.days < '-30'::integer THEN 1
                    WHEN x.days < '-10'::integer THEN 2
                    WHEN x.days < 0 THEN 3
                    WHEN x.days = 0 THEN 4
                    WHEN x.days <= 3 THEN 5
                    ELSE 6
                END AS bucket_order) b
  WHERE d.ended_at IS NULL AND d.deleted_at IS NULL AND (d.status <> ALL (ARRAY[1, 3]))
  GROUP BY u.code, u.name, u.level, b.bucket, b.bucket_order;
view mart.edition as
 SELECT number,
    published_at,
    as_of,
    changes
   FROM edition
  ORDER BY number DESC
 LIMIT 100;
view mart.indicator_value as
 SELECT v.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    v.period_type,
    v.period_start,
    v.hits,
    v.total,
    v.value,
    v.score,
    v.max_score,
    v.status,
    v.reason,
    v.version,
    v.coverage,
    v.basis AS source,
    ( SELECT max(edition.number) AS max
           FROM edition) AS edition,
    v.computed_at
   FROM indicator_value v
     JOIN unit u ON u.id = v.unit_id
  WHERE v.edition_to IS NULL;
view mart.measure_day as
 SELECT u.code AS unit_code,
    m.day,
    sum(m.received) AS received,
    sum(m.received_online) AS received_online,
    sum(m.resolved) AS resolved,
    sum(m.resolved_late_by_date) AS resolved_late
   FROM measure_day m
     JOIN unit u ON u.id = m.unit_id
  GROUP BY u.code, m.day;
view mart.quarantine_summary as
 SELECT s.key AS source,
    q.stream,
    q.reason,
    count(*) AS records,
    min(q.seen_at) AS first_seen_at,
    max(q.last_seen_at) AS last_seen_at
   FROM quarantine q
     JOIN source s ON s.id = q.source_id
  WHERE q.resolved_at IS NULL
  GROUP BY s.key, q.stream, q.reason;
view mart.run as
 SELECT s.key AS source,
    r.stream,
    r.kind,
    r.started_at,
    r.ended_at,
    r.outcome,
    r.pages,
    r.records,
    r.new,
    r.changed,
    r.unchanged,
    r.skipped,
    r.quarantined,
    r.error_class,
    r.error_text
   FROM run r
     JOIN source s ON s.id = r.source_id;
view mart.source_state as
 SELECT s.key AS source,
    s.title,
    s.family,
    s.kind,
    min(t.loaded_through) AS loaded_through,
    min(t.last_success_at) AS last_success_at,
    max(t.last_attempt_at) AS last_attempt_at,
    max(t.failures) AS failures,
    (array_agg(t.error_class ORDER BY t.failures DESC) FILTER (WHERE t.error_class IS NOT NULL))[1] AS error_class,
    (array_agg(t.error_text ORDER BY t.failures DESC) FILTER (WHERE t.error_text IS NOT NULL))[1] AS error_text,
    EXTRACT(epoch FROM now() - min(COALESCE(t.last_success_at, s.registered_at))) AS age_seconds,
    EXTRACT(epoch FROM s.stale_after) AS stale_after_seconds,
        CASE
            WHEN s.kind = 'import'::text THEN 'imported'::text
            WHEN min(COALESCE(t.last_success_at, '-infinity'::timestamp with time zone)) = '-infinity'::timestamp with time zone THEN 'never'::text
            WHEN (now() - min(t.last_success_at)) > s.stale_after THEN 'stale'::text
            WHEN max(t.failures) > 0 THEN 'failing'::text
            ELSE 'fresh'::text
        END AS state,
    ( SELECT count(*) AS count
           FROM quarantine q
          WHERE q.source_id = s.id AND q.resolved_at IS NULL) AS quarantined
   FROM source s
     LEFT JOIN source_stream t ON t.source_id = s.id
  WHERE s.enabled
  GROUP BY s.id;
view mart.unit as
 SELECT u.id,
    u.code,
    u.name,
    u.level,
    p.code AS parent_code,
    u.valid_from,
    u.valid_to,
    u.invented
   FROM unit u
     LEFT JOIN unit p ON p.id = u.parent_id;
view mart.unit_unmatched as
 SELECT s.key AS source,
    m.kind,
    m.value,
    m.name,
    m.first_seen_at,
    m.last_seen_at
   FROM unit_unmatched m
     JOIN source s ON s.id = m.source_id;
