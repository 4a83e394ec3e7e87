-- Open dossiers of the resolving unit by due bucket; counts only, no dossier rows.
create view mart.dossier_open as
select u.code as unit_code, u.name as unit_name, u.level as unit_level, b.bucket, b.bucket_order, count(*) as dossiers
from dossier d join unit u on u.id = d.resolving_unit_id
join source s on s.id = d.source_id and (s.active_from is null or (d.received_at at time zone 'Asia/Ho_Chi_Minh')::date >= s.active_from) and (s.active_to is null or (d.received_at at time zone 'Asia/Ho_Chi_Minh')::date <= s.active_to)
cross join lateral (select (d.due_at at time zone 'Asia/Ho_Chi_Minh')::date - (now() at time zone 'Asia/Ho_Chi_Minh')::date as days) x
cross join lateral (select case when x.days is null then 'undated' when x.days < -30 then 'late_over_30' when x.days < -10 then 'late_11_30' when x.days < 0 then 'late_1_10'
    when x.days = 0 then 'today' when x.days <= 3 then 'due_1_3' else 'due_later' end as bucket,
  case when x.days is null then 7 when x.days < -30 then 1 when x.days < -10 then 2 when x.days < 0 then 3 when x.days = 0 then 4 when x.days <= 3 then 5 else 6 end as bucket_order) b
where d.ended_at is null and d.deleted_at is null and d.status not in (1, 3)
group by u.code, u.name, u.level, b.bucket, b.bucket_order;
