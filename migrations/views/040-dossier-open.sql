-- Open dossiers of the resolving unit by due bucket, as counted with the last edition; counts only, no dossier rows.
create view mart.dossier_open as
select u.code as unit_code, u.name as unit_name, u.level as unit_level, x.bucket, x.bucket_order, sum(x.dossiers)::bigint as dossiers
from (
  select n.unit_id, n.dossiers, case when n.days is null then 'undated' when n.days < -30 then 'late_over_30' when n.days < -10 then 'late_11_30' when n.days < 0 then 'late_1_10'
      when n.days = 0 then 'today' when n.days <= 3 then 'due_1_3' else 'due_later' end as bucket,
    case when n.days is null then 7 when n.days < -30 then 1 when n.days < -10 then 2 when n.days < 0 then 3 when n.days = 0 then 4 when n.days <= 3 then 5 else 6 end as bucket_order
  from (select o.unit_id, o.dossiers, o.due_on - (now() at time zone 'Asia/Ho_Chi_Minh')::date as days from open_dossier_day o) n
) x join unit u on u.id = x.unit_id
group by u.code, u.name, u.level, x.bucket, x.bucket_order;
