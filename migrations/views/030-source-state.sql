-- Seconds since a moment in which a source is not asked (HH:MM-HH:MM by Vietnamese time, also over midnight).
create or replace function mart.quiet_seconds(quiet text[], since timestamptz) returns double precision language sql stable as $f$
  select coalesce(sum(extract(epoch from least(w.after, now()) - greatest(w.first, since))), 0)
  from unnest(quiet) q cross join generate_series((since at time zone 'Asia/Ho_Chi_Minh')::date - 1, (now() at time zone 'Asia/Ho_Chi_Minh')::date, interval '1 day') d
  cross join lateral (select (d + split_part(q, '-', 1)::time) at time zone 'Asia/Ho_Chi_Minh' as first,
    (d + split_part(q, '-', 2)::time + case when split_part(q, '-', 2)::time <= split_part(q, '-', 1)::time then interval '1 day' else interval '0' end) at time zone 'Asia/Ho_Chi_Minh' as after) w
  where w.after > since and w.first < now() $f$;

-- One row a stream that is asked: its age, and the age from which it is old. Nothing is old before half a turn more than its
-- own rhythm has passed, and hours in which nobody asks do not count.
create view mart.stream_state as
select s.key as source, t.stream, t.record, t.last_success_at, t.loaded_through, extract(epoch from now() - coalesce(t.last_success_at, s.registered_at)) as age_seconds,
  extract(epoch from greatest(s.stale_after, coalesce(t.every, s.every) * 1.5)) + mart.quiet_seconds(s.quiet, greatest(t.last_success_at, now() - interval '60 days')) as stale_after_seconds
from source s join source_stream t on t.source_id = s.id where s.enabled and s.kind <> 'import';

-- One row a source: how far it is loaded, and whether its figures may still be shown as current. Its age is that of the stream that is nearest to being old, or longest over it.
create view mart.source_state as
select s.key as source, s.title, s.family, s.kind, min(t.loaded_through) as loaded_through,
  case when s.kind = 'import' then min(t.last_success_at) when count(*) filter (where t.last_success_at is null) = 0 then (array_agg(a.last_success_at order by a.age_seconds / a.stale_after_seconds desc))[1] end as last_success_at,
  max(t.last_attempt_at) as last_attempt_at, max(t.failures) as failures,
  (array_agg(t.error_class order by t.failures desc) filter (where t.error_class is not null))[1] as error_class,
  (array_agg(t.error_text order by t.failures desc) filter (where t.error_text is not null))[1] as error_text,
  coalesce((array_agg(a.age_seconds order by a.age_seconds / a.stale_after_seconds desc nulls last))[1], extract(epoch from now() - min(coalesce(t.last_success_at, s.registered_at)))) as age_seconds,
  coalesce((array_agg(a.stale_after_seconds order by a.age_seconds / a.stale_after_seconds desc nulls last))[1], extract(epoch from s.stale_after)) as stale_after_seconds,
  case when s.kind = 'import' then 'imported'
       when min(coalesce(t.last_success_at, '-infinity')) = '-infinity' then 'never'
       when bool_or(a.age_seconds > a.stale_after_seconds) then 'stale'
       when max(t.failures) > 0 then 'failing' else 'fresh' end as state,
  (select count(*) from quarantine q where q.source_id = s.id and q.resolved_at is null) as quarantined
from source s left join source_stream t on t.source_id = s.id left join mart.stream_state a on a.source = s.key and a.stream = t.stream
where s.enabled
group by s.id;
