-- Every version that is kept; it holds for editions from edition_from up to before edition_to (null = still). Of running periods and of editions older than two
-- days only the last edition of a day (mart.edition_day) is whole.
create view mart.indicator_history as
select v.indicator, u.code as unit_code, u.name as unit_name, u.level as unit_level, v.period_type, v.period_start, v.hits, v.total, v.value, v.score, v.max_score,
  v.status, v.reason, v.version, v.coverage, v.basis as source, v.computed_at, v.edition_from, v.edition_to
from indicator_value v join unit u on u.id = v.unit_id
union all
select i.indicator, u.code, u.name, u.level, a.period_type, a.period_start, null, null, null, null, i.max_score,
  'unavailable', i.before || a.reason || i.after, i.version, null, a.basis, a.computed_at, a.edition_from, a.edition_to
from indicator_absence a join indicator_set_member i on i.set_id = a.indicator_set_id join unit_set_member m on m.set_id = a.unit_set_id join unit u on u.id = m.unit_id;

create view mart.history_gap as select period_type, period_start, edition_from, edition_to from history_gap;

-- The last edition of each local day on which one was published.
create view mart.edition_day as
select distinct on ((published_at at time zone 'Asia/Ho_Chi_Minh')::date) (published_at at time zone 'Asia/Ho_Chi_Minh')::date as day, number, published_at, as_of
from edition order by (published_at at time zone 'Asia/Ho_Chi_Minh')::date, number desc;

-- What was known at the end of a local day: the values of the last edition up to then. A version that retention has removed answers "not kept".
-- In line with the query (no definer's rights), so that its conditions reach the indexes.
drop function if exists mart.indicator_value_as_known(date);
create function mart.indicator_value_as_known(known_on date) returns table (
  indicator text, unit_code text, unit_name text, unit_level text, period_type text, period_start date, hits numeric, total numeric, value double precision, score numeric, max_score numeric,
  status text, reason text, version text, coverage double precision, source text, edition integer, computed_at timestamptz)
language sql stable as $f$
  select h.indicator, h.unit_code, h.unit_name, h.unit_level, h.period_type, h.period_start, h.hits, h.total, h.value, h.score, h.max_score,
    h.status, h.reason, h.version, h.coverage, h.source, (select max(d.number) from mart.edition_day d where d.day <= known_on), h.computed_at
  from mart.indicator_history h
  where h.edition_from <= (select max(d.number) from mart.edition_day d where d.day <= known_on)
    and (h.edition_to is null or h.edition_to > (select max(d.number) from mart.edition_day d where d.day <= known_on))
  union all
  select k.indicator, k.unit_code, k.unit_name, k.unit_level, k.period_type, k.period_start, null, null, null, null, k.max_score,
    'unavailable', 'Không còn lưu số liệu đã biết vào ngày ' || to_char(known_on, 'DD/MM/YYYY') || '.', k.version, null, 'none',
    (select max(d.number) from mart.edition_day d where d.day <= known_on), null
  from mart.history_gap g
  join (select distinct on (h.indicator, h.unit_code, h.unit_name, h.unit_level, h.period_type, h.period_start) h.indicator, h.unit_code, h.unit_name, h.unit_level, h.period_type, h.period_start, h.max_score, h.version
        from mart.indicator_history h order by h.indicator, h.unit_code, h.unit_name, h.unit_level, h.period_type, h.period_start, h.edition_from desc) k on k.period_type = g.period_type and k.period_start = g.period_start
  where (select max(d.number) from mart.edition_day d where d.day <= known_on) between g.edition_from and g.edition_to - 1
    and not exists (select from mart.indicator_history h where h.indicator = k.indicator and h.unit_code = k.unit_code and h.period_type = k.period_type and h.period_start = k.period_start
      and h.edition_from <= (select max(d.number) from mart.edition_day d where d.day <= known_on)
      and (h.edition_to is null or h.edition_to > (select max(d.number) from mart.edition_day d where d.day <= known_on)))
$f$;

-- Sign-offs, reopened ones included.
create view mart.period_close as
select period_type, period_start, edition, closed_at, closed_by, checks, reopened_at, reopened_by, reopened_why, reopened_at is null as closed from period_close;

-- What closed figures would be today, and were in between. Current: edition_to is null.
create view mart.restatement as
select r.period_type, r.period_start, r.indicator, u.code as unit_code, u.name as unit_name, r.old_status, r.old_hits, r.old_total, r.old_value, r.old_score, r.old_version,
  r.new_status, r.new_hits, r.new_total, r.new_value, r.new_score, r.new_version, r.why, r.runs, r.records, r.stated_at, r.edition_from, r.edition_to
from restatement r join unit u on u.id = r.unit_id;

-- Which open or unfinished things can change which component by how many points; negative = lost or about to be lost.
create view mart.gain as
select u.code as unit_code, u.name as unit_name, u.level as unit_level, g.period_type, g.period_start, g.indicator, g.kind, g.items, g.needed, g.points, g.score, g.max_score
from gain g join unit u on u.id = g.unit_id;
