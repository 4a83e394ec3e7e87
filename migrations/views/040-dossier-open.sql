-- Open dossiers of the resolving unit by due bucket; counts only, no dossier rows. Counted by local due day first, from the index alone; words after.
-- Materialized: a condition on the bucket must not reach the count, where nobody can estimate it.
create view mart.dossier_open as
with n as materialized (
  select d.resolving_unit_id as unit_id, (d.due_at at time zone 'Asia/Ho_Chi_Minh')::date - (select (now() at time zone 'Asia/Ho_Chi_Minh')::date) as days, count(*) as dossiers
  from dossier d join source s on s.id = d.source_id and (s.active_from is null or (d.received_at at time zone 'Asia/Ho_Chi_Minh')::date >= s.active_from) and (s.active_to is null or (d.received_at at time zone 'Asia/Ho_Chi_Minh')::date <= s.active_to)
  where d.ended_at is null and d.deleted_at is null and d.status not in (1, 3) group by 1, 2
)
select u.code as unit_code, u.name as unit_name, u.level as unit_level, x.bucket, x.bucket_order, sum(x.dossiers)::bigint as dossiers
from (
  select n.unit_id, n.dossiers, case when n.days is null then 'undated' when n.days < -30 then 'late_over_30' when n.days < -10 then 'late_11_30' when n.days < 0 then 'late_1_10'
      when n.days = 0 then 'today' when n.days <= 3 then 'due_1_3' else 'due_later' end as bucket,
    case when n.days is null then 7 when n.days < -30 then 1 when n.days < -10 then 2 when n.days < 0 then 3 when n.days = 0 then 4 when n.days <= 3 then 5 else 6 end as bucket_order
  from n
) x join unit u on u.id = x.unit_id
group by u.code, u.name, u.level, x.bucket, x.bucket_order;
