-- One row a source: how far it is loaded, and whether its figures may still be shown as current.
create view mart.source_state as
select s.key as source, s.title, s.family, s.kind, min(t.loaded_through) as loaded_through, min(t.last_success_at) as last_success_at,
  max(t.last_attempt_at) as last_attempt_at, max(t.failures) as failures,
  (array_agg(t.error_class order by t.failures desc) filter (where t.error_class is not null))[1] as error_class,
  (array_agg(t.error_text order by t.failures desc) filter (where t.error_text is not null))[1] as error_text,
  extract(epoch from now() - min(coalesce(t.last_success_at, s.registered_at))) as age_seconds,
  extract(epoch from s.stale_after) as stale_after_seconds,
  case when s.kind = 'import' then 'imported'
       when min(coalesce(t.last_success_at, '-infinity')) = '-infinity' then 'never'
       when now() - min(t.last_success_at) > s.stale_after then 'stale'
       when max(t.failures) > 0 then 'failing' else 'fresh' end as state,
  (select count(*) from quarantine q where q.source_id = s.id and q.resolved_at is null) as quarantined
from source s left join source_stream t on t.source_id = s.id
where s.enabled
group by s.id;
