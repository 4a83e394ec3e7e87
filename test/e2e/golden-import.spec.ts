/** The way of an operator: `cchc import` of published files, `cchc compute`, as separate programs on a fresh database. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/root';
import { createTestDatabase, type TestDatabase } from '../support/database';

const golden = (name: string) => join(__dirname, '../golden', name);
let database: TestDatabase;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.drop());
let config = join(projectRoot(), 'config/cchc.yaml');
const cchc = (...args: string[]) => new Promise<{ code: number; out: string; err: string }>((done) => {
  execFile(process.execPath, ['-r', join(projectRoot(), 'test/support/typescript.cjs'), join(projectRoot(), 'src/cli.ts'), ...args],
    { env: { ...process.env, DATABASE_URL: database.url, CCHC_CONFIG: config }, maxBuffer: 1 << 26 }, (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }));
});
const json = async (...args: string[]): Promise<unknown> => { const { out, err } = await cchc(...args, '--json'); return out ? JSON.parse(out) as unknown : err; };

test('published files come in as they are, every score agrees, a figure is explained', async () => {
  expect(await json('import', 'statistics', golden('further/progress.csv'), '--add-units')).toMatchObject({ doubts: [], compared: { equal: 10, different: [] } });
  expect(await json('import', 'statistics', golden('further/portal.json'), '--add-units')).toMatchObject({ compared: { equal: 29, different: [] } });
  expect(await json('import', 'statistics', golden('further/published-counts.json'), '--add-units')).toMatchObject({ layout: 'counts', doubts: [{}, {}, {}] });
  expect((await cchc('import', 'survey-results', golden('par-sipas.json'))).out).toMatch(/^Kết quả đã công bố: /);
  expect((await cchc('compute', '--period', '2026', '--unit', 'H44.806', '--explain', '--indicator', 'HS.DUNGHAN_766')).out).toContain('1.201 ÷ 1.600 = 75,0625 % → 75,06 %');
});

test('a newspaper names no unit code: the operator does', async () => {
  expect(await json('import', 'statistics', golden('published-counts.json'))).toContain('--unit MÃ');
  expect(await json('import', 'statistics', golden('published-counts.json'), '--unit', 'QNAM', '--add-units')).toMatchObject({ doubts: [] });
  expect(await json('compute', '--period', '2018-Q2', '--unit', 'QNAM')).toEqual(expect.arrayContaining([expect.objectContaining({ indicator: 'on-time-resolution', hits: 82061, total: 82864 }), expect.objectContaining({ indicator: 'carried-over', hits: 2439 })]));
});

test('a report with units by name: all or nothing, or with --partial the units and months without a wrong cell, the others kept with their reasons; again, nothing changes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cchc-report-'));
  try {
    const report = join(folder, 'bao-cao.csv');
    writeFileSync(report, 'BÁO CÁO;;;\nĐơn vị;Kỳ;Đã giải quyết;\n;;Tổng số;Quá hạn\nPhường Hải Châu;2026-07;1.200;20\nPhường Hai Chau;2026-07;5;1\nPhường Hòa Xuân;2026-07;x;1\n');
    const { code, err } = await cchc('import', 'statistics', report);
    expect(code).not.toBe(0);
    expect(err).toContain('dòng 6, cột resolved: "x"');
    expect(err).toContain('dòng 5, cột unit: "Phường Hai Chau" không phải tên đầy đủ của một đơn vị trong danh mục');
    expect(await json('import', 'statistics', report, '--partial')).toMatchObject({ layout: 'measures', counts: { new: 2 }, problems: [{ row: 6 }, { row: 5 }] });
    expect(await json('import', 'statistics', report, '--partial')).toMatchObject({ counts: { new: 0, changed: 0, unchanged: 2 } });
    expect(await json('compute', '--period', '2026-07', '--unit', 'H17.105')).toEqual(expect.arrayContaining([expect.objectContaining({ indicator: 'on-time-resolution', hits: 1180, total: 1200, source: 'statistics:import-measures' })]));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a file of units that would break the registry is told and not kept; a good one is, and is read on both maps', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cchc-units-'));
  try {
    const write = (from: string) => writeFileSync(join(folder, 'xa.yaml'), `format: cchc-units/1\ntitle: t\nunits: [{ code: H17.901, name: Xã Cũ, level: commune, parent: H17, to: 2026-03-31 }, { code: H17.902, name: Xã Mới, level: commune, parent: H17, from: ${from} }]
events: [{ id: e, kind: merge, date: 2026-04-01, from: [H17.901], to: [H17.902] }]\n`);
    write('2026-05-01');
    expect(await cchc('units', 'import', join(folder, 'xa.yaml'))).toMatchObject({ code: 1, out: expect.stringMatching(/^Không nạp, danh mục sẽ có lỗi: xa\.yaml[^]*H17\.901 \(đến 2026-03-31\) → H17\.902 \(từ 2026-05-01\)/) as string });
    expect(await json('units', 'H17.901')).toEqual([]);
    write('2026-04-01');
    expect(await json('units', 'import', join(folder, 'xa.yaml'))).toMatchObject({ stored: true, errors: [] });
    expect(await json('units', 'H17.901')).toMatchObject({ code: 'H17.901', validTo: '2026-03-31' });
    writeFileSync(join(folder, 'bao-cao.csv'), 'Đơn vị;Kỳ;Đã giải quyết;\n;;Tổng số;Quá hạn\nH17.901;2026-03;100;20\n');
    expect(await json('import', 'statistics', join(folder, 'bao-cao.csv'))).toMatchObject({ counts: { new: 2 } });
    const read = (map: string) => json('compute', '--period', '2026-03', '--unit', 'H17.902', '--indicator', 'HS.DUNGHAN', '--map', map);
    expect(await read('today')).toMatchObject([{ map: 'today', from: ['H17.901'], hits: 80, total: 100 }]);
    expect(await read('as-was')).toMatchObject([{ status: 'unavailable', reason: expect.stringContaining('xem H17.901') as string }]);
    expect(await read('tomorrow')).toContain('Viết as-was hoặc today');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a formula that the province says changes on a day: two figures in the transition year, each explained, and the whole index by either law', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cchc-formulas-'));
  try {
    writeFileSync(join(folder, 'formulas.yaml'), "changes: [{ indicator: SH.TPHS, from: 2026-07-01, version: '2', law: { act: Văn bản thử }, counts: Đủ điểm từ 80 %., scoring: cap 80 % }]");
    writeFileSync(config = join(folder, 'cchc.yaml'), `province: { code: H44, name: Tỉnh }\nformulas: { file: ${join(folder, 'formulas.yaml')} }`);
    await json('import', 'statistics', golden('further/digitisation.csv'), '--add-units');
    type Row = { indicator: string; version: string; score: number };
    const shown = async (...law: string[]) => ((await json('compute', '--period', '2026', '--unit', 'H44.801', ...law)) as Row[]).filter((r) => /digitis/.test(r.indicator)).map((r) => [r.indicator, r.version[0], r.score]);
    expect(await shown()).toEqual([['index766-digitisation', '1', 7.92], ['index766-digitised-components', '2', 4], ['index766-digitised-components@1', '1', 3.6]]);
    expect(await shown('--law', 'RS-B')).toEqual([['index766-digitisation', '1', 7.52], ['index766-digitised-components', '1', 3.6]]);
    const { out } = await cchc('compute', '--period', '2026', '--unit', 'H44.801', '--explain', '--indicator', 'SH.TPHS');
    expect(out.match(/Quy tắc điểm: .*/g)).toEqual(['Quy tắc điểm: 4 × min(1, tỷ lệ ÷ 80 %)', 'Quy tắc điểm: 4 × tỷ lệ']);
  } finally {
    config = join(projectRoot(), 'config/cchc.yaml');
    rmSync(folder, { recursive: true });
  }
});
