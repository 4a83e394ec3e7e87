/** The way of an operator: `cchc import` of published files, `cchc compute`, `cchc due`, as separate programs on a fresh database. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/root';
import { createTestDatabase, type TestDatabase } from '../support/database';

const golden = (name: string) => join(__dirname, '../golden', name);
let database: TestDatabase;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.drop());
const cchc = (...args: string[]) => new Promise<{ code: number; out: string; err: string }>((done) => {
  execFile(process.execPath, ['-r', join(projectRoot(), 'test/support/typescript.cjs'), join(projectRoot(), 'src/cli.ts'), ...args],
    { env: { ...process.env, DATABASE_URL: database.url, CCHC_CONFIG: join(projectRoot(), 'config/cchc.yaml') }, maxBuffer: 1 << 26 }, (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }));
});
const json = async (...args: string[]): Promise<unknown> => { const { out, err } = await cchc(...args, '--json'); return out ? JSON.parse(out) as unknown : err; };

test('published files come in as they are, every score agrees, a figure is explained', async () => {
  expect(await json('import', 'statistics', golden('further/progress.csv'), '--add-units')).toMatchObject({ doubts: [], compared: { equal: 10, different: [] } });
  expect(await json('import', 'statistics', golden('further/portal.json'), '--add-units')).toMatchObject({ compared: { equal: 8, different: [] } });
  expect(await json('import', 'statistics', golden('further/published-counts.json'), '--add-units')).toMatchObject({ layout: 'counts', doubts: [{}, {}, {}] });
  expect((await cchc('import', 'survey-results', golden('par-sipas.json'))).out).toMatch(/^Kết quả đã công bố: /);
  expect((await cchc('compute', '--period', '2026', '--unit', 'H44.806', '--explain', '--indicator', 'HS.DUNGHAN_766')).out).toContain('1.201 ÷ 1.600 = 75,0625 % → 75,06 %');
}, 180_000);

test('a newspaper names no unit code: the operator does', async () => {
  expect(await json('import', 'statistics', golden('published-counts.json'))).toContain('--unit MÃ');
  expect(await json('import', 'statistics', golden('published-counts.json'), '--unit', 'QNAM', '--add-units')).toMatchObject({ doubts: [] });
  expect(await json('compute', '--period', '2018-Q2', '--unit', 'QNAM')).toEqual(expect.arrayContaining([expect.objectContaining({ indicator: 'on-time-resolution', hits: 82061, total: 82864 }), expect.objectContaining({ indicator: 'carried-over', hits: 2439 })]));
}, 180_000);

test('worked due dates', async () => {
  expect(await cchc('due', '--cases', golden('further/due-dates.json'))).toMatchObject({ code: 0 });
}, 60_000);
