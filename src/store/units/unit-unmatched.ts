/**
 * The queue "chưa xác định đơn vị": what sources call units that nobody knows. A person says what a value means (alias); the records that were counted
 * under its placeholder then move to the unit, with their measures, in one transaction. Callers hold the source's lock, so that no run writes meanwhile.
 */
import { CchcError } from '../../platform/errors';
import { UNKNOWN_UNIT_ID, unitNameForm, type LocalDay, type UnitRef } from '../../vocabulary';
import type { Queryable } from '../database';
import { addAliases, openRegistry } from './registry';

export interface Unmatched { source: string; kind: UnitRef['by']; value: string; name: string | null; firstSeen: Date; lastSeen: Date; placeholder: string | null; receiving: number; resolving: number; statistics: number; items: number; documents: number }
export interface Settled { values: number; dossiers: number; items: number; documents: number; statistics: number; /** Statistics that stay, because the unit has its own for the period. */ doubled: number }

/** What waits, longest queue first. Dossiers are counted once for each role of the unit. */
export async function listUnmatched(client: Queryable, source?: string): Promise<Unmatched[]> {
  return (await client.query<Unmatched>(
    `select source, kind, value, name, first_seen_at as "firstSeen", last_seen_at as "lastSeen", placeholder, receiving, resolving, statistics, items, documents
     from mart.unit_unmatched where $1::text is null or source = $1 order by receiving + resolving + statistics + items + documents desc, source, kind, value`, [source ?? null])).rows;
}

/** Names of units that may be meant, for a person to look at: same letters without tones, or the same name without the kind of unit. Never used to decide. */
export async function suggest(client: Queryable, texts: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ code: string; name: string }>(`select code, name from unit where home and level <> 'unknown' and (valid_to is null or valid_to >= current_date)`);
  const bare = (name: string) => unitNameForm(name).normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/^(phuong|xa|dac khu|so|ban|thi tran|quan|huyen|thi xa|thanh pho) /, '').replace(/[^a-z0-9]/g, '');
  const units = new Map<string, string[]>();
  for (const unit of rows) units.set(bare(unit.name), [...(units.get(bare(unit.name)) ?? []), `${unit.code} ${unit.name}`]);
  return new Map(texts.map((text) => [text, units.get(bare(text)) ?? []]));
}

/** Records what a source means by a value, and moves what waited under it. */
export async function resolveUnmatched(client: Queryable, source: string, ref: UnitRef, unitCode: string, options: { from?: LocalDay; to?: LocalDay; by: string }): Promise<Settled> {
  const [sourceRow] = (await client.query<{ id: number }>('select id from source where key = $1', [source])).rows;
  if (!sourceRow) throw new CchcError('bad-usage', `Không có nguồn "${source}".`, 'Xem các nguồn bằng cchc sources.');
  const [unit] = (await client.query<{ id: number; level: string; valid_from: string | null; valid_to: string | null }>('select id, level, valid_from, valid_to from unit where code = $1', [unitCode])).rows;
  if (!unit || unit.level === 'unknown') throw new CchcError('bad-usage', `Không có đơn vị "${unitCode}".`, 'Tìm mã bằng cchc units <tên>; đơn vị mới nạp bằng cchc units import.');
  if (options.from && options.to && options.from > options.to) throw new CchcError('bad-usage', 'Ngày --to trước ngày --from.', 'Viết --from trước --to.');
  const { rows: others } = await client.query<{ code: string; valid_from: string; valid_to: string }>(
    `select u.code, a.valid_from, a.valid_to from unit_alias a join unit u on u.id = a.unit_id where a.source_id = $1 and a.kind = $2 and a.value = $3 and a.unit_id <> $4
       and a.valid_from <> coalesce($5::date, '0001-01-01') and a.valid_from <= coalesce($6::date, '9999-12-31') and a.valid_to >= coalesce($5::date, '0001-01-01')`,
    [sourceRow.id, ref.by, ref.value, unit.id, options.from ?? null, options.to ?? null]);
  if (others.length > 0) throw new CchcError('bad-usage', `"${ref.value}" đã là ${others.map((o) => `${o.code} (${o.valid_from} – ${o.valid_to})`).join(', ')} trong một phần của khoảng này.`, 'Chọn --from/--to không chồng lên khoảng đã khai báo.');
  await addAliases(client, sourceRow.id, [{ kind: ref.by, value: ref.value, unitId: unit.id, from: options.from, to: options.to }], `${options.by}`);
  return settleUnmatched(client, sourceRow.id);
}

/** Moves what waits under every value that is known by now. Values that are known for some days only keep the rest waiting. */
export async function settleUnmatched(client: Queryable, sourceId: number): Promise<Settled> {
  const settled: Settled = { values: 0, dossiers: 0, items: 0, documents: 0, statistics: 0, doubled: 0 };
  const lines = (await client.query<{ kind: UnitRef['by']; value: string; unit_id: number | null }>('select kind, value, unit_id from unit_unmatched where source_id = $1', [sourceId])).rows;
  if (lines.length === 0) return settled;
  const registry = await openRegistry(client, sourceId);
  const known = lines.flatMap((line) => spansOf(registry.meanings({ by: line.kind, value: line.value })).map((span) => ({ ...span, line })));
  const moves = known.filter((m) => m.line.unit_id !== null);
  const values = [...new Set(known.map((m) => m.line))];
  if (values.length === 0) return settled;
  if (moves.length > 0) {
    const map = [moves.map((m) => m.line.unit_id!), moves.map((m) => m.unitId), moves.map((m) => m.from), moves.map((m) => m.to)];
    const MAP = 'm as (select * from unnest($2::int[], $3::int[], $4::date[], $5::date[]) as m (placeholder, unit_id, valid_from, valid_to))';
    const day = `coalesce((d.received_at at time zone interval '7 hours')::date, current_date)`;
    settled.dossiers = (await client.query(
      `with ${MAP}, x as materialized (select d.source_id, d.code, r.unit_id as receiving, s.unit_id as resolving from dossier d
         left join m r on r.placeholder = d.receiving_unit_id and ${day} between r.valid_from and r.valid_to left join m s on s.placeholder = d.resolving_unit_id and ${day} between s.valid_from and s.valid_to
         where d.source_id = $1 and (d.receiving_unit_id = any($2) or d.resolving_unit_id = any($2)) and coalesce(r.unit_id, s.unit_id) is not null)
       update dossier d set receiving_unit_id = coalesce(x.receiving, d.receiving_unit_id), resolving_unit_id = coalesce(x.resolving, d.resolving_unit_id)
       from x where d.source_id = $1 and d.code = x.code`, [sourceId, ...map])).rowCount ?? 0;
    settled.items = (await client.query(`with ${MAP} update register_item i set unit_id = m.unit_id from m where i.source_id = $1 and i.unit_id = m.placeholder and i.opened_on between m.valid_from and m.valid_to`, [sourceId, ...map])).rowCount ?? 0;
    settled.documents = (await client.query(
      `with ${MAP}, x as materialized (select d.side, d.code, s.unit_id as sender, r.unit_id as receiver from edocument d
         left join m s on s.placeholder = d.sender_unit_id and d.sent_on between s.valid_from and s.valid_to left join m r on r.placeholder = d.receiver_unit_id and d.sent_on between r.valid_from and r.valid_to
         where d.source_id = $1 and coalesce(s.unit_id, r.unit_id) is not null)
       update edocument d set sender_unit_id = coalesce(x.sender, d.sender_unit_id), receiver_unit_id = coalesce(x.receiver, d.receiver_unit_id) from x where d.source_id = $1 and d.side = x.side and d.code = x.code`, [sourceId, ...map])).rowCount ?? 0;
    settled.statistics = (await client.query(
      `with ${MAP}, whole as (select s.unit_id, s.period_type, s.period_start, s.measure, m.unit_id as target from statistic s join m on m.placeholder = s.unit_id and s.period_start between m.valid_from and m.valid_to where s.source_id = $1 and s.superseded_at is null)
       update statistic s set unit_id = w.target from whole w where s.source_id = $1 and s.unit_id = w.unit_id and s.period_type = w.period_type and s.period_start = w.period_start and s.measure = w.measure
         and not exists (select from statistic o where o.source_id = $1 and o.unit_id = w.target and o.period_type = w.period_type and o.period_start = w.period_start and o.measure = w.measure)`, [sourceId, ...map])).rowCount ?? 0;
    settled.doubled = (await client.query<{ n: number }>(`select count(*) as n from statistic where source_id = $1 and superseded_at is null and unit_id = any($2::int[])`, [sourceId, map[0]])).rows[0]!.n;
  }
  settled.values = await closeEmpty(client, sourceId, values);
  return settled;
}

interface Span { unitId: number; from: LocalDay; to: LocalDay }
/** Meanings that do not contradict each other: spans of one unit each; an overlap of two units is not decided here. */
function spansOf(meanings: readonly Span[]): Span[] {
  const clash = meanings.some((a, i) => meanings.some((b, j) => j > i && a.unitId !== b.unitId && a.from <= b.to && b.from <= a.to));
  return clash ? [] : [...meanings];
}

/** Lines under which nothing waits any more leave the queue; their placeholders are closed and keep their history. */
async function closeEmpty(client: Queryable, sourceId: number, lines: readonly { kind: string; value: string; unit_id: number | null }[]): Promise<number> {
  const { rows } = await client.query<{ unit_id: number | null }>(
    `delete from unit_unmatched u using unnest($2::text[], $3::text[]) as g (kind, value) where u.source_id = $1 and u.kind = g.kind and u.value = g.value
       and (u.unit_id is null or not exists (select from dossier d where d.source_id = $1 and u.unit_id in (d.receiving_unit_id, d.resolving_unit_id))
         and not exists (select from edocument d where d.source_id = $1 and u.unit_id in (d.sender_unit_id, d.receiver_unit_id))
         and not exists (select from register_item i where i.source_id = $1 and i.unit_id = u.unit_id)
         and not exists (select from statistic s where s.source_id = $1 and s.unit_id = u.unit_id and s.superseded_at is null)) returning u.unit_id`,
    [sourceId, lines.map((l) => l.kind), lines.map((l) => l.value)]);
  await client.query(`update unit set valid_to = coalesce(valid_to, greatest(current_date, valid_from)) where id = any($1::int[]) and level = 'unknown' and id <> $2`, [rows.map((row) => row.unit_id).filter((id) => id !== null), UNKNOWN_UNIT_ID]);
  return rows.length;
}
