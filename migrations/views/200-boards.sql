-- What boards choose by: a period is written 2026-08, 2026-Q3, 2026-H1 or 2026. Immutable, so that a chosen period is a constant to the planner.
create or replace function mart.period_type(code text) returns text language sql immutable as $f$
  select case when code ~ '^\d{4}-\d{2}$' then 'month' when code ~ '^\d{4}$' then 'year' when code ~ '^\d{4}-Q[1-4]$' then 'quarter' when code ~ '^\d{4}-H[12]$' then 'half' when code ~ '^\d{4}-\d{2}-\d{2}$' then 'day' end $f$;
create or replace function mart.period_start(code text) returns date language sql immutable as $f$
  select make_date(left(code, 4)::int, case when substr(code, 6, 1) = 'Q' then substr(code, 7, 1)::int * 3 - 2 when substr(code, 6, 1) = 'H' then substr(code, 7, 1)::int * 6 - 5 when length(code) >= 7 then substr(code, 6, 2)::int else 1 end,
    case when length(code) = 10 then right(code, 2)::int else 1 end) $f$;
create or replace function mart.period_step(code text) returns interval language sql immutable as $f$
  select case when code ~ '^\d{4}-\d{2}$' then interval '1 month' when code ~ '^\d{4}$' then interval '1 year' when code ~ '-Q' then interval '3 months' when code ~ '-H' then interval '6 months' else interval '1 day' end $f$;
-- First day after it.
create or replace function mart.period_after(code text) returns date language sql immutable as $f$ select (mart.period_start(code) + mart.period_step(code))::date $f$;
create or replace function mart.period_code(period_type text, period_start date) returns text language sql immutable as $f$
  select case period_type when 'month' then to_char(period_start, 'YYYY-MM') when 'quarter' then to_char(period_start, 'YYYY"-Q"Q') when 'half' then to_char(period_start, 'YYYY') || case when extract(month from period_start) < 7 then '-H1' else '-H2' end
    when 'year' then to_char(period_start, 'YYYY') else to_char(period_start, 'YYYY-MM-DD') end $f$;

-- The same for readers: 08/2026, quý 3/2026, 6 tháng đầu năm 2026, 2026, 17/08/2026.
create or replace function mart.period_text(period_type text, period_start date) returns text language sql immutable as $f$
  select case period_type when 'month' then to_char(period_start, 'MM/YYYY') when 'quarter' then to_char(period_start, '"quý "Q/YYYY') when 'half' then case when extract(month from period_start) < 7 then '6 tháng đầu năm ' else '6 tháng cuối năm ' end || to_char(period_start, 'YYYY')
    when 'year' then to_char(period_start, 'YYYY') else to_char(period_start, 'DD/MM/YYYY') end $f$;
-- 93784 s → 1 ngày 2 giờ.
create or replace function mart.duration_text(seconds numeric) returns text language sql immutable as $f$
  select case when seconds < 60 then 'dưới 1 phút' when seconds < 3600 then floor(seconds / 60) || ' phút' when seconds < 86400 then floor(seconds / 3600) || ' giờ' || case when floor(seconds % 3600 / 60) > 0 then ' ' || floor(seconds % 3600 / 60) || ' phút' else '' end
    else translate(to_char(floor(seconds / 86400), 'FM999,999'), ',', '.') || ' ngày' || case when floor(seconds % 86400 / 3600) > 0 then ' ' || floor(seconds % 86400 / 3600) || ' giờ' else '' end end $f$;

-- A number as Vietnamese readers write it: 1.234,5. At most two decimals without trailing zeros; with one decimal it is kept.
create or replace function mart.number_text(n double precision, digits integer) returns text language sql immutable as $f$
  select translate(case when digits = 1 then to_char(round(n::numeric, 1), 'FM999,999,999,990.0') else rtrim(to_char(round(n::numeric, digits), 'FM999,999,999,990.99'), '.') end, ',.', '.,') $f$;

-- Published periods; days are left out. The running month first, then older months, quarters, halves, years.
create view mart.period as
select mart.period_code(p.period_type, p.period_start) as code, p.period_type, p.period_start,
  case p.period_type when 'month' then to_char(p.period_start, '"Tháng" MM/YYYY') when 'quarter' then to_char(p.period_start, '"Quý" Q/YYYY')
    when 'half' then case when extract(month from p.period_start) < 7 then '6 tháng đầu năm ' else '6 tháng cuối năm ' end || to_char(p.period_start, 'YYYY') else to_char(p.period_start, '"Năm" YYYY') end as label,
  case p.period_type when 'month' then 1 when 'quarter' then 2 when 'half' then 3 else 4 end as kind_order,
  exists (select from map_period m where m.period_type = p.period_type and m.period_start = p.period_start) as maps_differ
from (
  select v.period_type, v.period_start from indicator_value v where v.unit_id in (select u.id from unit u where u.level = 'province') and v.edition_to is null
  union select a.period_type, a.period_start from indicator_absence a where a.edition_to is null
) p where p.period_type in ('month', 'quarter', 'half', 'year');

-- A figure as a board shows it, in both reading modes (map: as-was, today). state, the first that holds: unavailable; stale (a source behind a running period has stopped);
-- incomplete (less than 98 % of the period is loaded: what nothing was found of yet may still come); empty (nothing to count); else its light: reached, near, missed, none.
create view mart.figure_map as
select v.*, s.target, s.target_document, s.target_verified, s.light, s.light_reason, s.rank, s.rank_of, b.rank as rank_before, b.rank - s.rank as places_gained,
  mart.period_code(v.period_type, v.period_start) as period,
  case when v.status = 'unavailable' then 'unavailable'
    when mart.period_after(mart.period_code(v.period_type, v.period_start)) > (now() at time zone 'Asia/Ho_Chi_Minh')::date
      and regexp_split_to_array(regexp_replace(v.source, '(^|\+)[a-z-]+:', ',', 'g'), ',') && (select coalesce(array_agg(x.source), '{}') from mart.source_state x where x.state in ('stale', 'never')) then 'stale'
    when v.coverage < 0.98 then 'incomplete'
    when v.value is null and v.score is null then 'empty' else coalesce(s.light, 'none') end as state
from mart.indicator_value_map v
left join unit u on u.code = v.unit_code
left join standing s on v.on_map and s.period_type = v.period_type and s.period_start = v.period_start and s.indicator = v.indicator and s.unit_id = u.id and s.map in (v.map, 'both')
left join standing b on b.indicator = s.indicator and b.unit_id = s.unit_id and b.period_type = s.period_type and b.map in (v.map, 'both')
  and b.period_start = (s.period_start - case s.period_type when 'month' then interval '1 month' when 'quarter' then interval '3 months' when 'half' then interval '6 months' else interval '1 year' end)::date;

-- The same as it was.
create view mart.figure as
select indicator, unit_code, unit_name, unit_level, period_type, period_start, hits, total, value, score, max_score, status, reason, version, coverage, source, edition, computed_at,
  target, target_document, target_verified, light, light_reason, rank, rank_of, rank_before, places_gained, period, state
from mart.figure_map where map = 'as-was';

-- The dossiers of mart.dossier_open by procedure and field.
create view mart.dossier_open_procedure as
select u.code as unit_code, u.name as unit_name, u.level as unit_level, p.code as procedure_code, p.name as procedure_name, f.code as field_code, p.field_name,
  o.open, o.undated, o.overdue, o.due_soon, case when o.overdue > 0 then (now() at time zone 'Asia/Ho_Chi_Minh')::date - o.first_due_on end as longest_days
from open_dossier_procedure o join unit u on u.id = o.unit_id left join procedure p on p.id = o.procedure_id left join field f on f.id = coalesce(p.field_id, 0);

-- Counts of each day in all units, by channel and outcome.
create view mart.flow_day as
select u.code as unit_code, u.level as unit_level, m.day, sum(m.received) as received, sum(m.received_online) as online, sum(m.received_counter) as counter, sum(m.received_postal) as postal, sum(m.received_other) as other,
  sum(m.resolved) as resolved, sum(m.resolved_early) as early, sum(m.resolved_on_day) as on_day, sum(m.resolved_late_by_date) as late, sum(m.resolved_undated) as undated
from measure_day m join unit u on u.id = m.unit_id group by u.code, u.level, m.day;

-- Dossiers received in [first, after) by channel, all units.
create or replace function mart.channel_total(first date, after date) returns table (part text, value numeric) language sql stable as $f$
  select c.part, sum(c.value) from mart.flow_day m cross join lateral (values ('Trực tuyến', m.online), ('Trực tiếp', m.counter), ('Bưu chính', m.postal), ('Không rõ kênh', m.other)) c (part, value)
  where m.day >= first and m.day < after group by 1 $f$;

-- Register items that are not done: counts by kind and unit.
create view mart.register_open as
select u.code as unit_code, u.name as unit_name, u.level as unit_level, i.kind, count(*) as open,
  count(*) filter (where i.due_on < (now() at time zone 'Asia/Ho_Chi_Minh')::date) as overdue, min(i.due_on) as first_due_on
from register_item i join unit u on u.id = i.unit_id
where i.done_on is null and not i.cancelled and i.deleted_at is null group by u.code, u.name, u.level, i.kind;

-- Kinds of register that a source or a file has given.
create view mart.register_kind as
select distinct t.layout::jsonb ->> 'kind' as kind from source_stream t join source s on s.id = t.source_id
where t.record = 'item' and t.layout like '{%' and (t.reached is not null or s.enabled and (t.last_success_at is not null or s.kind = 'import'));

-- Days from and to which a source counts.
create view mart.source_cutover as
select key as source, title, active_from as day, 'from' as kind from source where enabled and active_from is not null
union all select key, title, active_to, 'to' from source where enabled and active_to is not null;

-- Points of index 766 that a unit misses in the components that are known (a component has counts, a group has none); known_max is what they could give.
create view mart.lost_766 as
select v.map, v.unit_code, v.unit_name, v.unit_level, v.period_type, v.period_start, sum(v.max_score - v.score) as lost, sum(v.max_score) as known_max
from mart.indicator_value_map v where v.on_map and v.indicator like 'index766-%' and v.hits is not null and v.score is not null
group by v.map, v.unit_code, v.unit_name, v.unit_level, v.period_type, v.period_start;
