import { sourceDefinition } from '../sources/source';
import { type Page, type PageAddress, pages, type PageOptions } from './pages';

type Row = { id: string };
const row = (number: number): Row => ({ id: `H${number}` });
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => row(from + index));
const keyOf = (one: unknown) => (one as Row).id;

function stream(paging: Record<string, unknown>) {
  return sourceDefinition.parse({
    id: 't', title: 'T', baseUrl: 'http://x', streams: [{ id: 's', record: 'unit', request: { path: '/x' }, paging: { kind: 'pages', size: 3, ...paging }, mapping: { id: 'id', name: 'id' } }],
  }).streams[0]!;
}

/** Reads a list whose pages are given by a function; returns the ids and the page numbers asked. */
async function read(paging: Record<string, unknown>, list: (page: PageAddress, call: number) => Record<string, unknown> & { rows: unknown[] }, options: PageOptions = {}) {
  const asked: number[] = [];
  const ask = async (page: PageAddress) => {
    asked.push(page.number);
    const answer = list(page, asked.length);
    return { answer, rows: answer.rows, text: JSON.stringify(answer) };
  };
  const got: Page[] = [];
  let error: unknown = null;
  try { for await (const page of pages(stream(paging), ask, options)) got.push(page); } catch (reason) { error = reason; }
  return { asked, error, ids: got.flatMap((page) => (page.rows as Row[]).map((one) => one.id)), got };
}
const cut = (all: Row[]) => ({ offset, size }: PageAddress) => ({ rows: all.slice(offset, offset + size) });
const ids = (all: Row[]) => all.map((one) => one.id);

test('no paging: one question', async () => {
  const got: Page[] = [];
  for await (const page of pages({ id: 's', paging: { kind: 'none' } }, async () => ({ answer: [1], rows: [1], text: '[1]' }))) got.push(page);
  expect(got).toEqual([{ number: 0, pass: 1, answer: [1], rows: [1], text: '[1]' }]);
});

test.each([
  ['empty', 7, [0, 1, 2, 3]],
  ['empty', 0, [0]],
  ['short', 7, [0, 1, 2]],
  ['short', 6, [0, 1, 2]],
])('[mode 17] stop %s with %i rows asks for pages %j', async (stop, total, expected) => {
  const all = rows(0, total);
  const result = await read({ stop }, cut(all));
  expect(result).toMatchObject({ error: null, asked: expected, ids: ids(all) });
});

test('stop last, totalPages and totalRows, counting from 1', async () => {
  const all = rows(0, 7);
  const list = (page: PageAddress) => ({ ...cut(all)(page), last: page.offset + 3 >= 7, pages: 3, total: '7', number: page.number });
  for (const paging of [{ stop: 'last', lastAt: 'last' }, { stop: 'totalPages', totalPagesAt: 'pages' }, { stop: 'totalRows', totalRowsAt: 'total', numberAt: 'number' }]) {
    for (const parallel of [1, 4]) {
      expect(await read({ first: 1, ...paging }, list, { keyOf, parallel })).toMatchObject({ error: null, asked: [1, 2, 3], ids: ids(all) });
    }
  }
});

test('a missing flag or total is a failure, not an end', async () => {
  for (const paging of [{ stop: 'last', lastAt: 'last' }, { stop: 'totalPages', totalPagesAt: 'pages' }, { stop: 'totalRows', totalRowsAt: 'total' }]) {
    expect((await read(paging, cut(rows(0, 7)))).error).toMatchObject({ class: 'format' });
  }
});

test('a list that shrinks while pages are fetched ahead ends without error', async () => {
  const list = (page: PageAddress) => ({ rows: rows(0, page.number === 0 ? 12 : 6).slice(page.offset, page.offset + 3), pages: page.number === 0 ? 4 : 2 });
  expect(await read({ stop: 'totalPages', totalPagesAt: 'pages' }, list, { parallel: 4 })).toMatchObject({ error: null, ids: ids(rows(0, 6)) });
});

test('a failing page that was fetched ahead fails the list at its place', async () => {
  const list = (page: PageAddress) => { if (page.number === 2) throw new Error('broken page'); return { ...cut(rows(0, 9))(page), pages: 3 }; };
  const result = await read({ stop: 'totalPages', totalPagesAt: 'pages' }, list, { parallel: 4 });
  expect(result.error).toMatchObject({ message: 'broken page' });
  expect(result.ids).toEqual(ids(rows(0, 6)));
});

test('another page than the one asked for is asked again, five times at most', async () => {
  const all = rows(0, 5);
  const list = (wrongUntil: number) => (page: PageAddress, call: number) => {
    const wrong = page.number === 1 && call <= wrongUntil;
    return { rows: wrong ? all.slice(0, 3) : all.slice(page.offset, page.offset + 3), number: wrong ? 0 : page.number };
  };
  expect(await read({ stop: 'short', numberAt: 'number' }, list(6))).toMatchObject({ error: null, asked: [0, 1, 1, 1, 1, 1, 1], ids: ids(all) });
  expect((await read({ stop: 'short', numberAt: 'number' }, list(99))).error).toMatchObject({ class: 'format' });
});

test('the same page twice is asked again, then fails; with a stated number it is taken', async () => {
  const all = rows(0, 8);
  const once = (page: PageAddress, call: number) => cut(all)(call === 2 ? { ...page, offset: 0 } : page);
  expect(await read({ stop: 'short' }, once)).toMatchObject({ error: null, asked: [0, 1, 1, 2], ids: ids(all) });
  const always = await read({ stop: 'empty' }, () => ({ rows: rows(0, 3) }));
  expect(always.error).toMatchObject({ class: 'format' });
  expect(always.asked).toHaveLength(7);
  const stamped = await read({ stop: 'empty' }, (_, call) => ({ rows: rows(0, 3), servedAt: call }), { keyOf });
  expect(stamped.error).toMatchObject({ class: 'format' });
  const nameless = await read({ stop: 'empty' }, (page, call) => ({ rows: page.number < 2 ? rows(0, 3) : [], call }), { keyOf: () => null });
  expect(nameless).toMatchObject({ error: null, asked: [0, 1, 2] });
});

test('an empty page before the stated end is asked again', async () => {
  const list = (page: PageAddress, call: number) => ({ rows: call === 2 ? [] : cut(rows(0, 7))(page).rows, pages: 3, last: page.number === 2 });
  for (const paging of [{ stop: 'totalPages', totalPagesAt: 'pages' }, { stop: 'last', lastAt: 'last' }]) {
    expect(await read(paging, list)).toMatchObject({ error: null, asked: [0, 1, 1, 2], ids: ids(rows(0, 7)) });
  }
});

test.each([['1.002', 1002], ['1,002', 1002], ['3', 3], ['3.0', 3], [3, 3], ['1.5', null], ['ba', null], [-1, null], ['', null]])('a total stated as %j is %j', async (stated, pages) => {
  const { error } = await read({ stop: 'totalPages', totalPagesAt: 'n', maxPages: 2 }, (page) => ({ ...cut(rows(0, 20))(page), n: stated }));
  expect(String((error as Error).message)).toContain(pages === null ? 'tổng số' : 'maxPages'); // 1.002 pages are not one
});

test('a list that repeats its last page behind its end ends there, not where a page comes twice by mistake; one full page is not believed', async () => {
  const repeating = (all: Row[], deaf = false) => (page: PageAddress) => { const last = deaf ? 0 : Math.ceil(all.length / 3) - 1; return cut(all)({ ...page, offset: Math.min(page.number, last) * 3 }); };
  for (const n of [4, 6, 9]) expect(await read({ stop: 'short', repeatsLast: true }, repeating(rows(0, n)), { keyOf })).toMatchObject({ error: null, ids: ids(rows(0, n)) });
  expect(await read({ stop: 'empty', repeatsLast: true }, repeating(rows(0, 2)), { keyOf })).toMatchObject({ error: null, ids: ids(rows(0, 2)) });
  expect(await read({ stop: 'short', repeatsLast: true }, (page, call) => repeating(rows(0, 9))(call === 2 ? { ...page, number: 0 } : page), { keyOf })).toMatchObject({ error: null, ids: ids(rows(0, 9)) });
  expect((await read({ stop: 'short', repeatsLast: true }, repeating(rows(0, 9), true), { keyOf })).error).toMatchObject({ class: 'format', message: expect.stringContaining('không đọc tham số trang') });
});

test('[mode 18] a source that caps the page size below the size asked for is found out', async () => {
  const all = rows(0, 30);
  const result = await read({ stop: 'short', size: 50 }, (page) => ({ rows: all.slice(page.number * 20, page.number * 20 + 20) }));
  expect(result.error).toMatchObject({ class: 'format' });
  expect((result.error as Error).message).toContain('20');
});

test('[mode 17] a list without end stops at maxPages with a failure', async () => {
  const result = await read({ stop: 'empty', maxPages: 4 }, (page) => ({ rows: rows(page.offset, page.offset + 3) }));
  expect(result.error).toMatchObject({ class: 'format' });
  expect(result.asked).toEqual([0, 1, 2, 3]);
});

test('[mode 16] rows that moved between pages: read again until the keys reach the stated total', async () => {
  // In the first reading a new order pushes H3 from page 1 to page 0 after page 0 was read: H2 comes twice and H3 never.
  const moved = [...rows(0, 3), row(2), row(4), row(5), row(6)];
  const list = (page: PageAddress, call: number) => ({ ...cut(call <= 3 ? moved : rows(0, 7))(page), total: 7 });
  const result = await read({ stop: 'totalRows', totalRowsAt: 'total' }, list, { keyOf });
  expect(result.error).toBeNull();
  expect(new Set(result.ids)).toEqual(new Set(ids(rows(0, 7))));
  expect(result.got.at(-1)!.pass).toBe(2);
});

test('[mode 16] a row that leaves the list between two pages takes the total down with it: read again, although the numbers agree', async () => {
  // H0 was read, then changed and left the window: the rows after it move up, H3 is on no page, and total and count are both 6.
  const list = (page: PageAddress, call: number) => { const all = call === 1 ? rows(0, 7) : rows(1, 7); return { ...cut(all)(page), total: all.length }; };
  const result = await read({ stop: 'totalRows', totalRowsAt: 'total' }, list, { keyOf });
  expect(result.error).toBeNull();
  expect(new Set(result.ids)).toEqual(new Set(ids(rows(0, 7))));
  let call = 0;
  const restless = await read({ stop: 'totalRows', totalRowsAt: 'total' }, (page) => ({ ...cut(rows(0, 4))(page), total: (call += 1) % 2 ? 5 : 4 }), { keyOf });
  expect((restless.error as Error).message).toContain('vẫn đổi');
});

test('[mode 16] a total that is never reached fails and says how many rows are missing', async () => {
  const result = await read({ stop: 'short', totalRowsAt: 'total' }, (page) => ({ ...cut(rows(0, 7))(page), total: 9 }), { keyOf });
  expect(result.error).toMatchObject({ class: 'format' });
  expect((result.error as Error).message).toContain('thiếu 2');
  expect(result.got.at(-1)!.pass).toBe(4);
});

test('[mode 16] second pass: read until nothing new comes, five times at most', async () => {
  const versions = [[0, 1, 1, 3], [0, 1, 2, 3], [0, 1, 2, 3]].map((one) => one.map(row));
  let pass = -1;
  const found = await read({ stop: 'short', secondPass: true }, (page) => { if (page.number === 0) pass += 1; return cut(versions[pass]!)(page); }, { keyOf });
  expect(found.error).toBeNull();
  expect(pass).toBe(2);
  expect(new Set(found.ids).size).toBe(4);
  let start = 0;
  const restless = await read({ stop: 'short', secondPass: true }, (page) => { if (page.number === 0) start += 2; return cut(rows(start, start + 2))(page); }, { keyOf });
  expect(restless.error).toMatchObject({ class: 'format' });
  expect(restless.asked).toHaveLength(5);
});

test('pages that lead to each other: a full first page that does not say so, a way back and a value that leads nowhere are failures', async () => {
  const chain = (next: (number: number) => unknown, all = rows(0, 9)) => read({ kind: 'next', at: 'next' }, (page) => ({ rows: all.slice(page.offset, page.offset + 3), ...(next(page.number) === undefined ? {} : { next: next(page.number) }) }), { keyOf });
  expect(await chain((number) => ['b', 'c', null][number])).toMatchObject({ error: null, ids: ids(rows(0, 9)), asked: [0, 1, 2] });
  expect(await chain((number) => ['b', 'c'][number])).toMatchObject({ error: null, ids: ids(rows(0, 9)) }); // it was said before, so its absence says the end
  expect((await chain(() => undefined)).error).toMatchObject({ class: 'format', message: expect.stringContaining('không cho biết trang sau') });
  expect(await chain(() => undefined, rows(0, 2))).toMatchObject({ error: null, ids: ids(rows(0, 2)) });
  expect((await chain((number) => ['b', 'b'][number])).error).toMatchObject({ class: 'format', message: expect.stringContaining('đã đọc') });
  expect((await chain(() => ({ page: 2 }))).error).toMatchObject({ class: 'format' });
  expect((await chain((number) => `n${number}`)).error).toMatchObject({ message: expect.stringContaining('maxPages') });
});
