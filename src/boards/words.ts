/** Codes of mart as people read them, with a tone: one place for Grafana and the wall. A shape goes with each tone, for those who do not see the colour. */
import { ITEM_KIND_NAMES, itemKindFacts, MEASURE_NAMES, MEASURE_TITLES, type MapMode } from '../vocabulary';

export type Tone = 'good' | 'near' | 'bad' | 'info' | 'quiet';
export interface Word { text: string; tone: Tone }
export const SHAPES: Readonly<Record<Tone, string>> = { good: '●', near: '▲', bad: '■', info: '◆', quiet: '○' };

const word = (text: string, tone: Tone): Word => ({ text, tone });
export const words = {
  /** mart.figure.state: what is to be known about a figure before it is read. */
  figure: {
    unavailable: word('không có số liệu', 'quiet'), stale: word('CŨ – nguồn ngừng', 'bad'), incomplete: word('chưa đủ', 'near'), empty: word('không phát sinh', 'quiet'),
    reached: word('đạt chỉ tiêu', 'good'), near: word('gần đạt', 'near'), missed: word('chưa đạt', 'bad'), none: word('chưa đánh giá', 'quiet'),
  },
  source: { fresh: word('Mới', 'good'), stale: word('CŨ', 'bad'), failing: word('Đang lỗi', 'near'), never: word('Chưa nạp', 'bad'), imported: word('Nhập tệp', 'info') },
  due: {
    late_over_30: word('Quá hạn trên 30 ngày', 'bad'), late_11_30: word('Quá hạn 11–30 ngày', 'bad'), late_1_10: word('Quá hạn 1–10 ngày', 'near'), today: word('Đến hạn hôm nay', 'near'),
    due_1_3: word('Còn 1–3 ngày', 'info'), due_later: word('Còn trên 3 ngày', 'good'), undated: word('Không có ngày hẹn', 'quiet'),
  },
  duty: { met: word('Đạt', 'good'), notMet: word('Chưa đạt', 'bad'), noActivity: word('Không phát sinh', 'quiet'), watched: word('Theo dõi', 'info'), unknown: word('Chưa biết', 'quiet') },
  run: { live: word('Theo lịch', 'quiet'), deep: word('Đọc sâu', 'quiet'), backfill: word('Nạp bù', 'quiet'), full: word('Nạp lại', 'quiet'), import: word('Nhập tệp', 'quiet'), reconcile: word('Đối soát', 'quiet') },
  alias: { code: word('Mã', 'quiet'), id: word('Mã nội bộ', 'quiet'), name: word('Tên', 'quiet') },
  survey: { 'par-index': word('PAR Index', 'quiet'), sipas: word('SIPAS', 'quiet') },
  outcome: { running: word('Đang chạy', 'info'), done: word('Xong', 'good'), failed: word('Lỗi', 'bad'), abandoned: word('Bỏ dở', 'near') },
  correction: { formula: word('Đổi công thức', 'info'), source: word('Đổi nguồn', 'near'), records: word('Hồ sơ thay đổi', 'near') },
  gain: { missing: word('Còn thiếu', 'info'), undated: word('Không có ngày hẹn trả', 'near'), dueSoon: word('Sắp đến hạn', 'near'), atRisk: word('Còn trong hạn, chưa xong', 'info'), late: word('Đã quá hạn', 'bad'), lost: word('Đã mất trong kỳ', 'bad') },
  stage: { proposal: word('Máy đề xuất', 'info'), self: word('Tự chấm', 'info'), appraisal1: word('Thẩm định lần 1', 'info'), appraisal2: word('Thẩm định lần 2', 'info'), survey: word('Điều tra XHH', 'info') },
  quality: { correct: word('Đúng', 'info'), complete: word('Đủ', 'info'), clean: word('Sạch', 'info'), live: word('Sống', 'info') },
  verdict: { equal: word('Bằng nhau', 'good'), explained: word('Lệch, đã giải thích', 'info'), unexplained: word('LỆCH, CHƯA RÕ VÌ SAO', 'bad'), unknown: word('Chưa so được', 'quiet') },
  gap: { never: word('Chưa nạp lần nào', 'bad'), behind: word('Nạp chưa kịp', 'near'), hole: word('Khoảng trống', 'bad'), refused: word('Từ chối danh sách của nguồn', 'bad') },
  /** Of what systems publish and are compared by; counters of register items are not. */
  measure: Object.fromEntries(MEASURE_NAMES.filter((name) => !name.includes('.')).map((name) => [name, word(MEASURE_TITLES[name]!, 'quiet')])),
  item: Object.fromEntries(ITEM_KIND_NAMES.map((kind) => [kind, word(itemKindFacts(kind).title, 'quiet')])),
} satisfies Record<string, Record<string, Word>>;
/** How units are read: the variable of boards, and the mark where the readings differ. */
export const MAP_TITLES: Readonly<Record<MapMode, string>> = { 'as-was': 'Như tại thời điểm đó', today: 'Theo bản đồ hôm nay' };
export const MAP_MARKS: Readonly<Record<MapMode, string>> = { 'as-was': 'Đơn vị như tại thời điểm đó', today: 'Đơn vị theo bản đồ hôm nay' };
export type WordList = keyof typeof words;
/** Names without a judgement: no shape and no colour. */
export const PLAIN_WORDS: ReadonlySet<string> = new Set<WordList>(['item', 'measure', 'run', 'alias', 'survey']);
