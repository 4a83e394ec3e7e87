-- Values of the current edition in both reading modes. as-was: the units of that time; as-is: history folded into the units of today, a unit that has ended
-- shows nothing of its own there. What reads alike on both maps is stored once.
create view mart.indicator_value_map as
select 'as-was' as map, v.*, null::text[] as from_codes from mart.indicator_value v
union all
select 'as-is', v.indicator, v.unit_code, v.unit_name, v.unit_level, v.period_type, v.period_start,
  case when not u.ended then v.hits end, case when not u.ended then v.total end, case when not u.ended then v.value end, case when not u.ended then v.score end, v.max_score,
  case when u.ended then 'unavailable' else v.status end,
  case when u.ended then 'Đơn vị không có trên bản đồ hôm nay (đến ' || to_char(u.valid_to, 'DD/MM/YYYY') || '); xem đơn vị kế tục.' else v.reason end,
  v.version, case when not u.ended then v.coverage end, v.source, v.edition, v.computed_at, null
from mart.indicator_value v
join (select id, code, valid_to, coalesce(valid_to < (now() at time zone 'Asia/Ho_Chi_Minh')::date, false) as ended from unit) u on u.code = v.unit_code
where not exists (select from map_fold f where f.unit_id = u.id and f.period_type = v.period_type and f.period_start = v.period_start)
union all
select 'as-is', v.indicator, u.code, u.name, u.level, v.period_type, v.period_start, v.hits, v.total, v.value, v.score, v.max_score,
  v.status, v.reason, v.version, v.coverage, v.basis, (select max(number) from edition), v.computed_at, f.from_codes
from map_value v join unit u on u.id = v.unit_id join map_fold f on f.unit_id = v.unit_id and f.period_type = v.period_type and f.period_start = v.period_start
where v.edition_to is null
union all
select 'as-is', a.indicator, u.code, u.name, u.level, a.period_type, a.period_start, null, null, null, null, a.max_score,
  'unavailable', a.reason, a.version, null, a.basis, (select max(number) from edition), a.computed_at, f.from_codes
from map_absence a join unit_set_member m on m.set_id = a.unit_set_id join unit u on u.id = m.unit_id
join map_fold f on f.unit_id = u.id and f.period_type = a.period_type and f.period_start = a.period_start
where a.edition_to is null;
