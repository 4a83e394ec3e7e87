create view mart.plan as
select code as plan, revision, title, document, valid_from, valid_to, loaded_at from plan where superseded_at is null;

-- A duty of a unit in a period, one row for each linked indicator. What a person entered stands beside what was computed; it decides only where no figure can.
create view mart.plan_duty as
select p.code as plan, d.code as duty, d.ordinal, o.title as owner, o.lineage, o.verified as owner_verified, d.title, d.rhythm, d.scope, d.target_text, d.target_verified,
  case when u.id <> 0 then u.code end as unit_code, case when u.id = 0 then o.title else u.name end as unit_name, t.link, t.period_type, t.period_start,
  case when t.state in ('met', 'notMet') then t.state else coalesce(e.state, t.state) end as state,
  case when t.state in ('met', 'notMet') or e.state is null then 'computed' else 'entered' end as decided_by,
  t.state as computed_state, t.reason, t.hits, t.total, t.value, e.state as entered_state, e.comment, e.evidence, e.entered_at,
  t.state in ('met', 'notMet') and e.state <> t.state as disagrees, t.edition, t.computed_at,
  t.period_start = max(t.period_start) over (partition by t.plan_id, t.duty, t.period_type) as latest
from plan_state t join plan p on p.id = t.plan_id and p.superseded_at is null join plan_duty d on d.plan_id = t.plan_id and d.code = t.duty
join plan_owner o on o.plan_id = d.plan_id and o.id = d.owner join unit u on u.id = t.unit_id
left join lateral (
  select e.* from plan_entry e join plan ep on ep.id = e.plan_id
  where ep.code = p.code and e.duty = t.duty and e.unit_id = t.unit_id and e.period_type = t.period_type and e.period_start = t.period_start order by e.id desc limit 1) e on true;
