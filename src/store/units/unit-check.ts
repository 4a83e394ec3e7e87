/**
 * Whether the registry holds together, and whether stock was lost at an event. Errors make figures wrong and must be mended; warnings are facts not known
 * or not verified, each of which some figure names as its reason.
 */
import type { Queryable } from '../database';
import { foldMeasures } from '../facts/measures';
import { AWAY } from './unit-lineage';

export interface UnitFinding { severity: 'error' | 'warning'; check: string; what: string; examples: string[]; count: number }

/** One row a fault, `what` it is. */
const CHECKS: readonly { check: string; severity: UnitFinding['severity']; title: string; sql: string }[] = [
  { check: 'parent', severity: 'error', title: 'Đơn vị còn hiệu lực khi cấp trên không còn hoặc chưa có', sql: `
    select u.code || ' ' || u.name || ' → ' || p.code as what from mart.unit_parent h join unit u on u.code = h.unit_code join unit p on p.code = h.parent_code
    where coalesce(h.valid_from, '-infinity') < coalesce(p.valid_from, '-infinity') or coalesce(h.valid_to, 'infinity') > coalesce(p.valid_to, 'infinity')` },
  { check: 'move', severity: 'error', title: 'Chuyển cấp trên không liền mạch: không rời khỏi nơi đã đến, hoặc ngoài thời gian của đơn vị', sql: `
    select u.code || ' ' || m.day || ': ' || f.code || ' → ' || t.code as what
    from (select m.*, lag(to_id) over (partition by unit_id order by day) as came_to from unit_move m) m join unit u on u.id = m.unit_id join unit f on f.id = m.from_id join unit t on t.id = m.to_id
    where m.came_to <> m.from_id or m.day <= u.valid_from or m.day > u.valid_to` },
  { check: 'parent-cycle', severity: 'error', title: 'Vòng lặp cấp trên', sql: `
    with recursive up (start, id, depth) as (select id, parent_id, 1 from unit where parent_id is not null union all select start, u.parent_id, depth + 1 from up join unit u on u.id = up.id where u.parent_id is not null and depth < 20)
    select distinct u.code as what from up join unit u on u.id = up.start where up.id = up.start` },
  { check: 'parent-level', severity: 'error', title: 'Cấp trên sai cấp', sql: `
    select u.code || ' ' || u.name || ' (' || u.level || ') → ' || p.code || ' (' || p.level || ')' as what from mart.unit_parent h join unit u on u.code = h.unit_code join unit p on p.code = h.parent_code
    where u.level = 'province' or p.level = 'commune' and u.level <> 'other' or u.level = 'district' and p.level <> 'province' or u.level = 'commune' and p.level not in ('province', 'district')` },
  { check: 'code-overlap', severity: 'error', title: 'Hai đơn vị mang cùng một mã trong cùng thời gian', sql: `
    select a.system || ' ' || a.code || ': ' || ua.code || ', ' || ub.code as what from unit_code a join unit_code b on b.system = a.system and b.code = a.code and b.unit_id > a.unit_id and a.valid_from <= b.valid_to and b.valid_from <= a.valid_to
    join unit ua on ua.id = a.unit_id join unit ub on ub.id = b.unit_id where a.system <> 'name'` },
  { check: 'code-outside', severity: 'error', title: 'Mã có hiệu lực ngoài thời gian của đơn vị', sql: `
    select u.code || ': ' || c.system || ' ' || c.code as what from unit_code c join unit u on u.id = c.unit_id
    where (c.valid_from <> '0001-01-01' and c.valid_from < u.valid_from) or (c.valid_to <> '9999-12-31' and c.valid_to > u.valid_to)` },
  { check: 'no-successor', severity: 'error', title: 'Đơn vị đã chấm dứt nhưng không ghi đơn vị kế tục và cũng không ghi lý do', sql: `
    select u.code || ' ' || u.name as what from unit u where u.valid_to is not null and u.level <> 'unknown' and not exists (select from unit_lineage l where l.from_id = u.id)` },
  { check: 'no-beginning', severity: 'error', title: 'Đơn vị bắt đầu nhưng không có sự kiện nào nói vì sao', sql: `
    select u.code || ' ' || u.name as what from unit u where u.valid_from is not null and u.level <> 'unknown' and not exists (select from unit_lineage l where l.to_id = u.id)
      and not exists (select from unit_event_unit x where x.unit_id = u.id)` },
  { check: 'gap', severity: 'error', title: 'Có ngày mà đơn vị cũ đã hết, đơn vị kế tục chưa có (hoặc cả hai cùng có)', sql: `
    select f.code || ' (đến ' || coalesce(f.valid_to::text, 'nay') || ') → ' || t.code || ' (từ ' || coalesce(t.valid_from::text, 'trước') || '), sự kiện ' || e.day as what
    from unit_lineage l join unit_event e on e.id = l.event_id join unit f on f.id = l.from_id join unit t on t.id = l.to_id
    where (f.valid_to is not null and f.valid_to <> e.day - 1) or t.valid_from > e.day or t.valid_to < e.day or (f.valid_to is null and l.weight = 1)` },
  { check: 'weights', severity: 'error', title: 'Tổng tỷ trọng chuyển sang các đơn vị kế tục khác 1', sql: `
    select f.code || ': ' || sum(l.weight) as what from unit_lineage l join unit f on f.id = l.from_id group by f.code, l.event_id having sum(l.weight) > 1 or (bool_and(l.weight is not null) and sum(l.weight) < 1)` },
  { check: 'cycle', severity: 'error', title: 'Vòng lặp trong quan hệ kế tục', sql: `
    with recursive walk (start, id, depth) as (select from_id, to_id, 1 from unit_lineage where from_id is not null and to_id is not null union select start, l.to_id, depth + 1 from walk join unit_lineage l on l.from_id = walk.id where l.to_id is not null and depth < 30)
    select distinct u.code as what from walk join unit u on u.id = walk.start where walk.id = walk.start` },
  { check: 'successor-unknown', severity: 'warning', title: 'Đơn vị cũ không rõ kế tục', sql: `select f.code || ' ' || f.name || ': ' || l.reason as what from unit_lineage l join unit f on f.id = l.from_id where l.to_id is null` },
  { check: 'predecessor-unknown', severity: 'warning', title: 'Đơn vị mới có tiền nhiệm chưa rõ', sql: `select t.code || ' ' || t.name || ': ' || l.reason as what from unit_lineage l join unit t on t.id = l.to_id where l.from_id is null` },
  { check: 'divided', severity: 'warning', title: 'Đơn vị cũ chia cho nhiều đơn vị, số liệu không phân bổ được', sql: `select distinct f.code || ' ' || f.name as what from unit_lineage l join unit f on f.id = l.from_id where l.weight is null and l.to_id is not null` },
  { check: 'left-province', severity: 'warning', title: 'Đơn vị sang tỉnh khác: số sau ngày đó không còn tính cho tỉnh', sql: `
    select u.code || ' ' || u.name || ': ' || a.day || case when a.whole then '' else ' (một phần)' end as what from (${AWAY}) a join unit u on u.id = a.unit_id where u.home` },
  { check: 'unverified', severity: 'warning', title: 'Sự kiện hoặc đơn vị chưa xác minh', sql: `
    select 'sự kiện ' || key as what from unit_event where not verified union all select u.code || ' ' || u.name from unit u where not u.verified` },
  { check: 'left-behind', severity: 'warning', title: 'Hồ sơ còn mở ở đơn vị đã chấm dứt, nguồn chưa chuyển sang đơn vị kế tục', sql: `
    select u.code || ' ' || u.name || ': ' || count(*) as what from dossier d join unit u on u.id = d.resolving_unit_id
    where d.ended_at is null and d.deleted_at is null and d.status not in (1, 3) and u.valid_to < current_date and u.level <> 'unknown' group by u.id` },
];

/** Every check that finds something, errors first. `homeOnly` leaves out what only concerns the rest of the country. */
export async function checkUnits(client: Queryable): Promise<UnitFinding[]> {
  const findings: UnitFinding[] = [];
  for (const { check, severity, title, sql } of CHECKS) {
    const { rows } = await client.query<{ what: string; n: number }>(`select what, count(*) over ()::int as n from (${sql}) x order by what limit 10`);
    if (rows.length > 0) findings.push({ severity, check, what: title, examples: rows.map((row) => row.what), count: rows[0]!.n });
  }
  for (const control of (await stockControls(client)).filter((c) => c.difference !== 0)) {
    findings.push({ severity: 'error', check: 'stock', what: `Hồ sơ chuyển qua ngày ${control.day} không khớp`, count: Math.abs(control.difference), examples: [`nguồn ${control.source}, ${control.units}: trước ${control.closing}, sau ${control.opening}, chênh ${control.difference}`] });
  }
  return findings;
}

export interface StockControl { day: string; source: string; basis: 'dossiers' | 'statistics'; units: string; closing: number; opening: number; difference: number }

/**
 * Carried-over stock across each event: what the units before it had open at the end of the day before, and what those after it carry over. Units that are
 * bound together by the event (a divided commune binds its successors, a district its communes) are compared as one. Two bases, never mixed:
 * dossiers – closing is what was counted first, once the source had been read past the event (`recordStocks`); opening is what the facts say now, wherever the
 * source has moved them; statistics – `inProgress` of the month before against `carriedOver` of the month that begins with the event, where both are whole.
 */
export async function stockControls(client: Queryable): Promise<StockControl[]> {
  await foldMeasures(client);
  const { rows } = await client.query<StockControl>(
    `with recursive ${GROUPS},
     closing as (select k.event_day as day, g.root, k.source_id, sum(k.open)::int as closing from unit_stock k join grouped g on g.day = k.event_day and g.unit_id = k.unit_id group by 1, 2, 3),
     opening as (select c.day, c.root, c.source_id, (select coalesce(sum(m.accepted - m.resolved), 0)::int from measure_day m where m.source_id = c.source_id and m.day < c.day
       and m.unit_id in (select g.unit_id from grouped g where g.day = c.day and g.root = c.root)) as opening from closing c),
     sizes as (select day, root, count(*) filter (where before) as units_before, count(*) filter (where after) as units_after from grouped group by 1, 2),
     published as (
       select g.day, g.root, s.source_id,
         sum(s.value) filter (where s.measure = 'inProgress' and s.period_start < g.day and g.before)::int as closing, count(s.value) filter (where s.measure = 'inProgress' and s.period_start < g.day and g.before) as said_before,
         sum(s.value) filter (where s.measure = 'carriedOver' and s.period_start = g.day and g.after)::int as opening, count(s.value) filter (where s.measure = 'carriedOver' and s.period_start = g.day and g.after) as said_after
       from grouped g join statistic s on s.unit_id = g.unit_id and s.period_type = 'month' and s.superseded_at is null and s.period_start in (g.day, (g.day - interval '1 month')::date)
       where extract(day from g.day) = 1 group by 1, 2, 3)
     select to_char(x.day, 'YYYY-MM-DD') as day, src.key as source, x.basis, (select string_agg(u.code, ', ' order by u.code) from grouped g join unit u on u.id = g.unit_id where g.day = x.day and g.root = x.root) as units,
       x.closing, x.opening, x.opening - x.closing as difference
     from (select c.day, c.root, c.source_id, 'dossiers' as basis, c.closing, o.opening from closing c join opening o using (day, root, source_id)
       union all select day, root, source_id, 'statistics', closing, opening from published join sizes using (day, root) where said_before = units_before and said_after = units_after and units_before > 0 and units_after > 0) x
     join source src on src.id = x.source_id order by 1, 2, 3, 4`);
  return rows;
}

/** Units bound together by the lineage of a day: `root` is the smallest id of the group. `before`: had figures until then; `after`: has them from then on. */
const GROUPS = `edge as (select e.day, l.from_id, l.to_id from unit_lineage l join unit_event e on e.id = l.event_id join unit f on f.id = l.from_id join unit t on t.id = l.to_id where f.home or t.home),
  touch as (select day, from_id as a, to_id as b from edge union select day, to_id, from_id from edge),
  reach (day, unit_id, other) as (select day, a, a from touch union select r.day, r.unit_id, t.b from reach r join touch t on t.day = r.day and t.a = r.other),
  grouped as (select r.day, r.unit_id, min(r.other) as root, coalesce(u.valid_from, '-infinity') < r.day as before, coalesce(u.valid_to, 'infinity') >= r.day as after from reach r join unit u on u.id = r.unit_id group by r.day, r.unit_id, u.valid_from, u.valid_to)`;

/** Keeps the stock at each event that a source has now been read past and that was not counted yet. Cheap when there is nothing to do. */
export async function recordStocks(client: Queryable): Promise<number> {
  await foldMeasures(client);
  const { rowCount } = await client.query(
    `with recursive due as (select distinct e.day, t.source_id from unit_event e cross join source_stream t where t.record = 'dossier' and t.loaded_through >= (e.day::timestamp at time zone 'Asia/Ho_Chi_Minh')
        and exists (select from unit_lineage l where l.event_id = e.id) and not exists (select from unit_stock k where k.event_day = e.day and k.source_id = t.source_id)),
       touched as (select distinct d.day, d.source_id, x.unit_id from due d join unit_event e on e.day = d.day join unit_lineage l on l.event_id = e.id cross join lateral (values (l.from_id), (l.to_id)) x (unit_id) join unit u on u.id = x.unit_id where u.home)
     insert into unit_stock (event_day, unit_id, source_id, open)
     select t.day, t.unit_id, t.source_id, sum(m.accepted - m.resolved) from touched t join measure_day m on m.source_id = t.source_id and m.unit_id = t.unit_id and m.day < t.day group by 1, 2, 3
     on conflict do nothing`);
  return rowCount ?? 0;
}
