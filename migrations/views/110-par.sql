-- Sets in use, each with the mark that every screen shows beside its points.
create view mart.par_set as
select s.code as set_code, s.revision, s.scope, s.title, s.from_year, s.to_year, s.document, s.official, s.sample, s.points_loaded, s.verified,
  concat_ws('; ', case when s.sample then 'số liệu mẫu – không phải bảng điểm chính thức' end, case when not s.points_loaded then 'chưa nạp bảng điểm chính thức' end,
    case when s.points_loaded and not s.sample and not s.verified then 'bảng điểm chưa xác minh' end) as mark,
  (s.control ->> 'areas')::integer as areas_expected, (s.control ->> 'criteria')::integer as criteria_expected, (s.control ->> 'subCriteria')::integer as sub_criteria_expected,
  count(c.*) filter (where c.level = 'area') as areas, count(c.*) filter (where c.level = 'criterion') as criteria, count(c.*) filter (where c.level = 'subCriterion') as sub_criteria,
  sum(c.points) filter (where c.level = 'area') as points, sum(c.points) filter (where c.assessed_by = 'survey') as survey_points, s.loaded_at
from par_set s left join par_criterion c on c.set_id = s.id
where s.superseded_at is null group by s.id;

create view mart.par_criterion as
select s.code as set_code, c.code, c.ordinal, c.level, c.parent_code, c.title, c.points as max_points, c.assessed_by, c.mechanism, c.indicator, c.evidence, c.scored_by, c.verified
from par_set s join par_criterion c on c.set_id = s.id where s.superseded_at is null;

-- One row for each criterion that is scored, unit and year. The latest entry of a stage is looked up by its index, so that a question about one unit or scope
-- reads no other. Weight of the stages: appraisal 2, appraisal 1, self-score, proposal; survey points are never self-scored.
create view mart.par_leaf as
select s.code as set_code, s.scope, s.sample, u.id as unit_id, u.code as unit_code, u.name as unit_name, x.year, c.code, c.ordinal, c.title, c.points as max_points, c.assessed_by, c.mechanism, c.indicator,
  p.points as proposed, p.explanation, self.points as self_score, a1.points as appraisal1, a2.points as appraisal2, survey.points as survey, chosen.points, chosen.stage, c.points - chosen.points as lost,
  case when chosen.points is null then case when c.assessed_by = 'survey' then coalesce(p.explanation, 'chưa có kết quả điều tra XHH') else coalesce(p.explanation, 'chưa tự chấm') end
    -- A proposal explains a loss only when it proposes one.
    when chosen.points < c.points then coalesce(chosen.reason, chosen.comment, case when p.points < c.points then p.explanation end, 'chưa nêu lý do') end as reason,
  case when chosen.points > c.points then 'điểm lớn hơn tối đa: bảng điểm đã đổi sau khi chấm' end as problem, chosen.evidence, chosen.entered_at, p.computed_at, p.edition
from (select s.code as set_code, e.unit_id, e.year from par_entry e join par_set s on s.id = e.set_id
  union select s.code, p.unit_id, p.year from par_proposal p join par_set s on s.id = p.set_id where s.superseded_at is null) x
join par_set s on s.code = x.set_code and s.superseded_at is null join par_criterion c on c.set_id = s.id and c.mechanism is not null join unit u on u.id = x.unit_id
left join par_proposal p on p.set_id = s.id and p.criterion = c.code and p.unit_id = x.unit_id and p.year = x.year
left join lateral (select e.* from par_entry e join par_set z on z.id = e.set_id and z.code = s.code where e.unit_id = x.unit_id and e.year = x.year and e.criterion = c.code and e.stage = 'self' order by e.id desc limit 1) self on true
left join lateral (select e.* from par_entry e join par_set z on z.id = e.set_id and z.code = s.code where e.unit_id = x.unit_id and e.year = x.year and e.criterion = c.code and e.stage = 'appraisal1' order by e.id desc limit 1) a1 on true
left join lateral (select e.* from par_entry e join par_set z on z.id = e.set_id and z.code = s.code where e.unit_id = x.unit_id and e.year = x.year and e.criterion = c.code and e.stage = 'appraisal2' order by e.id desc limit 1) a2 on true
left join lateral (select e.* from par_entry e join par_set z on z.id = e.set_id and z.code = s.code where e.unit_id = x.unit_id and e.year = x.year and e.criterion = c.code and e.stage = 'survey' order by e.id desc limit 1) survey on true
left join lateral (
  select * from (values
    (1, 'appraisal2', a2.points, a2.reason, a2.comment, a2.evidence, a2.entered_at, 'appraisal'), (2, 'appraisal1', a1.points, a1.reason, a1.comment, a1.evidence, a1.entered_at, 'appraisal'),
    (3, 'self', self.points, self.reason, self.comment, self.evidence, self.entered_at, 'appraisal'), (4, 'survey', survey.points, survey.reason, survey.comment, survey.evidence, survey.entered_at, 'survey'),
    (5, 'proposal', p.points, null, null, null, p.computed_at, c.assessed_by)) v (weight, stage, points, reason, comment, evidence, entered_at, assessed_by)
  where v.points is not null and v.assessed_by = c.assessed_by order by weight limit 1) chosen on true;

-- The whole tree for a unit and year: sums of rounded leaf points. `points` covers `known_max` of `max_points`; lost = what known leaves miss, never what is not scored yet.
create view mart.par_score as
select l.set_code, l.scope, l.sample, l.unit_id, l.unit_code, l.unit_name, l.year, n.code, n.ordinal, n.level, n.parent_code, n.title, n.points as max_points,
  sum(l.points) as points, coalesce(sum(l.max_points) filter (where l.points is not null), 0) as known_max, sum(l.lost) as lost, count(*) filter (where l.points is null) as missing,
  sum(l.proposed) as proposed, sum(l.self_score) as self_score, sum(l.appraisal1) as appraisal1, sum(l.appraisal2) as appraisal2, sum(l.survey) as survey
from mart.par_leaf l join par_set s on s.code = l.set_code and s.superseded_at is null
join par_criterion n on n.set_id = s.id and (n.code = l.code or starts_with(l.code, n.code || '.'))
group by l.set_code, l.scope, l.sample, l.unit_id, l.unit_code, l.unit_name, l.year, n.set_id, n.code, n.ordinal, n.level, n.parent_code, n.title, n.points;

-- One row for each unit and year. index and band only when nothing is missing; only complete units rank; last year's with the same set.
-- In windows and not joined with itself, so that a condition on scope reaches the leaves.
create view mart.par_index as
select t.set_code, t.scope, t.sample, t.unit_id, t.unit_code, t.unit_name, t.year, t.points, t.known_max, t.max_points, t.lost, t.missing, t.index,
  (select b ->> 'band' from par_set s cross join jsonb_array_elements(s.bands) b where s.code = t.set_code and s.superseded_at is null and t.index >= (b ->> 'from')::numeric order by (b ->> 'from')::numeric desc limit 1) as band,
  (select s.bands_verified from par_set s where s.code = t.set_code and s.superseded_at is null) as band_verified,
  case when t.scope <> 'province' then t.rank end as rank, case when t.scope <> 'province' and t.missing = 0 then t.rank_of end as rank_of,
  t.index_last_year, t.index - t.index_last_year as index_change, case when t.scope <> 'province' and t.rank_of = t.rank_of_last_year then t.rank_last_year - t.rank end as rank_change
from (
  select r.*, case when lag(r.year) over before = r.year - 1 then lag(r.index) over before end as index_last_year,
    case when lag(r.year) over before = r.year - 1 then lag(r.rank) over before end as rank_last_year, case when lag(r.year) over before = r.year - 1 then lag(r.rank_of) over before end as rank_of_last_year
  from (
    select a.*, case when a.missing = 0 then round(a.points / a.max_points * 100, 2) end as index,
      case when a.missing = 0 then rank() over (partition by a.set_code, a.scope, a.year, a.missing = 0 order by a.points desc) end as rank,
      count(*) filter (where a.missing = 0) over (partition by a.set_code, a.scope, a.year) as rank_of
    from (
      select set_code, scope, sample, unit_id, unit_code, unit_name, year, sum(max_points) as max_points, sum(points) as points, sum(known_max) as known_max, sum(lost) as lost, sum(missing) as missing
      from mart.par_score where level = 'area' group by 1, 2, 3, 4, 5, 6, 7) a
  ) r window before as (partition by r.set_code, r.scope, r.unit_id order by r.year)
) t;

-- Points lost by criterion, unit and reason; beside them last year's points of the same criterion.
create view mart.par_lost as
select l.set_code, l.scope, l.sample, l.unit_code, l.unit_name, l.year, l.code, l.title, l.max_points, l.points, l.lost, l.stage, l.reason, before.points as points_last_year, l.points - before.points as points_change
from mart.par_leaf l left join lateral (select b.points from mart.par_leaf b where b.set_code = l.set_code and b.unit_id = l.unit_id and b.code = l.code and b.year = l.year - 1) before on true
where l.lost > 0;

-- How far each round has come: leaves scored in time, late, not yet.
create view mart.par_round as
select l.set_code, l.unit_code, l.unit_name, r.year, r.stage, r.due_on, r.document, count(*) as expected, count(e.*) as entered,
  count(e.*) filter (where (e.entered_at at time zone 'Asia/Ho_Chi_Minh')::date > r.due_on) as entered_late,
  case when count(e.*) = count(*) then 'đã xong' when (now() at time zone 'Asia/Ho_Chi_Minh')::date > r.due_on then 'quá hạn' else 'đang chờ' end as state
from par_round r join par_set s on s.id = r.set_id and s.superseded_at is null
join mart.par_leaf l on l.set_code = s.code and l.year = r.year and (l.assessed_by = 'survey') = (r.stage = 'survey')
left join lateral (
  select min(e.entered_at) as entered_at from par_entry e join par_set es on es.id = e.set_id
  where es.code = s.code and e.unit_id = l.unit_id and e.year = r.year and e.criterion = l.code and e.stage = r.stage and e.points is not null
    -- A score that was withdrawn is not entered.
    and case r.stage when 'self' then l.self_score when 'appraisal1' then l.appraisal1 when 'appraisal2' then l.appraisal2 else l.survey end is not null having count(*) > 0) e on true
where r.stage <> 'fact'
group by l.set_code, l.unit_code, l.unit_name, r.year, r.stage, r.due_on, r.document;

-- Published results. The published changes stand beside those of our own arithmetic; ranks of different fields of competitors are not subtracted.
create view mart.survey_result as
select r.kind, r.year, r.territory_kind, r.territory, u.code as unit_code, r.element, r.score, r.rank, r.rank_of, r.band, r.score_change, r.rank_change,
  r.score - b.score as score_change_computed, case when r.rank_of = b.rank_of then b.rank - r.rank end as rank_change_computed,
  nullif(concat_ws('; ',
    case when abs(r.score_change - (r.score - b.score)) > 0.005 then 'thay đổi điểm công bố khác hiệu số hai năm' end,
    case when r.rank_of = b.rank_of and r.rank_change <> b.rank - r.rank then 'thay đổi hạng công bố khác hiệu số hai năm' end), '') as problem,
  r.decision, r.announced_on, r.source, r.basis, r.remark, r.loaded_at
from survey_result r left join unit u on u.id = r.unit_id
left join survey_result b on b.superseded_at is null and (b.kind, b.territory_kind, b.territory, b.element) = (r.kind, r.territory_kind, r.territory, r.element) and b.year = r.year - 1
where r.superseded_at is null;
