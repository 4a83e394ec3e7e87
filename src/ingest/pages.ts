import { createHash } from 'node:crypto';
import type { Paging, Stream } from '../sources/source';
import { HttpFailure } from '../platform/errors';
import type { Instant } from '../vocabulary';
import { wholeNumber } from '../sources/reading';
import { valueAt } from './answer';

/** `cursor`: what leads to a page of a list whose pages lead to each other; null for the first. */
export interface PageAddress { number: number; size: number; offset: number; cursor?: string | number | null }
export interface PageAnswer { answer: unknown; rows: unknown[]; text: string; body?: Buffer; headers?: Record<string, string>; /** The status of the answer says that there is nothing. */ nothing?: boolean; /** When the answer says its figures were made. */ sourceTime?: Instant | null }
/** `pass` counts the readings of the whole list from 1; later passes bring rows again. */
export interface Page extends PageAnswer { number: number; pass: number }
export interface PageOptions {
  parallel?: number;
  /** Identity of a row; null for a row without one. */
  keyOf?: (row: unknown) => string | null;
}
type Ask = (page: PageAddress) => Promise<PageAnswer>;
type Pages = Extract<Paging, { kind: 'pages' }>;
type Chain = Extract<Paging, { kind: 'next' }>;

/**
 * All pages of a list, in order. Ends without error only when the list is complete by the source's own word; every doubt
 * (another page than asked, the same page twice, fewer keys than the stated total, no end) is asked again and then fails
 * with class `format`. Pages are yielded as they come, so keep them apart until the generator has ended.
 */
export async function* pages(stream: Pick<Stream, 'id' | 'paging'>, ask: Ask, options: PageOptions = {}): AsyncGenerator<Page, void, void> {
  const { paging } = stream;
  if (paging.kind === 'none') {
    yield { number: 0, pass: 1, ...(await ask({ number: 0, size: 0, offset: 0 })) };
    return;
  }
  const count = createCount(options.keyOf);
  const counted = paging.totalRowsAt !== undefined || paging.secondPass;
  const totals = new Set<number>();
  for (let pass = 1; ; pass += 1) {
    count.startPass();
    let total: number | null = null;
    let moved = false;
    for await (const page of paging.kind === 'next' ? oneChain(stream.id, paging, ask, pass) : onePass(stream.id, paging, ask, options, pass)) {
      if (counted) count.add(page.rows);
      const stated: number | null = paging.totalRowsAt === undefined ? null : page.nothing ? total ?? 0 : statedNumber(stream.id, page, paging.totalRowsAt, page.number);
      moved ||= total !== null && stated !== total; // a row left while we read: the one at the border of two pages may be missing although the numbers agree
      total = stated;
      yield page;
    }
    if (total !== null) {
      totals.add(total);
      if (!moved && (count.inPass() === total || (totals.size === 1 && count.inAll() === total))) return;
      // A row that stands twice in the source's own list is counted twice in its total: believed when a whole second reading says exactly the same.
      if (!moved && count.rowsInPass() === total && count.sameAsBefore()) return;
      if (pass > TOTAL_RETRIES && moved && count.inPass() === total) throw broken(stream.id, `tổng số nguồn công bố vẫn đổi giữa các trang sau ${TOTAL_RETRIES + 1} lượt đọc`);
      if (pass > TOTAL_RETRIES) throw broken(stream.id, mismatch(total, totals.size === 1 ? Math.max(count.inPass(), Math.min(count.inAll(), total)) : count.inPass()));
    } else {
      if (!paging.secondPass || (pass > 1 && count.broughtNothingNew())) return;
      if (pass === MOST_PASSES) throw broken(stream.id, `danh sách vẫn thêm hồ sơ mới sau ${MOST_PASSES} lượt đọc`);
    }
  }
}

async function* onePass(id: string, paging: Pages, ask: Ask, options: PageOptions, pass: number): AsyncGenerator<Page, void, void> {
  const { first, size } = paging;
  const ahead = new Map<number, Promise<PageAnswer>>();
  const get = (number: number): Promise<PageAnswer> => {
    const fetched = ahead.get(number);
    ahead.delete(number);
    return fetched ?? ask({ number, size, offset: (number - first) * size });
  };
  let before: { text: string; keys: string } | null = null;
  let received = 0;
  for (let number = first; ; number += 1) {
    if (number - first >= paging.maxPages) throw broken(id, `danh sách chưa hết sau ${paging.maxPages} trang (maxPages)`);
    const page = await trusted(id, paging, number, () => get(number), before, options.keyOf);
    if (page === REPEATED) {
      if (number === first + 1 && received >= size) throw broken(id, `trang đầu đầy ${received} dòng và trang sau giống hệt: danh sách có đúng một trang, hoặc nguồn không đọc tham số trang; đổi size một đơn vị để phân biệt`);
      return;
    }
    received += page.rows.length;
    const end = endOf(id, paging, page, number, received);
    before = { text: page.text, keys: paging.numberAt === undefined || paging.repeatsLast ? keysOf(page.rows, options.keyOf) : '' };
    // The next pages are on their way while this one is worked on.
    const last = Math.min(end.over ? number : end.lastPage ?? number, first + paging.maxPages - 1);
    for (let next = number + 1; next <= last && ahead.size < (options.parallel ?? 1) && (options.parallel ?? 1) > 1; next += 1) {
      if (ahead.has(next)) continue;
      const promise = ask({ number: next, size, offset: (next - first) * size });
      promise.catch(() => undefined);
      ahead.set(next, promise);
    }
    yield { number, pass, ...page };
    if (end.over) {
      if (end.confirm) await confirmEnd(id, number, page, () => get(number + 1));
      return;
    }
  }
}

/** Pages that lead to each other, one after the other. A list may only end where the source says so: by an empty word, or by none after a page that is not full. */
async function* oneChain(id: string, paging: Chain, ask: Ask, pass: number): AsyncGenerator<Page, void, void> {
  const followed = new Set<string>();
  let cursor: PageAddress['cursor'] = null;
  for (let number = 0; number < paging.maxPages; number += 1) {
    const page = await ask({ number, size: paging.size, offset: number * paging.size, cursor });
    yield { number, pass, ...page };
    const next = paging.at === undefined ? linkToNext(page.headers?.link) : statedAt(page, paging.at);
    if (next === undefined && paging.at !== undefined && number === 0 && page.rows.length >= paging.size && paging.totalRowsAt === undefined) throw broken(id, `trang đầu đầy ${page.rows.length} dòng nhưng không cho biết trang sau (không có "${paging.at}")`);
    if (next === undefined || next === null || next === '' || next === false) return;
    if (typeof next !== 'string' && typeof next !== 'number') throw broken(id, `trang ${number} chỉ trang sau bằng một giá trị không đọc được ("${paging.at}")`);
    if (followed.has(String(next))) throw broken(id, `trang ${number} chỉ trở lại một trang đã đọc`);
    followed.add(String(next));
    cursor = next;
  }
  throw broken(id, `danh sách chưa hết sau ${paging.maxPages} trang (maxPages)`);
}

/** The address of the next page in a header Link (RFC 8288). */
const linkToNext = (header: string | undefined): string | undefined => /<([^>]*)>(?=[^<]*;\s*rel="?next\b)/i.exec(header ?? '')?.[1];

/** The page that was asked for: another number, an empty page before the end or the page before once more is asked again. */
async function trusted(id: string, paging: Pages, number: number, get: () => Promise<PageAnswer>, before: { text: string; keys: string } | null, keyOf: PageOptions['keyOf']): Promise<PageAnswer | typeof REPEATED> {
  for (let attempt = 0; ; attempt += 1) {
    const page = await get();
    const doubt = doubtOf(id, paging, number, page, before, keyOf);
    if (doubt === null) return page;
    if (attempt === PAGE_RETRIES && paging.repeatsLast && repeats(page, before, keyOf)) return REPEATED;
    if (attempt === PAGE_RETRIES) throw broken(id, `${doubt} (đã hỏi lại ${PAGE_RETRIES} lần)`);
  }
}

/** The page before once more, each time it was asked: the end of a list that repeats its last page. */
const REPEATED = Symbol('repeated');
const repeats = (page: PageAnswer, before: { text: string; keys: string } | null, keyOf: PageOptions['keyOf']) =>
  before !== null && page.rows.length > 0 && (page.text === before.text || (before.keys !== '' && keysOf(page.rows, keyOf) === before.keys));

function doubtOf(id: string, paging: Pages, number: number, page: PageAnswer, before: { text: string; keys: string } | null, keyOf: PageOptions['keyOf']): string | null {
  if (paging.numberAt !== undefined) {
    const stated = statedAt(page, paging.numberAt);
    if (wholeNumber(stated) !== number) return `hỏi trang ${number} nhưng nguồn trả trang khác`;
  } else if (repeats(page, before, keyOf)) {
    return `trang ${number} giống hệt trang trước`;
  }
  if (page.rows.length > 0) return null;
  if (page.nothing) return number > paging.first && ['last', 'more', 'totalPages'].includes(paging.stop) ? `trang ${number} rỗng nhưng nguồn báo còn trang nữa` : null;
  if (paging.stop === 'last' && paging.lastAt !== undefined && !truth(statedAt(page, paging.lastAt))) return `trang ${number} rỗng nhưng chưa phải trang cuối`;
  if (paging.stop === 'more' && paging.moreAt !== undefined && truth(statedAt(page, paging.moreAt))) return `trang ${number} rỗng nhưng nguồn báo còn trang nữa`;
  if (paging.stop === 'totalPages' && paging.totalPagesAt !== undefined && number - paging.first + 1 < statedNumber(id, page, paging.totalPagesAt, number)) return `trang ${number} rỗng trước trang cuối`;
  return null;
}

function endOf(id: string, paging: Pages, page: PageAnswer, number: number, received: number): { over: boolean; lastPage?: number; confirm?: boolean } {
  const index = number - paging.first;
  const empty = page.rows.length === 0;
  if (page.nothing) return { over: true };
  switch (paging.stop) {
    case 'empty': return { over: empty };
    // A round number of rows on a short first page looks like a source that caps the page size: look once behind the end.
    case 'short': return { over: page.rows.length < paging.size, confirm: index === 0 && !empty && page.rows.length % 10 === 0 };
    case 'last': {
      const flag = paging.lastAt === undefined ? undefined : statedAt(page, paging.lastAt);
      if (flag === undefined) throw broken(id, `trang ${number} không cho biết đã là trang cuối hay chưa (lastAt)`);
      return { over: truth(flag), lastPage: number + 1 };
    }
    case 'more': {
      const flag = paging.moreAt === undefined ? undefined : statedAt(page, paging.moreAt);
      if (flag === undefined) throw broken(id, `trang ${number} không cho biết còn trang nữa hay không (moreAt)`);
      return { over: !truth(flag), lastPage: number + 1 };
    }
    case 'totalPages': {
      const total = statedNumber(id, page, paging.totalPagesAt, number);
      return { over: index + 1 >= total, lastPage: paging.first + total - 1 };
    }
    case 'totalRows': {
      const total = statedNumber(id, page, paging.totalRowsAt, number);
      return { over: empty || received >= total, lastPage: paging.first + Math.ceil(total / paging.size) - 1 };
    }
  }
}

async function confirmEnd(id: string, number: number, page: PageAnswer, next: () => Promise<PageAnswer>): Promise<void> {
  const behind = await next();
  if (behind.rows.length > 0 && JSON.stringify(behind.rows) !== JSON.stringify(page.rows)) throw broken(id, `trang ${number} ngắn hơn size nhưng sau đó vẫn còn dữ liệu: nguồn giới hạn ${page.rows.length} dòng mỗi trang, hãy giảm size`);
}

function createCount(keyOf: PageOptions['keyOf']) {
  const all = new Set<string>();
  let seen = new Set<string>();
  let nameless = 0;
  let fresh = 0;
  let rowsRead = 0;
  let doubles: string[] = [];
  let before: string | null = null;
  const fingerprint = () => JSON.stringify([seen.size, nameless, rowsRead, [...doubles].sort()]);
  return {
    startPass() { before = rowsRead === 0 ? null : fingerprint(); seen = new Set(); nameless = 0; fresh = 0; rowsRead = 0; doubles = []; },
    add(rows: unknown[]) {
      for (const row of rows) {
        rowsRead += 1;
        const key = keyOf ? keyOf(row) : createHash('sha1').update(JSON.stringify(row) ?? '').digest('base64');
        if (key === null) { nameless += 1; continue; }
        if (!keyOf && seen.has(key)) nameless += 1;
        if (seen.has(key)) doubles.push(key);
        seen.add(key);
        if (!all.has(key)) { all.add(key); fresh += 1; }
      }
    },
    inPass: () => seen.size + nameless,
    inAll: () => all.size + nameless,
    rowsInPass: () => rowsRead,
    broughtNothingNew: () => fresh === 0,
    sameAsBefore: () => fresh === 0 && before === fingerprint(),
  };
}

function mismatch(total: number, received: number): string {
  return received < total
    ? `nguồn công bố ${total} dòng nhưng chỉ nhận được ${received}: thiếu ${total - received} dòng sau ${TOTAL_RETRIES + 1} lượt đọc`
    : `nguồn công bố ${total} dòng nhưng nhận được ${received}: thừa ${received - total} dòng sau ${TOTAL_RETRIES + 1} lượt đọc`;
}

const PAGE_RETRIES = 5;
const TOTAL_RETRIES = 3;
const MOST_PASSES = 5;
const broken = (id: string, reason: string) => new HttpFailure('format', { reason: `luồng ${id}: ${reason}` });
const truth = (value: unknown) => value === true || value === 1 || value === 'true' || value === '1';

/** The keys of a page in one text; empty when they do not identify it. */
function keysOf(rows: unknown[], keyOf: PageOptions['keyOf']): string {
  const keys = keyOf ? rows.map(keyOf) : [null];
  return keys.includes(null) ? '' : JSON.stringify(keys);
}

function statedNumber(id: string, page: PageAnswer, at: string | undefined, number: number): number {
  const value = at === undefined ? undefined : statedAt(page, at);
  const count = wholeNumber(value);
  if (count === null) throw broken(id, `trang ${number} không công bố tổng số là một số nguyên (${at ?? 'chưa khai báo totalRowsAt/totalPagesAt'})`);
  return count;
}

const HEADER = '$headers.';
/** What an answer states beside its rows: at a path, or in a header of that name. */
const statedAt = (page: PageAnswer, at: string): unknown => (at.startsWith(HEADER) ? page.headers?.[at.slice(HEADER.length).toLowerCase()] : valueAt(page.answer, at));
