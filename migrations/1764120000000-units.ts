import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The registry of units through time: codes in several systems, events with date and legal basis, lineage with a weight or the reason why it
 * cannot be attributed, placeholders for units that sources name and nobody knows yet, and the stock counted at an event.
 */
export class Units1764120000000 implements MigrationInterface {
  name = 'Units1764120000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table unit
  add column kind text,                                -- sở, xã, phường, …; what people call it
  add column home boolean not null default true,       -- of this province or of those that formed it; false: the rest of the country
  add column verified boolean not null default true,   -- false: chưa xác minh
  add constraint unit_validity check (valid_from <= valid_to);
create index unit_name on unit (name);

-- What a unit is called by: org (mã định danh cơ quan), gso (mã đơn vị hành chính), name (another or former spelling, recorded as such), or any local system.
create table unit_code (
  unit_id integer not null references unit, system text not null, code text collate "C" not null,
  valid_from date not null default '0001-01-01', valid_to date not null default '9999-12-31',
  verified boolean not null default true, origin text not null,
  primary key (system, code, unit_id, valid_from), check (valid_from <= valid_to)
);
create index unit_code_unit on unit_code (unit_id);

create table unit_event (
  id integer generated always as identity primary key,
  key text collate "C" not null unique,
  kind text not null check (kind in ('create', 'merge', 'split', 'rename', 'move', 'abolish')),
  day date not null, basis text, verified boolean not null, note text, origin text not null
);
create table unit_event_unit (event_id integer not null references unit_event on delete cascade, unit_id integer not null references unit, primary key (event_id, unit_id));
-- One row an edge. from_id null: a predecessor that is not known; to_id null: a successor that is not known. Without a weight there is a reason.
create table unit_lineage (
  event_id integer not null references unit_event on delete cascade, from_id integer references unit, to_id integer references unit,
  weight numeric check (weight > 0 and weight <= 1), reason text,
  check (coalesce(from_id, to_id) is not null), check (from_id is distinct from to_id),
  check ((weight is not null and from_id is not null and to_id is not null) or reason is not null)
);
create unique index unit_lineage_edge on unit_lineage (event_id, coalesce(from_id, -1), coalesce(to_id, -1));
create index unit_lineage_from on unit_lineage (from_id);
create index unit_lineage_to on unit_lineage (to_id);
create table unit_file (name text collate "C" primary key, sha256 text not null, loaded_at timestamptz not null default now());

-- Open dossiers of a closed unit as first counted once every source had been read past the event: what its successors must carry over.
create table unit_stock (
  event_day date not null, unit_id integer not null references unit, source_id integer not null, open integer not null, counted_at timestamptz not null default now(),
  primary key (event_day, unit_id, source_id)
);

-- The placeholder that holds what waits for the answer; null: counted for unit 0 (seen before placeholders, or one too many).
alter table unit_unmatched add column unit_id integer references unit;
create index unit_unmatched_unit on unit_unmatched (unit_id);

-- Which unit stands for each unit on the map of a day: itself while valid, else whoever alone took it over whole, else whom alone and whole it
-- came from. on_id null: not attributable, and why.
create function unit_map(map_day date) returns table (unit_id integer, on_id integer, reason text) language sql stable as $f$
with recursive walk as (
  select u.id as unit_id, u.id as at_id, u.valid_from, u.valid_to, null::text as reason, 0 as depth from unit u
  union all
  select w.unit_id, n.next_id, x.valid_from, x.valid_to,
    case when w.depth >= 30 then 'vòng lặp trong quan hệ kế tục' when n.next_id is null then n.reason end, w.depth + 1
  from walk w
  cross join lateral (select coalesce(w.valid_to < map_day, false) as forwards) d
  cross join lateral (
    -- forwards: the one edge that leaves the unit; backwards: the one edge that enters it
    select case when count(*) = 1 and max(e.weight) = 1 then max(e.next_id) end as next_id,
      coalesce(min(e.reason), case when count(*) = 0 then 'không ghi đơn vị ' else 'gồm nhiều đơn vị ' end || case when d.forwards then 'kế tục' else 'tiền nhiệm' end) as reason
    from (select l.to_id as next_id, l.weight, l.reason from unit_lineage l where d.forwards and l.from_id = w.at_id
      union all select l.from_id, l.weight, l.reason from unit_lineage l where not d.forwards and l.to_id = w.at_id) e
  ) n
  left join unit x on x.id = n.next_id
  where w.at_id is not null and w.reason is null and (w.valid_to < map_day or w.valid_from > map_day) and w.depth <= 30
)
select distinct on (w.unit_id) w.unit_id, case when w.reason is null then w.at_id end, w.reason from walk w order by w.unit_id, w.depth desc
$f$;
`);
  }

  async down(): Promise<void> {
    throw new Error('The registry of units is not taken down: restore a backup instead.');
  }
}
