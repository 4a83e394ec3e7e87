-- Rank of a unit among those of its level (1-2-2-4), for indicators where more is better and for those where less is. Ranked are units that were in force
-- all through the period, with complete data and at least 5 cases; rank_of is how many they are. src/compute/rank.ts is the same rule in code.
create view mart.unit_rank as
select indicator, unit_code, unit_name, unit_level, period_type, period_start, hits, total, value,
  rank() over (partition by indicator, period_type, period_start, unit_level order by value desc)::int as rank_if_more_is_better,
  rank() over (partition by indicator, period_type, period_start, unit_level order by value asc)::int as rank_if_less_is_better,
  count(*) over (partition by indicator, period_type, period_start, unit_level)::int as rank_of
from (
  select v.indicator, u.code as unit_code, u.name as unit_name, u.level as unit_level, v.period_type, v.period_start, v.hits, v.total, case when v.total > 0 then v.hits / v.total else v.value::numeric end as value
  from indicator_value v join unit u on u.id = v.unit_id
  cross join lateral (select (v.period_start + case v.period_type when 'day' then interval '1 day' when 'month' then interval '1 month' when 'quarter' then interval '3 months' when 'half' then interval '6 months' else interval '1 year' end)::date - 1 as last_day) p
  where v.edition_to is null and v.status = 'available' and v.value is not null and v.coverage >= 0.98 and (v.total is null or v.total >= 5) and u.level in ('province', 'department', 'district', 'commune') and u.home
    and coalesce(u.valid_from, '-infinity') <= v.period_start and coalesce(u.valid_to, 'infinity') >= p.last_day
) x;
