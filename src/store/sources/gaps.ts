/** Windows that were never loaded, and the signed waivers that close those that never can be. */
import { CchcError } from '../../platform/errors';
import { toIso, type Instant } from '../../vocabulary';
import type { Queryable } from '../database';

export interface WindowGap { source: string; stream: string; gap_from: Date; gap_to: Date; kind: 'never' | 'behind' | 'hole' | 'refused' }

export const windowGaps = async (client: Queryable, source?: string): Promise<WindowGap[]> =>
  (await client.query<WindowGap>('select * from mart.window_gap where $1::text is null or source = $1 order by source, stream, gap_from', [source ?? null])).rows;

export interface Waiver { source: string; stream: string | null; from: Instant; /** Exclusive. */ to: Instant; by: string; why: string }

export async function waiveWindow(client: Queryable, waiver: Waiver): Promise<void> {
  const [by, why] = [waiver.by.trim(), waiver.why.trim()];
  if (by === '' || why === '') throw new CchcError('bad-usage', 'Miễn một khoảng cần tên người ký và lý do.', 'Thêm --by "Họ tên, chức vụ" và --why "lý do".');
  const { rows } = await client.query<{ id: number; streams: string[] | null }>(`select s.id, array_agg(t.stream) filter (where t.stream is not null) as streams from source s left join source_stream t on t.source_id = s.id where s.key = $1 group by s.id`, [waiver.source]);
  const source = rows[0];
  if (!source) throw new CchcError('bad-usage', `Không có nguồn "${waiver.source}".`, 'Chạy cchc sources để xem danh sách.');
  if (waiver.stream !== null && !source.streams?.includes(waiver.stream)) throw new CchcError('bad-usage', `Nguồn ${waiver.source} không có luồng "${waiver.stream}".`, `Các luồng: ${source.streams?.join(', ') ?? '(chưa có)'}.`);
  await client.query('insert into window_waiver (source_id, stream, window_from, window_to, waived_by, why) values ($1, $2, $3, $4, $5, $6)', [source.id, waiver.stream, toIso(waiver.from), toIso(waiver.to), by, why]);
}
