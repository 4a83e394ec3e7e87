/** A dashboard in English: the same panels and figures; titles, words, columns and the texts that its SQL writes are turned, and its links stay in English. */
import { inEnglish, sentences, wordInEnglish } from '../src/messages';
import type { GrafanaDashboard } from './render-grafana';

/** English dashboards stand beside the Vietnamese ones. */
export const ENGLISH_SUFFIX = '-en';
const ACCENTED = /[À-ỹ]/;

export function englishDashboard(json: GrafanaDashboard): GrafanaDashboard {
  const english = turned(json, '') as GrafanaDashboard;
  english.uid = `${json.uid}${ENGLISH_SUFFIX}`;
  english.tags = ['cchc-en', ...(json.tags as string[]).filter((tag) => tag !== 'cchc')];
  for (const panel of english.panels) for (const override of panel.fieldConfig?.overrides ?? []) readStored(override as Override);
  return english;
}

interface Override { matcher: { options: string }; properties: { id: string; value: unknown }[] }
/** Columns of stored texts and of texts of a view, which come in Vietnamese, are mapped in the browser. */
function readStored({ matcher, properties }: Override): void {
  const mappings = properties.find(({ id }) => id === 'mappings')?.value as { type: string }[] | undefined;
  const numeric = properties.some(({ id }) => id === 'unit' || id === 'decimals');
  if (!mappings || numeric || mappings.some(({ type }) => type === 'value')) return;
  mappings.unshift(...(REASONS.has(matcher.options) ? sentences() : []).map(({ pattern, english }, index) => ({ type: 'regex', options: { pattern, result: { text: english, index } } })), ...VIEWS);
}
const REASONS: ReadonlySet<string> = new Set(['reason', 'note', 'why', 'explanation', 'folded_reason']);
/** What functions of schema mart write: periods, spans of time, states. */
const VIEWS = ([['^quý (\\d.*)$', 'quarter $1'], ['^6 tháng đầu năm (\\d+)$', 'first half of $1'], ['^6 tháng cuối năm (\\d+)$', 'second half of $1'], ['^dưới 1 phút$', 'under 1 min'], ['^(\\d+) phút$', '$1 min'], ['^(\\d+) giờ$', '$1 h'], ['^(\\d+) giờ (\\d+) phút$', '$1 h $2 min'], ['^([\\d.]+) ngày$', '$1 d'], ['^([\\d.]+) ngày (\\d+) giờ$', '$1 d $2 h']] as const)
  .map(([pattern, text], index) => ({ type: 'regex', options: { pattern, result: { text, index } } }));

function turned(value: unknown, key: string): unknown {
  if (typeof value === 'string') return text(value, key);
  if (Array.isArray(value)) return value.map((part) => turned(part, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [ACCENTED.test(name) ? inEnglish(name) : name, turned(part, name)]));
}

function text(said: string, key: string): string {
  if (key === 'rawSql' || key === 'query' || key === 'definition') return /\bselect\b/.test(said) ? englishSql(said) : inEnglish(said);
  if (key === 'url') return said.replace(/\/d\/(cchc-[a-z-]+)\?/g, `/d/$1${ENGLISH_SUFFIX}?`).replace(/(\/explain\?[^"]*)/, '$1&lang=en');
  if (key === 'tags') return said === 'cchc' ? 'cchc-en' : said;
  if (key === 'unit') return said.replace(/^suffix:( ?)(.*)$/, (_, space: string, word: string) => `suffix:${space}${inEnglish(word)}`);
  return ACCENTED.test(said) || TEXTS.has(key) ? inEnglish(said) : said;
}
/** Where a text without an accent may stand. */
const TEXTS: ReadonlySet<string> = new Set(['title', 'description', 'text', 'label', 'content']);

/** Words that a query writes become English; what it compares with stays. Numbers are written with a point, periods by their code. */
export const englishSql = (sql: string): string => withPoint(sql.replace(/'((?:[^']|'')*)'/g, (quoted, word: string) => { const english = wordInEnglish(word.replaceAll("''", "'")); return english === undefined ? quoted : `'${english.replaceAll("'", "''")}'`; }))
  .replaceAll('p.label as __text', 'p.code as __text');

/** `mart.number_text(…)`, with its parentheses counted. */
function withPoint(sql: string): string {
  const call = 'mart.number_text(';
  let from = 0;
  let done = '';
  for (let at = sql.indexOf(call); at >= 0; at = sql.indexOf(call, from)) {
    let depth = 1;
    let end = at + call.length;
    while (depth > 0 && end < sql.length) { depth += sql[end] === '(' ? 1 : sql[end] === ')' ? -1 : 0; end += 1; }
    done += `${sql.slice(from, at)}translate(${call}${withPoint(sql.slice(at + call.length, end))}, '.,', ',.')`;
    from = end;
  }
  return done + sql.slice(from);
}
