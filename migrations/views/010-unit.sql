-- Units of the province in force today, and what is still unknown. The whole registry, former units and the rest of the country: mart.unit_all.
create view mart.unit as
select u.id, u.code, u.name, u.level, p.code as parent_code, u.valid_from, u.valid_to, u.invented, u.kind, u.verified
from unit u left join (select distinct on (unit_id) unit_id, from_id from unit_move where day > current_date order by unit_id, day) a on a.unit_id = u.id left join unit p on p.id = coalesce(a.from_id, u.parent_id)
where u.home and coalesce(u.valid_from, '-infinity') <= current_date and coalesce(u.valid_to, 'infinity') >= current_date;

create view mart.unit_all as
select u.id, u.code, u.name, u.level, p.code as parent_code, u.valid_from, u.valid_to, u.invented, u.kind, u.verified, u.home
from unit u left join (select distinct on (unit_id) unit_id, from_id from unit_move where day > current_date order by unit_id, day) a on a.unit_id = u.id left join unit p on p.id = coalesce(a.from_id, u.parent_id);

-- Under whom a unit stood, and when; one row for most; both days inclusive, null = open.
create view mart.unit_parent as
select u.code as unit_code, p.code as parent_code, coalesce(m.after, u.valid_from) as valid_from, coalesce(m.day - 1, u.valid_to) as valid_to
from unit u cross join lateral (
  select m.day, m.from_id, lag(m.day) over (order by m.day) as after from (select day, from_id from unit_move where unit_id = u.id union all select null, null) m (day, from_id)
) m join unit p on p.id = coalesce(m.from_id, u.parent_id);

create view mart.unit_code as
select u.code as unit_code, c.system, c.code, nullif(c.valid_from, '0001-01-01') as valid_from, nullif(c.valid_to, '9999-12-31') as valid_to, c.verified from unit_code c join unit u on u.id = c.unit_id;

create view mart.unit_event as
select e.key, e.kind, e.day, e.basis, e.verified, e.note, array_agg(u.code order by u.code) filter (where u.code is not null) as units
from unit_event e left join (select event_id, unit_id from unit_event_unit union select event_id, from_id from unit_lineage union select event_id, to_id from unit_lineage) x on x.event_id = e.id left join unit u on u.id = x.unit_id
group by e.id;

-- Predecessor → successor. Without a weight the figures of the predecessor are not attributable, because of the reason.
create view mart.unit_lineage as
select f.code as from_code, f.name as from_name, t.code as to_code, t.name as to_name, e.day, e.kind, l.weight, l.reason, e.basis, e.verified
from unit_lineage l join unit_event e on e.id = l.event_id left join unit f on f.id = l.from_id left join unit t on t.id = l.to_id;

-- Which unit stands for each unit on the map of a day; on_code null: not attributable, and why.
drop function if exists mart.unit_on_map(date);
create function mart.unit_on_map(day date) returns table (unit_code text, on_code text, reason text) language sql stable security definer set search_path = public, pg_temp as $f$
select u.code, o.code, m.reason from unit_map(day) m join unit u on u.id = m.unit_id left join unit o on o.id = m.on_id
$f$;
