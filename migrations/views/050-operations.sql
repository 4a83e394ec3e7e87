create view mart.run as
select s.key as source, r.stream, r.kind, r.started_at, r.ended_at, r.outcome, r.pages, r.records, r.new, r.changed, r.unchanged, r.skipped, r.quarantined, r.error_class, r.error_text
from run r join source s on s.id = r.source_id;

create view mart.quarantine_summary as
select s.key as source, q.stream, q.reason, count(*) as records, min(q.seen_at) as first_seen_at, max(q.last_seen_at) as last_seen_at,
  (array_agg(q.message order by q.last_seen_at desc))[1] as message
from quarantine q join source s on s.id = q.source_id where q.resolved_at is null group by 1, 2, 3;

create view mart.edition as
select number, published_at, as_of, changes from edition order by number desc limit 100;

-- What sources call units that nobody knows, and how many records wait for the answer (dossiers once for each role of the unit).
create view mart.unit_unmatched as
select s.key as source, m.kind, m.value, m.name, m.first_seen_at, m.last_seen_at, u.code as placeholder, coalesce(d.receiving, 0)::int as receiving, coalesce(d.resolving, 0)::int as resolving,
  (select count(*) from statistic t where t.source_id = m.source_id and t.unit_id = m.unit_id and t.superseded_at is null)::int as statistics,
  (select count(*) from register_item i where i.source_id = m.source_id and i.unit_id = m.unit_id and i.deleted_at is null)::int as items,
  (select count(*) from edocument e where e.source_id = m.source_id and m.unit_id in (e.sender_unit_id, e.receiver_unit_id) and e.deleted_at is null)::int as documents
from unit_unmatched m join source s on s.id = m.source_id left join unit u on u.id = m.unit_id
left join lateral (select sum(x.received) as receiving, sum(x.accepted) as resolving from measure_day x where x.source_id = m.source_id and x.unit_id = m.unit_id) d on true;

-- Daily flows for trend panels, all sources of a unit added.
create view mart.measure_day as
select u.code as unit_code, m.day, sum(m.received) as received, sum(m.received_online) as received_online, sum(m.resolved) as resolved, sum(m.resolved_late_by_date) as resolved_late
from measure_day m join unit u on u.id = m.unit_id group by u.code, m.day;
