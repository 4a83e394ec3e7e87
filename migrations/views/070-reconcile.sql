create view mart.reconciliation_list as
select s.key as source, l.stream, l.window_from, l.window_to, l.listed, l.missing, l.changed, l.extra, l.removed, l.quarantined, l.skipped, l.verdict, l.explanation, l.samples, l.run_id, l.checked_at
from reconciliation_list l join source s on s.id = l.source_id;

-- Theirs beside ours, never mixed. unit_code null = the whole source.
create view mart.reconciliation as
select s.key as source, c.against, o.key as other_source, u.code as unit_code, u.name as unit_name, c.period_type, c.period_start, c.measure, c.theirs, c.ours, c.difference,
  c.verdict, c.category, c.explanation, c.run_id, c.since, c.checked_at
from reconciliation c join source s on s.id = c.source_id join source o on o.id = c.other_source_id left join unit u on u.id = c.unit_id;

-- The ledger: figures of periods that were over when a later edition said something else, from what to what, with the runs in between. A figure that
-- was not known before is a late arrival, not a correction.
create view mart.correction as
select o.indicator, u.code as unit_code, u.name as unit_name, o.period_type, o.period_start, o.edition_from as first_edition, n.edition_from as edition, e.published_at as corrected_at,
  o.hits as old_hits, o.total as old_total, o.value as old_value, o.score as old_score, o.status as old_status, o.reason as old_reason,
  n.hits as new_hits, n.total as new_total, n.value as new_value, n.score as new_score, n.status as new_status, n.reason as new_reason,
  case when o.version <> n.version then 'formula' when o.basis <> n.basis then 'source' else 'records' end as kind,
  c.touched, c.deleted, c.causes
from indicator_value o
join indicator_value n on n.indicator = o.indicator and n.period_type = o.period_type and n.period_start = o.period_start and n.unit_id = o.unit_id and n.edition_from = o.edition_to and n.edition_from > 1
-- Of old editions only the last of each day is kept: it says the day.
cross join lateral (select e.published_at from edition e where e.number >= n.edition_from order by e.number limit 1) e
join unit u on u.id = o.unit_id
left join lateral (
  select sum(k.touched)::int as touched, sum(k.deleted)::int as deleted,
    jsonb_agg(jsonb_build_object('source', s.key, 'runs', k.runs, 'touched', k.touched, 'deleted', k.deleted, 'samples', k.samples) order by s.key) as causes
  from correction_cause k join source s on s.id = k.source_id
  where k.edition = n.edition_from and k.unit_id = o.unit_id and k.period_type = o.period_type and k.period_start = o.period_start
) c on true
where o.edition_to is not null and o.status = 'available' and (o.hits, o.total, o.value, o.score, o.status) is distinct from (n.hits, n.total, n.value, n.score, n.status)
  -- The edition before it already showed the period as one that was over. Most versions are of running periods: they go without looking for that edition.
  and period_after(o.period_type, o.period_start) <= (now() at time zone 'Asia/Ho_Chi_Minh')::date
  and (select (b.published_at at time zone 'Asia/Ho_Chi_Minh')::date from edition b where b.number < n.edition_from order by b.number desc limit 1) >= period_after(o.period_type, o.period_start);

create view mart.data_quality as
select s.key as source, u.code as unit_code, u.name as unit_name, q.dimension, q.hits, q.total, q.score, q.reason, q.evidence, q.measured_at
from data_quality q join source s on s.id = q.source_id left join unit u on u.id = q.unit_id;

create view mart.held_value as
select h.indicator, u.code as unit_code, u.name as unit_name, h.period_type, h.period_start, h.rule, h.reason, h.hits, h.total, h.value, h.held_at, h.released_at, h.confirmed_at, h.confirmed_by, h.why,
  h.released_at is null and h.confirmed_at is null as open
from held_value h join unit u on u.id = h.unit_id;

-- Parts of the expected time [start, now) that no run has loaded and nobody has waived. A live checkpoint never passes a window that was not loaded,
-- so that everything from the first live question to it is there; backfills add what they finished.
create view mart.window_gap as
with expected as (
  select t.source_id, t.stream, t.loaded_through, s.stale_after + t.hold_back as late_after,
    coalesce(t.expected_from, (nullif(t.layout, '')::jsonb ->> 'start')::date)::timestamp at time zone 'Asia/Ho_Chi_Minh' as start
  from source_stream t join source s on s.id = t.source_id where s.enabled and s.kind = 'api'
), live as (
  select e.source_id, e.stream, f.window_from as first from expected e cross join lateral (
    select r.window_from from run r where r.source_id = e.source_id and r.stream = e.stream and r.kind in ('live', 'deep') and r.window_from is not null order by r.window_from limit 1) f
), covered as (
  select source_id, stream, range_agg(part) as parts from (
    select e.source_id, e.stream, tstzrange(live.first, e.loaded_through) as part from expected e join live using (source_id, stream) where e.loaded_through > live.first
    union all
    select r.source_id, r.stream, tstzrange(r.window_from, r.window_to) from run r join expected e using (source_id, stream) where r.kind in ('backfill', 'full', 'import') and r.outcome = 'done' and r.window_to > r.window_from
    union all
    select w.source_id, e.stream, tstzrange(w.window_from, w.window_to) from window_waiver w join expected e on e.source_id = w.source_id and (w.stream is null or w.stream = e.stream)
  ) p group by 1, 2
), gap as (
  select e.source_id, e.stream, lower(g) as gap_from, upper(g) as gap_to, case when e.loaded_through is null then 'never' when lower(g) >= e.loaded_through then 'behind' else 'hole' end as kind
  from expected e left join covered c using (source_id, stream)
  cross join lateral unnest(tstzmultirange(tstzrange(e.start, greatest(e.start, now() - e.late_after))) - coalesce(c.parts, '{}'::tstzmultirange)) g
  where e.start is not null and not isempty(g)
  union all
  -- The source's own list was refused here: what stands in our figures is not what the source says now.
  select l.source_id, l.stream, l.window_from, l.window_to, 'refused' from reconciliation_list l
  where l.verdict = 'refused'
    and not exists (select from reconciliation_list n where n.source_id = l.source_id and n.stream = l.stream and n.run_id > l.run_id and n.window_from < l.window_to and n.window_to > l.window_from)
    and not exists (select from window_waiver w where w.source_id = l.source_id and (w.stream is null or w.stream = l.stream) and w.window_from <= l.window_from and w.window_to >= l.window_to and w.waived_at > l.checked_at)
)
select s.key as source, g.stream, g.gap_from, g.gap_to, g.kind, g.source_id from gap g join source s on s.id = g.source_id;

create view mart.window_waiver as
select s.key as source, w.stream, w.window_from, w.window_to, w.waived_by, w.why, w.waived_at from window_waiver w join source s on s.id = w.source_id;

-- Rows that a source lists of a dossier which counts under another of its codes, by unit and month of reception. No codes: enough hashes to find them.
create view mart.second_code as
select s.key as source, u.code as unit_code, u.name as unit_name, date_trunc('month', d.received_at at time zone interval '7 hours')::date as month, count(*)::int as rows,
  (array_agg(left(encode(sha256(convert_to(d.code, 'UTF8')), 'hex'), 12) order by d.code))[1:10] as samples
from dossier d join source s on s.id = d.source_id join unit u on u.id = d.resolving_unit_id where d.double_of is not null group by 1, 2, 3, 4;
