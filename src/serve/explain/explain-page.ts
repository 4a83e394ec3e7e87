/** One figure explained, as a page of its own: no script, nothing from outside. The published figure first, then how it comes about, then what was corrected. */
import type { Step } from '../../compute/values/explain';
import { MAP_MARKS, MAP_TITLES, SHAPES, words, type Word } from '../../boards';
import { sayIn, type Language } from '../../messages';
import { numberText, type MapMode } from '../../vocabulary';
import { shownValue, type Indicator } from './shown-value';

export interface Published { unit_name: string; period: string; hits: string | null; total: string | null; value: number | null; score: string | null; max_score: string | null; state: string; reason: string | null; coverage: number | null; target: number | null; target_document: string | null; target_verified: boolean | null; rank: number | null; rank_of: number | null; version: string; edition: number; as_of: Date | null; closed_at: Date | null }
export interface Change { at: Date; kind: string; was: number | null; now: number | null; why: string | null }
/** The version of a group names those of all its parts, after its own. */
const versionText = (version: string): string => { const [own, ...parts] = version.split('.'); return parts.length > 0 && parts.every((part) => part === '1') ? `${own!} (các thành phần: 1)` : version; };

export interface SourceAge { title: string; state: string; loaded_through: Date | null }
/** The figure on one of the two maps of units (indicators.md 4.4). */
export interface Reading { mode: MapMode; hits: number | null; total: number | null; value: number | null; score: number | null; reason: string | null; /** Names of the units whose counts were added. */ from: readonly string[]; note: string | null }
export interface Explanation { indicator: Indicator; unit: { code: string; name: string }; period: string; /** How units are read in the published figure and its steps. */ map: MapMode; published: Published | null; steps: readonly Step[]; liveProblem: string | null; changes: readonly Change[]; readings: readonly Reading[]; sources: readonly SourceAge[]; links: { title: string; href: string }[] }

const escape = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const moment = (at: Date | null) => (at === null ? '–' : at.toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }));
const word = (list: Record<string, Word>, code: string) => { const w = list[code]; return w ? `${SHAPES[w.tone]} ${w.text}` : code; };
const table = (rows: string[]) => `<table>${rows.join('')}</table>`;

const MOST_NAMES = 12;
function readingText(indicator: Indicator, r: Reading): string {
  if (r.reason !== null) return `không có số liệu: ${r.reason}`;
  const names = r.from.length > MOST_NAMES ? `${r.from.length} đơn vị` : r.from.join(', ');
  return [shownValue(indicator, r.value, r.score), ...(r.hits !== null && r.total !== null ? [`${numberText(r.hits)} / ${numberText(r.total)}`] : []), ...(names ? [`cộng số của ${names}`] : []), ...(r.note ? [r.note] : [])].join(' · ');
}

/** In English, every text is turned on its way into the page. */
export function explainPage(e: Explanation, language: Language = 'vi'): string {
  const say = sayIn(language);
  const text = (said: string) => escape(say(said));
  const row = (label: string, said: string) => `<tr><th scope="row">${text(label)}</th><td>${text(said)}</td></tr>`;
  const p = e.published;
  const shown = p === null ? 'không có trong ấn bản hiện hành' : p.state === 'unavailable' ? 'không có số liệu' : shownValue(e.indicator, p.value, p.score === null ? null : Number(p.score));
  const published = p === null ? [row('Trạng thái', 'Chưa công bố số này cho kỳ này.')] : [
    row('Trạng thái', word(words.figure, p.state)),
    ...(p.reason ? [row('Vì sao', p.reason)] : []),
    ...(p.hits !== null && p.total !== null ? [row('Tử số trên mẫu số', `${numberText(Number(p.hits))} / ${numberText(Number(p.total))}`)] : []),
    ...(p.score !== null ? [row('Điểm', `${numberText(Number(p.score), 2, 2)} trên ${numberText(p.max_score === null ? null : Number(p.max_score))}`)] : []),
    ...(p.target !== null ? [row('Chỉ tiêu', `${shownValue(e.indicator, p.target, p.target)} – ${p.target_document ?? ''}${p.target_verified ? '' : ' (chưa xác minh)'}`)] : []),
    ...(p.rank !== null ? [row('Hạng', `${p.rank} trên ${p.rank_of} đơn vị cùng cấp đủ số liệu`)] : []),
    ...(p.coverage !== null ? [row('Đã nạp', `${numberText(Math.floor(p.coverage * 1000) / 10, 1)} % của kỳ`)] : []),
    row('Ấn bản', `${p.edition}, số liệu đến ${moment(p.as_of)}`), row('Phiên bản công thức', versionText(p.version)),
    ...(p.closed_at ? [row('Đã chốt', moment(p.closed_at))] : []),
  ];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(e.indicator.title.vi)} – ${escape(e.unit.name)}</title><link rel="icon" href="data:,">
<style>:root{color-scheme:light dark;background:#fff;color:#10192b}a{color:#0b529f}@media(prefers-color-scheme:dark){:root{background:#0b1220;color:#f3f6fb}a{color:#6cb6ff}}body{font:18px/1.5 system-ui,"Noto Sans",sans-serif;max-width:60rem;margin:0 auto;padding:1rem}h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}.figure{font-size:3rem;font-weight:700}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #8886}th{width:14rem;font-weight:600}.note{opacity:.85}@media(max-width:40rem){th{width:8rem}}</style></head>
<body><main><p class="note">${escape(e.unit.name)} · ${text(`kỳ ${e.period}`)}${e.readings.length === 0 ? '' : ` · ${text(MAP_MARKS[e.map])}`}</p><h1>${text(e.indicator.title.vi)}</h1><p>${text(e.indicator.question.vi)}</p>
<p class="figure">${text(shown)}</p>
<h2>${text('Số đã công bố')}</h2>${table(published)}
${e.readings.length === 0 ? '' : `<h2>${text('Đọc theo hai bản đồ đơn vị')}</h2><p class="note">${text('Đơn vị này có trước hoặc sau một lần sắp xếp. Số của ấn bản hiện hành; nơi ấn bản không có thì tính lúc này từ dữ liệu đang có.')}</p>${table(e.readings.map((r) => row(MAP_TITLES[r.mode], readingText(e.indicator, r))))}`}
<h2>${text('Vì sao ra số này')}</h2>${e.liveProblem ? `<p>${text(e.liveProblem)}</p>` : `<p class="note">${text('Tính lại lúc này từ dữ liệu đang có; có thể đi trước ấn bản vài phút.')}</p>${table(e.steps.map((s) => row(s.label, s.text)))}`}
<h2>${text('Nguồn dữ liệu')}</h2>${table(e.sources.map((s) => row(s.title, `${word(words.source, s.state)}, đã nạp đến ${moment(s.loaded_through)}`)))}
<h2>${text('Đã sửa')}</h2>${e.changes.length === 0 ? `<p>${text('Chưa có lần sửa nào của số này.')}</p>` : table(e.changes.map((c) => row(moment(c.at), `${shownValue(e.indicator, c.was, c.was)} → ${shownValue(e.indicator, c.now, c.now)} · ${word(words.correction, c.kind)}${c.why ? ` · ${c.why}` : ''}`)))}
<h2>${text('Xem thêm')}</h2><ul>${e.links.map((l) => `<li><a href="${escape(l.href)}">${text(l.title)}</a></li>`).join('')}</ul></main></body></html>`;
}
