/**
 * English for every Vietnamese text that people see. The Vietnamese text is the id, with numbered holes where code puts something in; en.json has
 * the English of each id, src/indicators that of what is bilingual there. Texts are made in Vietnamese everywhere and turned into English where
 * they leave: what was composed, or stored long ago, is matched back through the ids. What nothing matches stays as it is: no text is ever lost.
 */
import { bilingualTexts } from '../indicators/bilingual';
import catalogue from './en.json';

export type Language = 'vi' | 'en';
export const LANGUAGES: readonly Language[] = ['vi', 'en'];

/** The language that somebody asked for by its code; undefined for anything else. */
export const languageOf = (asked: unknown): Language | undefined => LANGUAGES.find((language) => language === asked);

/** Turns a text into the language of the reader. */
export type Say = (text: string) => string;
export const sayIn = (language: Language): Say => (language === 'en' ? inEnglish : (text) => text);

/** A longer text is shown as it is. */
const MOST_LETTERS = 8_000;
/** Texts within texts, and looks at texts in all: what would take more stays as it is. */
const DEEPEST = 8;
const MOST_LOOKS = 400;
const MOST_KEPT = 5_000;
/** A pattern with fewer letters of its own fits too much: what stands in its holes has to be understood as well, and to be one thing; with very few, a number or a code. */
const FEW_LETTERS = 10;
const VERY_FEW = 6;
const CODE = /^[\dA-Z.-]+$/;

const LETTER = /\p{L}/u;
const ACCENTED = /[À-ỹ]/;
/** Numbers of legal documents, the same in every language. */
const DOCUMENT = /[\p{L}\d/-]*\d[\p{L}\d/&-]*|(?<!\p{L})(?:NĐ|QĐ)(?!\p{L})/gu;
const isVietnamese = (text: string): boolean => ACCENTED.test(text.replace(DOCUMENT, ''));

interface Pattern { chunks: readonly string[]; english: string; letters: number }
const exact = new Map<string, string>();
/** By a word of theirs. */
const patterns = new Map<string, Pattern[]>();
const kept = new Map<string, string>();

/** At the first English text: who reads Vietnamese waits for nothing. */
function prepare(): void {
  if (exact.size > 0) return;
  for (const [id, english] of Object.entries(catalogue)) exact.set(id, english);
  for (const { vi, en } of bilingualTexts()) exact.set(vi, en);
  for (const [id, english] of Object.entries(catalogue)) {
    addPattern(id, english);
    addLines(id, english);
  }
}

/** The English of a text made in Vietnamese; the text itself where there is none. Numbers with a decimal comma get a point. */
export function inEnglish(text: string): string {
  const before = kept.get(text);
  if (before !== undefined) return before;
  prepare();
  const english = text.length > MOST_LETTERS ? text : translate(text, { depth: 0, looks: { left: MOST_LOOKS } }) ?? text;
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(text, english);
  return english;
}

/** The English of a Vietnamese text that stands in the catalogue just so; undefined otherwise. */
export function wordInEnglish(text: string): string | undefined {
  prepare();
  return ACCENTED.test(text) ? exact.get(text) : undefined;
}

/** Whole sentences of the catalogue that tell why, no advice, as patterns of the browser, for a reader that no code of ours stands before; $1, $2 … are the holes. */
export const sentences = (): { pattern: string; english: string }[] => Object.entries(catalogue).filter(([id]) => /^[^\s,;:)].*\.$/s.test(id) && !/\/(api|explain)|viết|cchc /i.test(id) && (id.includes('{0}') || id.length < 120)).map(([id, english]) => ({
  pattern: `^${id.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\d\}/g, '(.*?)')}$`, english: english.replace(/\$/g, '$$$$').replace(/\{(\d)\}/g, (_, hole: string) => `$${Number(hole) + 1}`),
}));

/** The part of the catalogue that a script of the browser names in its source. */
export const messagesIn = (source: string): Record<string, string> => Object.fromEntries(Object.entries(catalogue).filter(([id]) => source.includes(`'${id}'`)));

/** Words by which a pattern can be found; the rarest word would be best, the longest is good enough. */
function addPattern(id: string, english: string): void {
  // Words that begin or end with a space are said after or before something.
  const whole = `${/^[\s,;:)]/.test(id) ? '{<}' : ''}${id}${/\s$/.test(id) ? '{>}' : ''}`;
  if (!/\{[<>\d]\}/.test(whole)) return;
  const order: string[] = [];
  const chunks = whole.split(/\{([<>\d])\}/).filter((part, i) => (i % 2 === 1 ? (order.push(part), false) : true));
  const renumbered = `${whole.startsWith('{<}') ? '{<}' : ''}${english}${whole.endsWith('{>}') ? '{>}' : ''}`.replace(/\{([<>\d])(:month)?\}/g, (_, hole: string, month = '') => `{${order.indexOf(hole)}${month}}`);
  const words = chunks.flatMap((chunk, i) => wordsOf(chunk, i > 0, i < chunks.length - 1));
  const word = words.reduce((longest, next) => (next.length > longest.length ? next : longest), '');
  const list = patterns.get(word) ?? [];
  if (list.length === 0) patterns.set(word, list);
  list.push({ chunks, english: renumbered, letters: chunks.join('').replace(/[^\p{L}\n]/gu, '').replace(/\n/g, '---').length });
}

/** The lines of a message of several, for a reader that meets them one by one. */
function addLines(id: string, english: string): void {
  const [lines, said] = [id.split('\n'), english.split('\n')];
  if (lines.length === 1 || lines.length !== said.length) return;
  for (const [i, line] of lines.entries()) if (ACCENTED.test(line)) { if (/\{\d\}/.test(line)) addPattern(line, said[i]!); else if (!exact.has(line)) exact.set(line, said[i]!); }
}

/** Whole words of a chunk: one that touches a hole may go on in it. */
function wordsOf(chunk: string, holeBefore: boolean, holeAfter: boolean): string[] {
  const words = chunk.split(/[^\p{L}]+/u);
  if (holeBefore && LETTER.test(chunk[0] ?? '')) words.shift();
  if (holeAfter && LETTER.test(chunk.at(-1) ?? '')) words.pop();
  return words.filter(Boolean);
}

interface Effort { depth: number; looks: { left: number } }

/** null: nothing of it is known. */
function translate(text: string, effort: Effort): string | null {
  const whole = exact.get(text);
  if (whole !== undefined) return whole;
  if (!LETTER.test(text)) return numbersOf(text);
  if (effort.depth > DEEPEST || (effort.looks.left -= 1) < 0) return null;
  const inner = { ...effort, depth: effort.depth + 1 };
  return betweenSigns(text) ?? byPattern(text, inner) ?? byCase(text) ?? byParts(text, inner, QUOTES) ?? byCore(text, inner) ?? byParts(text, inner, SEPARATORS);
}

function byPattern(text: string, effort: Effort): string | null {
  const words = new Set(text.split(/[^\p{L}]+/u));
  words.add('');
  const candidates = [...words].flatMap((word) => patterns.get(word) ?? []).sort((a, b) => b.letters - a.letters);
  for (const pattern of candidates) {
    const holes = match(pattern.chunks, text);
    if (!holes) continue;
    const filled = holes.map((hole) => translate(hole, effort));
    if (pattern.letters < FEW_LETTERS && holes.some((hole, i) => !exact.has(hole) && (/ [–·] |; /.test(hole) || (filled[i] === null && (isVietnamese(hole) || (pattern.letters < VERY_FEW && !CODE.test(hole))))))) continue;
    return pattern.english.replace(/\{(\d)(:month)?\}/g, (_, hole: string, month?: string) => (month ? monthOf(holes[Number(hole)]!) : filled[Number(hole)] ?? holes[Number(hole)]!));
  }
  return null;
}

/** What stands in the holes, the first place of each chunk; one pass, never back. */
function match(chunks: readonly string[], text: string): string[] | null {
  if (!text.startsWith(chunks[0]!) || !text.endsWith(chunks.at(-1)!)) return null;
  const end = text.length - chunks.at(-1)!.length;
  const holes: string[] = [];
  let at = chunks[0]!.length;
  for (const chunk of chunks.slice(1, -1)) {
    const next = text.indexOf(chunk, at);
    if (next < 0) return null;
    holes.push(text.slice(at, next));
    at = next + chunk.length;
  }
  return at > end ? null : [...holes, text.slice(at, end)];
}

/** "Đạt" where only "đạt" is known, and the other way round. */
function byCase(text: string): string | null {
  const first = text[0]!;
  const upper = first === first.toLocaleUpperCase('vi');
  const found = exact.get((upper ? first.toLocaleLowerCase('vi') : first.toLocaleUpperCase('vi')) + text.slice(1));
  return found === undefined ? null : (upper ? found[0]!.toUpperCase() : found[0]!.toLowerCase()) + found.slice(1);
}

const WORD = /[\p{L}\p{N}]/u;
/** A known text between signs is that text, whatever pattern would fit it too: "■ Quá hạn trên 30 ngày". */
function betweenSigns(text: string): string | null {
  let from = 0;
  let to = text.length;
  while (from < to && !WORD.test(text[from]!)) from += 1;
  while (to > from && !WORD.test(text[to - 1]!)) to -= 1;
  const core = from === 0 && to === text.length ? undefined : exact.get(text.slice(from, to));
  return core === undefined ? null : text.slice(0, from) + core + text.slice(to);
}

/** Signs around a known text stay: "● đạt chỉ tiêu", "(chưa xác minh)", "12,5 ngày". */
function byCore(text: string, effort: Effort): string | null {
  let from = 0;
  let to = text.length;
  while (from < to && !LETTER.test(text[from]!)) from += 1;
  while (to > from && !LETTER.test(text[to - 1]!)) to -= 1;
  // A digit may belong to the text: "◆ Thẩm định lần 1".
  for (const [start, end] of [[from, text.length], [0, to], [from, to]] as const) {
    if (start === 0 && end === text.length) continue;
    const core = translate(text.slice(start, end), effort);
    if (core !== null) return numbersOf(text.slice(0, start)) + core + numbersOf(text.slice(end));
  }
  return null;
}

/** What code and queries join texts with. People write the later ones too: there every part has to be known, or a sentence of theirs would become half English. */
const QUOTES = [/(")/];
const SEPARATORS = [/(\n+)/, /( · )/, /(; )/, /(?<=[?.…])( )/, /( [+=→] )/, /( – )/, /(: )/, /( \()/, /(, )/];
const LOOSE = 5;
/** A text put together from known ones. */
function byParts(text: string, effort: Effort, separators: readonly RegExp[]): string | null {
  for (const [i, separator] of separators.entries()) {
    const parts = aroundKnown(text.split(separator));
    if (parts.length < 3) continue;
    const said = parts.map((part, k) => (k % 2 === 1 || part === '' ? null : translate(part, effort)));
    if (i >= LOOSE && parts.some((part, k) => said[k] === null && isVietnamese(part))) continue;
    if (said.some((part, k) => part !== null && LETTER.test(parts[k]!))) return parts.map((part, k) => said[k] ?? part).join('');
  }
  return null;
}

/** A known text that holds the separator itself, a title with a dash, is one part when it stands at the beginning or the end. */
function aroundKnown(parts: readonly string[]): readonly string[] {
  for (let i = 3; i < Math.min(parts.length - 1, 40); i += 2) {
    const [head, tail] = [parts.slice(0, -i + 1).join(''), parts.slice(i - 1).join('')];
    if (exact.has(head)) return [head, ...parts.slice(-i + 1)];
    if (exact.has(tail)) return [...parts.slice(0, i - 1), tail];
  }
  return parts;
}

const ROUND = String.raw`\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+`;
const NUMBER = new RegExp(String.raw`(?<![\d.,/:])(?:${ROUND})(?![\d/:]|[.,]\d)`, 'g');
const swapped: Readonly<Record<string, string>> = { '.': ',', ',': '.' };
/** 1.234,5 % → 1,234.5%. Only in texts without letters: a code or an address is no number. */
const numbersOf = (text: string): string => text.replace(NUMBER, (number) => number.replace(/[.,]/g, (sign) => swapped[sign]!)).replace(/(?<=\d)[ \u00a0]%/g, '%');

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const monthOf = (number: string): string => MONTHS[Number(number) - 1] ?? number;
