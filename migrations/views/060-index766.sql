-- The portal's published score beside ours. An alert is a difference over 0,01; neither ever overwrites the other. While a period runs, what we count from records
-- moves on and what the portal said does not: that is no difference yet. What both take from the same published counts is.
create view mart.published_score as
select s.key as published_by, u.code as unit_code, u.name as unit_name, p.period_type, p.period_start, p.indicator, p.score as published, v.score as ours, v.score - p.score as difference,
  coalesce(v.status = 'available' and abs(coalesce(v.score, 0) - p.score) > 0.01
    and (period_after(p.period_type, p.period_start) <= (now() at time zone 'Asia/Ho_Chi_Minh')::date or v.basis !~ '(^|\+)(dossiers|items|edocuments):'), false) as alert, p.flags, v.basis as our_source, p.captured_at
from published_score p join source s on s.id = p.source_id join unit u on u.id = p.unit_id
left join indicator_value v on v.indicator = p.indicator and v.unit_id = p.unit_id and v.period_type = p.period_type and v.period_start = p.period_start and v.edition_to is null
where p.superseded_at is null;
