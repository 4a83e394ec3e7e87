-- Values of the current edition. Share = hits ÷ total; never averaged.
create view mart.indicator_value as
select v.indicator, u.code as unit_code, u.name as unit_name, u.level as unit_level, v.period_type, v.period_start, v.hits, v.total, v.value, v.score, v.max_score,
  v.status, v.reason, v.version, v.coverage, v.basis as source, (select max(number) from edition) as edition, v.computed_at
from indicator_value v join unit u on u.id = v.unit_id
where v.edition_to is null;
