import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Electronic documents of the exchange axes, and their counts by unit and day. The counts follow in the transaction of the facts: whatever changes,
 * the days and units it touches are counted again from the facts, so that recall and replacement – which change the count of another row – come out
 * exactly, and reading a window again changes nothing.
 */
export class Edocuments1764150000000 implements MigrationInterface {
  name = 'Edocuments1764150000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- One row a delivery. side: 1 from a list of sent documents, 2 of received ones, 3 of both. A unit is null when it lies outside the province.
-- state and request: src/vocabulary/edocument.ts.
create table edocument (
  source_id integer not null references source, side smallint not null, code text collate "C" not null, document text collate "C" not null,
  sender_unit_id integer references unit, receiver_unit_id integer references unit,
  sent_at timestamptz not null, received_at timestamptz, state smallint not null, request smallint not null default 0, replaces text collate "C",
  signed boolean, paper_copy boolean, run_id bigint not null, deleted_at timestamptz,
  sent_on date not null generated always as ((sent_at at time zone interval '7 hours')::date) stored,
  received_on date not null generated always as ((coalesce(received_at, sent_at) at time zone interval '7 hours')::date) stored,
  primary key (source_id, side, code)
);
create index edocument_sent on edocument (source_id, sender_unit_id, sent_on) where side <> 2;
create index edocument_received on edocument (source_id, receiver_unit_id, received_on) where side <> 1;
create index edocument_undelivered on edocument (source_id, sent_on) where state = 0 and side <> 2 and deleted_at is null;
create index edocument_document on edocument (source_id, document);
create index edocument_replaces on edocument (source_id, replaces) where replaces is not null;

create table edocument_day (
  source_id integer not null, unit_id integer not null, day date not null,
  sent integer not null, signed integer not null, signature_known integer not null, paperless integer not null, with_paper integer not null, paper_known integer not null,
  delivered integer not null, accepted integer not null, completed integer not null, refused integer not null,
  failed integer not null, recalled integer not null, replaced integer not null, received integer not null,
  primary key (source_id, unit_id, day)
) with (fillfactor = 70);
create index edocument_day_by_day on edocument_day (day);

create function edocument_columns() returns text[] language sql immutable as $f$
select array['sent', 'signed', 'signature_known', 'paperless', 'with_paper', 'paper_known', 'delivered', 'accepted', 'completed', 'refused', 'failed', 'recalled', 'replaced', 'received'] $f$;

-- offset 0 keeps the planner on the index: cells and documents are few beside the table, whatever its statistics say in the middle of a first load.
-- The only place that says which document counts where. cells: SQL that gives (source_id, unit_id, day).
-- A sent document counts once, on its first day, whatever the number of its receivers; a received one counts for each delivery.
-- Taken back: an accepted recall message names it, or the recall was accepted on all its deliveries that did not fail. Replaced: a replacement names it that was neither refused,
-- nor failed, nor itself taken back. A refused replacement (16) is no document. Lists are taken by side: 1 never counts a reception, 2 never a dispatch.
create function edocument_select(cells text) returns text language sql immutable as $f$
select $q$
with cell as materialized ($q$ || cells || $q$), sending as (
  select distinct c.source_id, c.unit_id, e.document from cell c cross join lateral (
    select document, deleted_at, request from edocument e where e.source_id = c.source_id and e.sender_unit_id = c.unit_id and e.sent_on = c.day and e.side <> 2 offset 0) e
  where e.deleted_at is null and e.request in (0, 3)
), dispatch as (
  select k.source_id, k.unit_id, k.document, min(e.sent_on) as day, bool_or(e.signed) as signed, bool_or(e.paper_copy) as paper,
    bool_and(e.state = 9) as failed, bool_and(e.request = 3 and e.state = 16) as refused, bool_and(e.request = 0 and e.state in (9, 15)) and not bool_and(e.state = 9) as taken_back,
    bool_and(e.state not in (0, 9)) as delivered, bool_and(e.state in (3, 4, 5, 6, 7, 15, 16)) as accepted, bool_and(e.state = 6) as completed, bool_or(e.state = 2) as refused_once
  from sending k cross join lateral (select * from edocument e where e.source_id = k.source_id and e.document = k.document offset 0) e
  where e.sender_unit_id = k.unit_id and e.side <> 2 and e.deleted_at is null and e.request in (0, 3) group by 1, 2, 3
), judged as materialized (
  select d.*, (d.taken_back or exists (select from edocument m where m.source_id = d.source_id and m.replaces = d.document and m.request = 1 and m.state = 15 and m.deleted_at is null)) as recalled,
    exists (select from edocument r where r.source_id = d.source_id and r.replaces = d.document and r.request = 3 and r.state not in (9, 16) and r.deleted_at is null
      and not exists (select from edocument m where m.source_id = r.source_id and m.replaces = r.document and m.request = 1 and m.state = 15 and m.deleted_at is null)) as replaced
  from dispatch d where not d.refused
), delivery as (
  select e.source_id, e.receiver_unit_id as unit_id, e.received_on as day from cell c cross join lateral (
    select * from edocument e where e.source_id = c.source_id and e.receiver_unit_id = c.unit_id and e.received_on = c.day and e.side <> 1 offset 0) e
  where e.deleted_at is null and e.request in (0, 3) and e.state not in (0, 9) and not (e.request = 3 and e.state = 16) and not (e.request = 0 and e.state = 15)
    and not exists (select from edocument m where m.source_id = e.source_id and m.replaces = e.document and m.request = 1 and m.state = 15 and m.deleted_at is null)
    and not exists (select from edocument r where r.source_id = e.source_id and r.replaces = e.document and r.request = 3 and r.state not in (9, 16) and r.deleted_at is null
      and not exists (select from edocument m where m.source_id = r.source_id and m.replaces = r.document and m.request = 1 and m.state = 15 and m.deleted_at is null))
), counted as (
  select j.source_id, j.unit_id, j.day, count(*) filter (where stands) as sent, count(*) filter (where stands and j.signed) as signed, count(*) filter (where stands and j.signed is not null) as signature_known,
    count(*) filter (where stands and j.signed and not j.paper) as paperless, count(*) filter (where stands and j.paper) as with_paper, count(*) filter (where stands and j.paper is not null) as paper_known,
    count(*) filter (where stands and j.delivered) as delivered, count(*) filter (where stands and j.accepted) as accepted, count(*) filter (where stands and j.completed) as completed,
    count(*) filter (where stands and j.refused_once) as refused, count(*) filter (where j.failed) as failed, count(*) filter (where j.recalled) as recalled, count(*) filter (where j.replaced and not j.recalled) as replaced,
    0 as received
  from (select *, not (failed or recalled or replaced) as stands from judged) j join cell c on c.source_id = j.source_id and c.unit_id = j.unit_id and c.day = j.day group by 1, 2, 3
  union all
  select source_id, unit_id, day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*) from delivery group by 1, 2, 3
)
select c.source_id, c.unit_id, c.day, $q$ || (select string_agg(format('coalesce(sum(n.%1$s), 0)::int as %1$s', name), ', ') from unnest(edocument_columns()) name) || $q$
from cell c left join counted n on n.source_id = c.source_id and n.unit_id = c.unit_id and n.day = c.day group by 1, 2, 3
$q$ $f$;

-- Is there a replacement of a document that holds? (The same words stand in edocument_select, where a call for each row would cost too much.)
create function edocument_replaced(source integer, name text) returns boolean language sql stable as $f$
select exists (select from edocument r where r.source_id = source and r.replaces = name and r.request = 3 and r.state not in (9, 16) and r.deleted_at is null
  and not exists (select from edocument m where m.source_id = source and m.replaces = r.document and m.request = 1 and m.state = 15 and m.deleted_at is null)) $f$;

-- The cells that changed rows touch: their own, and those of the documents they speak of, two steps far (a recall of a replacement brings the replaced document back).
create function edocument_cells(changed text) returns text language sql immutable as $f$
select $q$
with changed as materialized ($q$ || changed || $q$), named as (
  select source_id, document from changed union select source_id, replaces from changed where replaces is not null
), touched as (
  select source_id, document from named
  union select e.source_id, e.replaces from named n cross join lateral (select source_id, replaces from edocument e where e.source_id = n.source_id and e.document = n.document offset 0) e where e.replaces is not null
), related as materialized (
  select e.* from touched t cross join lateral (select source_id, side, sender_unit_id, receiver_unit_id, sent_on, received_on from edocument e where e.source_id = t.source_id and e.document = t.document offset 0) e
)
select source_id, sender_unit_id as unit_id, sent_on as day from changed where side <> 2 and sender_unit_id is not null
union select source_id, receiver_unit_id, received_on from changed where side <> 1 and receiver_unit_id is not null
union select source_id, sender_unit_id, sent_on from related where side <> 2 and sender_unit_id is not null
union select source_id, receiver_unit_id, received_on from related where side <> 1 and receiver_unit_id is not null
$q$ $f$;

create function edocument_statement(changed text) returns text language plpgsql immutable as $f$
declare columns text; sets text; kept text; fresh text;
begin
  select string_agg(c, ', '), string_agg(format('%1$s = excluded.%1$s', c), ', '), string_agg('m.' || c, ', '), string_agg('excluded.' || c, ', ') into columns, sets, kept, fresh from unnest(edocument_columns()) c;
  return 'insert into edocument_day as m (source_id, unit_id, day, ' || columns || ') ' || edocument_select(edocument_cells(changed)) || ' order by 1, 2, 3 on conflict (source_id, unit_id, day) do update set ' || sets
    || ' where (' || kept || ') is distinct from (' || fresh || ')';
end $f$;

create function edocument_changes() returns trigger language plpgsql as $f$
declare fields text := 'source_id, side, document, replaces, sender_unit_id, receiver_unit_id, sent_on, received_on';
begin
  execute edocument_statement(case tg_op when 'INSERT' then 'select ' || fields || ' from new_rows' when 'DELETE' then 'select ' || fields || ' from old_rows'
    else 'select ' || fields || ' from new_rows union all select ' || fields || ' from old_rows' end);
  return null;
end $f$;
create trigger edocument_insert after insert on edocument referencing new table as new_rows for each statement execute function edocument_changes();
create trigger edocument_update after update on edocument referencing old table as old_rows new table as new_rows for each statement execute function edocument_changes();
create trigger edocument_delete after delete on edocument referencing old table as old_rows for each statement execute function edocument_changes();

-- Full recount against edocument_day: one row for each unit and day that differs.
create function edocument_differences() returns table (source_id integer, unit_id integer, day date, kept jsonb, counted jsonb) language plpgsql stable as $f$
begin
  return query execute 'select k.source_id, k.unit_id, k.day, to_jsonb(k), to_jsonb(c) from ('
    || edocument_select('select e.source_id, e.sender_unit_id as unit_id, e.sent_on as day from edocument e where e.sender_unit_id is not null and e.side <> 2
       union select e.source_id, e.receiver_unit_id, e.received_on from edocument e where e.receiver_unit_id is not null and e.side <> 1 union select d.source_id, d.unit_id, d.day from edocument_day d')
    || ') c left join edocument_day k on k.source_id = c.source_id and k.unit_id = c.unit_id and k.day = c.day where to_jsonb(k) is distinct from to_jsonb(c)';
end $f$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Documents are not taken down: restore a backup instead.');
  }
}
