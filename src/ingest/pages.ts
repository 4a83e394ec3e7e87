/**
 * Lists in pages. The traps: pages served twice, rows that move while the list is read, lists without a total, a full last page. A page counts
 * only when it is the page asked for, and a list only when it is complete by its own statement.
 */
import { HttpFailure } from '../platform/errors';
import { compilePath } from '../sources/reading';
import type { Paging } from '../sources/source';

export interface Page { number: number; rows: unknown[]; answer: unknown; text: string; status: number }
export type AskPage = (page: { number: number; size: number; offset: number }) => Promise<Omit<Page, 'number'>>;

const AGAIN = 5;

export async function* pages(paging: Paging, ask: AskPage, options: { parallel: number; keyOf: (row: unknown) => string | null; host?: string }): AsyncGenerator<Page> {
  if (paging.kind === 'none') {
    yield { number: 0, ...(await ask({ number: 0, size: 0, offset: 0 })) };
    return;
  }
  const seen = new Set<string>();
  for (let pass = 1; ; pass++) {
    const before = seen.size;
    let stated: number | null = null;
    for await (const page of onePass(paging, ask, options)) {
      for (const row of page.rows) {
        const key = options.keyOf(row);
        if (key !== null) seen.add(key);
      }
      if (paging.totalRowsAt) stated = toNumber(compilePath(paging.totalRowsAt)(page.answer)) ?? stated;
      yield page;
    }
    const missing = paging.stop === 'totalRows' && stated !== null && seen.size > 0 && seen.size < stated ? stated - seen.size : 0;
    const moved = paging.secondPass && (pass === 1 || seen.size > before);
    if (missing === 0 && !moved) return;
    if (pass >= AGAIN) throw failure(options.host, missing > 0 ? `Danh sách thiếu ${missing} dòng so với tổng số nguồn nêu (${stated}), sau ${AGAIN} lần đọc.` : `Danh sách vẫn thay đổi sau ${AGAIN} lần đọc.`);
  }
}

async function* onePass(paging: Extract<Paging, { kind: 'pages' }>, ask: AskPage, options: { parallel: number; host?: string }): AsyncGenerator<Page> {
  const last = paging.lastAt ? compilePath(paging.lastAt) : null;
  const totalPages = paging.totalPagesAt ? compilePath(paging.totalPagesAt) : null;
  const totalRows = paging.totalRowsAt ? compilePath(paging.totalRowsAt) : null;
  const ahead = new Map<number, Promise<Page>>();
  let before: string | null = null;
  let knownEnd: number | null = null;
  const request = (index: number): Promise<Page> => {
    const promise = askRight(paging, ask, index, options.host);
    promise.catch(() => undefined); // surfaces when its turn comes
    return promise;
  };
  for (let index = 0; ; index++) {
    if (index >= paging.maxPages) throw failure(options.host, `Danh sách dài hơn ${paging.maxPages} trang.`);
    for (let next = index; next < index + options.parallel && (next === index || (knownEnd !== null ? next < knownEnd : options.parallel > 1 && index > 0)); next++) {
      if (!ahead.has(next)) ahead.set(next, request(next));
    }
    let page = await ahead.get(index)!;
    ahead.delete(index);
    // The same content twice in a row is the page before, served again.
    for (let again = 0; !paging.numberAt && page.rows.length > 0 && page.text === before; again++) {
      if (again >= AGAIN) throw failure(options.host, `Trang ${page.number} lặp lại trang trước.`);
      page = await request(index);
    }
    before = page.text;
    yield page;
    const pagesStated = totalPages ? toNumber(totalPages(page.answer)) : null;
    const rowsStated = totalRows ? toNumber(totalRows(page.answer)) : null;
    knownEnd = pagesStated ?? (rowsStated !== null ? Math.ceil(rowsStated / paging.size) : null);
    const done = paging.stop === 'empty' ? page.rows.length === 0
      : paging.stop === 'short' ? page.rows.length < paging.size
      : paging.stop === 'last' ? last!(page.answer) === true
      : paging.stop === 'totalPages' ? pagesStated !== null && index + 1 >= pagesStated
      : rowsStated !== null && (index + 1) * paging.size >= rowsStated;
    // Whatever the rule, an empty page is the end of every list.
    if (done || page.rows.length === 0) return;
  }
}

/** Asks until the answer says it is the page asked for. */
async function askRight(paging: Extract<Paging, { kind: 'pages' }>, ask: AskPage, index: number, host: string | undefined): Promise<Page> {
  const number = paging.first + index;
  const stated = paging.numberAt ? compilePath(paging.numberAt) : null;
  for (let again = 0; ; again++) {
    const page = await ask({ number, size: paging.size, offset: index * paging.size });
    if (!stated || toNumber(stated(page.answer)) === number) return { number, ...page };
    if (again >= AGAIN) throw failure(host, `Hỏi trang ${number} nhưng nguồn trả trang ${String(stated(page.answer))}.`);
  }
}

const toNumber = (value: unknown): number | null => (typeof value === 'number' ? value : typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null);
const failure = (host: string | undefined, message: string) => new HttpFailure({ class: 'format', message, host: host ?? '' });
