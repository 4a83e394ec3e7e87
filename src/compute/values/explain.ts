/** One value step by step, in Vietnamese, for the person who has to answer for it: law, counts, rule, rounding, sources and their age. */
import { decimal, measuresOf, rawScore, ratioOf, roundHalfUp, ruleSetsOf, type Fraction, type Indicator, type LegalBasis, type RatioIndicator } from '../../indicators';
import { MEASURE_TITLES, numberText, vietnameseDay, type Instant, type LocalDay, type Measure, type Period } from '../../vocabulary';
import { figureText, isShare, type Figure } from './figure-text';
import type { Target } from '../judging/targets';
import { basisFor, type Value } from './value';
import type { Basis } from '../measures/basis';

export interface Step { label: string; text: string }
export interface ExplainContext {
  period: Period;
  /** The day whose law the figures were computed by, where somebody chose it; absent: that of the period. */
  law?: LocalDay;
  now: Instant; noSource: string; configuredEmpty: 'null' | 'zero' | 'full';
  /** How far each source is loaded with the records that are counted, by `dossier:igate`; null: never, or a file. */
  loadedThrough: ReadonlyMap<string, Instant | null>;
  values: ReadonlyMap<string, Value>; find: (id: string) => Indicator | undefined;
  /** The target of the unit in the year of the period. */
  target: (indicator: Indicator) => Target | null;
  /** Band of a total out of 100. */
  band: (score: number) => string | null;
  /** What a portal published for this indicator, unit and period. */
  published: readonly { by: string; score: number | null; flags: readonly string[] }[];
}

export function explain(indicator: Indicator, value: Value, bases: readonly Basis[], context: ExplainContext): Step[] {
  const steps: Step[] = [{ label: 'Chỉ số', text: `${indicator.title.vi} (${indicator.id}, ${indicator.code}, phiên bản ${indicator.version})` }, { label: 'Câu hỏi', text: indicator.question.vi }];
  const add = (label: string, text: string | undefined) => { if (text) steps.push({ label, text }); };
  const when = context.law === undefined ? context.period : { start: context.law, end: context.law };
  if (context.law !== undefined) add('Theo luật ngày', `${vietnameseDay(context.law)}, do người xem chọn; số công bố của kỳ tính theo luật của kỳ`);
  for (const law of inForceLaw(indicator.law, when)) add('Căn cứ', lawText(law));
  add('Bộ quy tắc', ruleSetsOf(when).map((r) => `${r.id} (${r.from ? `từ ${vietnameseDay(r.from)}` : `đến ${vietnameseDay(r.to!)}`}; mẫu báo cáo ${r.reportForm}${r.verified ? '' : ', chưa xác minh'})`).join('; '));
  add('Cách đếm', indicator.counts.vi);
  add('Lưu ý', indicator.caution?.vi);
  if (value.status === 'unavailable') add('Không có số liệu', value.reason ?? 'không rõ lý do');
  else if (indicator.kind === 'group') explainGroup(indicator.parts, value, context, add);
  else explainCounts(indicator, value, bases, context, add);
  const target = context.target(indicator);
  if (target) add('Mục tiêu', `${isShare(indicator) ? `${numberText(target.value * 100)} %` : numberText(target.value)} theo ${target.document}${target.verified ? '' : ' (chưa xác minh)'}`);
  if (indicator.id === 'index766-total' && value.score !== null) add('Xếp loại', context.band(value.score) ?? undefined);
  for (const p of context.published) {
    const apart = p.score === null || value.status === 'unavailable' ? null : Math.abs((value.score ?? 0) - p.score);
    if (p.score !== null) add('Điểm công bố', `${numberText(p.score)} theo ${p.by}${apart === null ? '' : apart > 0.0100001 ? ` – ⚠ lệch ${numberText(apart)} so với điểm tính` : ' – khớp'}`);
    if (p.flags.length > 0) add('Cờ của nguồn', `${p.flags.join(', ')} (${p.by})`);
  }
  add('Nguồn', sourcesText(value.basis, context));
  if (value.coverage !== null) add('Độ phủ', `đã nạp ${numberText(Math.floor(value.coverage * 10_000) / 100)} % của kỳ${value.coverage < 0.98 ? ' – CHƯA ĐỦ' : ''}`);
  return steps;
}

/** What was signed when the period was closed, beside what the steps of today come to. */
export function closedStep(indicator: Indicator, closing: { day: LocalDay; by: string; /** Why it was signed although a check had found something. */ accepted: readonly string[] }, closed: Figure | undefined, fresh: Figure): Step {
  const same = closed !== undefined && closed.status === fresh.status && (closed.status === 'unavailable' || (closed.hits === fresh.hits && closed.total === fresh.total && closed.score === fresh.score && closed.value === fresh.value));
  const signed = closed === undefined ? 'không có trong số đã chốt' : figureText(indicator, closed);
  return {
    label: 'Kỳ đã chốt',
    text: `ngày ${vietnameseDay(closing.day)}, người chốt: ${closing.by}${closing.accepted.map((why) => ` (⚠ chốt khi đối soát chưa xong: ${why})`).join('')}. Số đã chốt: ${signed}. ${same ? 'Các bước dưới đây tính lại từ dữ liệu hôm nay, ra đúng số đã chốt.' : `⚠ Các bước dưới đây tính lại từ dữ liệu hôm nay, ra số khác: ${figureText(indicator, fresh)}. Số đã chốt không đổi; vì sao khác: xem số tính lại của kỳ (cchc restatements).`}`,
  };
}

type Add = (label: string, text: string | undefined) => void;

function explainCounts(indicator: Exclude<Indicator, { kind: 'group' }>, value: Value, bases: readonly Basis[], context: ExplainContext, add: Add): void {
  const list = (measures: readonly Measure[]) => {
    const { basis } = basisFor(measures, bases, context.noSource);
    // Together where one basis knows all; a base year or a declared total has its own.
    const own = basisFor(measuresOf(indicator), bases, context.noSource).basis ?? basis;
    const countOf = (m: Measure) => own?.measures[m] ?? basisFor([m], bases, context.noSource).basis?.measures[m] ?? null;
    const parts = measures.map((m) => `${MEASURE_TITLES[m]} ${numberText(countOf(m))}`);
    return parts.length === 1 ? parts[0]! : `${parts.join(' + ')} = ${numberText(measures.reduce((sum, m) => sum + (countOf(m) ?? 0), 0))}`;
  };
  add(indicator.kind === 'count' || indicator.kind === 'entered' ? 'Số đếm' : 'Tử số', list(indicator.hits));
  if ('total' in indicator) add('Mẫu số', list(indicator.total));
  if (indicator.kind === 'growth') add('Năm gốc', list(indicator.base));
  if (indicator.kind === 'mean' && value.value !== null) add('Giá trị', `${numberText(value.hits)} ÷ ${numberText(value.total)} ÷ ${numberText(indicator.per)} = ${numberText(value.value)} ${indicator.unitOfMeasure.vi}`);
  if (indicator.kind === 'growth' && value.value !== null) add('Giá trị', `tăng ${numberText(value.value)}`);
  if (indicator.kind === 'yesNo') add('Giá trị', value.value === null ? 'không phát sinh' : value.value === 1 ? 'có' : 'không');
  if (indicator.kind === 'entered') add('Giá trị', `${numberText(value.value)} ${indicator.unitOfMeasure.vi}, số công bố được nhập, không tính lại`);
  if (indicator.kind === 'ratio') explainRatio(indicator, value, context, add);
}

function explainRatio(indicator: RatioIndicator, value: Value, context: ExplainContext, add: Add): void {
  const { hits, total } = value;
  if (hits === null || total === null) return;
  const factor = indicator.factor ? context.values.get(indicator.factor) : undefined;
  const multiplied: Fraction | null | undefined = factor && (factor.hits === null || !factor.total ? null : ratioOf(factor.hits, factor.total));
  const empty = total === 0 || multiplied === null;
  if (total > 0) add('Tỷ lệ', `${numberText(hits)} ÷ ${numberText(total)} = ${percent(ratioOf(hits, total), 6)} → ${percent(ratioOf(hits, total), 2)}`);
  if (factor && multiplied) add('Nhân với', `tỷ lệ của ${context.find(indicator.factor!)?.title.vi ?? indicator.factor}: ${numberText(factor.hits)} ÷ ${numberText(factor.total)} = ${percent(multiplied, 6)}`);
  if (empty) {
    const rule = indicator.empty === 'configured' ? context.configuredEmpty : indicator.empty;
    const said = { null: 'không tính điểm, điểm tối đa của nhóm giữ nguyên', zero: '0 điểm', full: 'đủ điểm tối đa' }[rule];
    add('Mẫu số bằng 0', `không phát sinh: ${indicator.scoring ? said : 'không có tỷ lệ'}${indicator.empty === 'configured' ? ' (theo cấu hình, chưa xác minh)' : ''}`);
  }
  if (!indicator.scoring) return;
  const { max } = indicator.scoring;
  add('Quy tắc điểm', indicator.scoring.kind === 'linear' ? `${decimalText(max)} × tỷ lệ` : `${decimalText(max)} × min(1, tỷ lệ ÷ ${percent(decimal(indicator.scoring.fullAt), 0)})`);
  if (!empty) add('Làm tròn', `${numberText(roundHalfUp(rawScore(indicator.scoring, hits, total, multiplied ?? undefined), 6), 6)} → ${numberText(value.score, 2, 2)} (2 chữ số, nửa làm tròn lên)`);
  add('Điểm', value.score === null ? `không có, trên ${decimalText(max)}` : `${numberText(value.score, 2, 2)} trên ${decimalText(max)}`);
}

function explainGroup(parts: readonly string[], value: Value, context: ExplainContext, add: Add): void {
  for (const id of parts) {
    const part = context.values.get(id);
    add('Thành phần', `${context.find(id)?.title.vi ?? id}: ${part?.score === null || part?.score === undefined ? 'không phát sinh, bỏ qua' : numberText(part.score, 2, 2)} trên ${numberText(part?.maxScore ?? null)}`);
  }
  add('Điểm', `tổng các điểm đã làm tròn = ${numberText(value.score, 2, 2)} trên ${numberText(value.maxScore)}`);
}

/** The acts in force on at least one day of the period; all of them where none is. */
export function inForceLaw(law: readonly LegalBasis[], period: Pick<Period, 'start' | 'end'>): LegalBasis[] {
  const found = law.filter((l) => (l.from === null || l.from <= period.end) && (l.to === null || l.to >= period.start));
  return found.length > 0 ? found : [...law];
}

export const lawText = (l: LegalBasis): string => `${l.act}${l.place ? `, ${l.place}` : ''}; hiệu lực ${l.from ? vietnameseDay(l.from) : '…'} – ${l.to ? vietnameseDay(l.to) : 'nay'}${l.verified ? '' : ' (chưa xác minh)'}`;

const RECORDS: Record<string, string> = { dossiers: 'dossier', items: 'item', edocuments: 'edocument', statistics: 'statistic', 'statistics-sum': 'statistic' };
const KINDS: Record<string, string> = { dossiers: 'đếm từ hồ sơ', items: 'đếm từ danh sách', edocuments: 'đếm từ văn bản điện tử', statistics: 'số công bố', 'statistics-sum': 'cộng số công bố của mọi đơn vị' };

/** `dossiers:igate,tandan+statistics:portal` for people, with the age of each source. */
function sourcesText(basis: string, { loadedThrough, now }: ExplainContext): string {
  return basis.split('+').map((part) => {
    const [kind, keys] = part.includes(':') ? [part.slice(0, part.indexOf(':')), part.slice(part.indexOf(':') + 1).split(',')] : ['', []];
    if (!kind) return 'chưa có nguồn';
    return `${KINDS[kind] ?? kind}: ${keys.map((key) => {
      const at = loadedThrough.get(`${RECORDS[kind] ?? kind}:${key}`);
      return typeof at === 'number' ? `${key} (đến ${moment(at)}, cách đây ${age(now - at)})` : key;
    }).join(', ')}`;
  }).join('; ');
}

const moment = (at: Instant): string => new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(at / 1000));
function age(micro: number): string {
  const minutes = Math.max(0, Math.round(micro / 60_000_000));
  return minutes < 120 ? `${numberText(minutes)} phút` : minutes < 2880 ? `${numberText(Math.round(minutes / 60))} giờ` : `${numberText(Math.round(minutes / 1440))} ngày`;
}
const percent = (f: Fraction, places: number): string => `${numberText(roundHalfUp({ num: f.num * 100n, den: f.den }, places), places, places === 2 ? 2 : 0)} %`;
const decimalText = (text: string): string => text.replace('.', ',');
