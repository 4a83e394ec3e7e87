-- Values of the current edition in both reading modes. as-was: the units of that time; today: history folded into the units of today. A unit that has ended shows
-- nothing of its own on today's map (on_map is false: lists leave it out). What reads alike on both maps is stored once.
create view mart.indicator_value_map as
select 'as-was' as map, v.*, null::text[] as from_codes, true as on_map from mart.indicator_value v
union all
select 'today', v.indicator, u.code, u.name, u.level, v.period_type, v.period_start,
  case when not e.ended then v.hits end, case when not e.ended then v.total end, case when not e.ended then v.value end, case when not e.ended then v.score end, v.max_score,
  case when e.ended then 'unavailable' else v.status end, case when e.ended then 'Đơn vị không có trên bản đồ hôm nay (đến ' || to_char(u.valid_to, 'DD/MM/YYYY') || '); xem đơn vị kế tục.' else v.reason end,
  v.version, case when not e.ended then v.coverage end, v.basis, (select max(number) from edition), v.computed_at, null, not e.ended
from indicator_value v join unit u on u.id = v.unit_id cross join lateral (select coalesce(u.valid_to < (now() at time zone 'Asia/Ho_Chi_Minh')::date, false) as ended) e
where v.edition_to is null and not exists (select from map_fold f where f.unit_id = v.unit_id and f.period_type = v.period_type and f.period_start = v.period_start)
union all
select 'today', i.indicator, u.code, u.name, u.level, a.period_type, a.period_start, null, null, null, null, i.max_score,
  'unavailable', case when e.ended then 'Đơn vị không có trên bản đồ hôm nay (đến ' || to_char(u.valid_to, 'DD/MM/YYYY') || '); xem đơn vị kế tục.' else i.before || a.reason || i.after end, i.version, null, a.basis, (select max(number) from edition), a.computed_at, null, not e.ended
from indicator_absence a join indicator_set_member i on i.set_id = a.indicator_set_id join unit_set_member m on m.set_id = a.unit_set_id join unit u on u.id = m.unit_id cross join lateral (select coalesce(u.valid_to < (now() at time zone 'Asia/Ho_Chi_Minh')::date, false) as ended) e
where a.edition_to is null and not exists (select from map_fold f where f.unit_id = m.unit_id and f.period_type = a.period_type and f.period_start = a.period_start)
union all
select 'today', v.indicator, u.code, u.name, u.level, v.period_type, v.period_start, v.hits, v.total, v.value, v.score, v.max_score,
  v.status, v.reason, v.version, v.coverage, v.basis, (select max(number) from edition), v.computed_at, f.from_codes, true
from map_value v join unit u on u.id = v.unit_id join map_fold f on f.unit_id = v.unit_id and f.period_type = v.period_type and f.period_start = v.period_start
where v.edition_to is null
union all
select 'today', i.indicator, u.code, u.name, u.level, a.period_type, a.period_start, null, null, null, null, i.max_score,
  'unavailable', i.before || a.reason || i.after, i.version, null, a.basis, (select max(number) from edition), a.computed_at, f.from_codes, true
from map_absence a join indicator_set_member i on i.set_id = a.indicator_set_id join unit_set_member m on m.set_id = a.unit_set_id join unit u on u.id = m.unit_id
join map_fold f on f.unit_id = u.id and f.period_type = a.period_type and f.period_start = a.period_start
where a.edition_to is null;

-- Whose counts stand in the figures of a unit on today's map, where they are not its own alone; none: not attributable.
create view mart.unit_folded as
select u.code as unit_code, f.period_type, f.period_start, f.from_codes from map_fold f join unit u on u.id = f.unit_id;

-- Periods in which the two maps differ. Everywhere else both say the same.
create view mart.map_period as select period_type, period_start from map_period;

-- Target, light and place of each value beside its place in the period before, in both reading modes. Places on today's map are among the units of today. Joins of
-- tables only, so that each is one step through its index from a figure.
create view mart.standing_map as
select m.map, s.indicator, u.code as unit_code, u.name as unit_name, u.level as unit_level, s.period_type, s.period_start, s.target, s.target_document, s.target_verified,
  s.light, s.light_reason, s.rank, s.rank_of, b.rank as rank_before, b.rank - s.rank as places_gained
from standing s join (values ('as-was'), ('today')) m (map) on s.map in (m.map, 'both') join unit u on u.id = s.unit_id and (m.map = 'as-was' or coalesce(u.valid_to >= (now() at time zone 'Asia/Ho_Chi_Minh')::date, true))
left join standing b on b.indicator = s.indicator and b.unit_id = s.unit_id and b.period_type = s.period_type and b.map in (m.map, 'both')
  and b.period_start = (s.period_start - case s.period_type when 'month' then interval '1 month' when 'quarter' then interval '3 months' when 'half' then interval '6 months' else interval '1 year' end)::date;

create view mart.standing as
select indicator, unit_code, unit_name, unit_level, period_type, period_start, target, target_document, target_verified, light, light_reason, rank, rank_of, rank_before, places_gained
from mart.standing_map where map = 'as-was';
