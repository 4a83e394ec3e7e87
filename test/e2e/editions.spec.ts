/** Editions, closing and gains as callers of the API and of the command line meet them. */
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { closePeriod } from '../../src/compute/editions/close';
import { targetsFile } from '../../src/compute/judging/targets';
import { formulasFile, setFormulaChanges } from '../../src/indicators';
import { projectRoot } from '../../src/platform/root';
import { EditionsController } from '../../src/serve/api/editions.controller';
import { PlanController } from '../../src/serve/api/plan.controller';
import { ValuesController } from '../../src/serve/api/values.controller';
import { CONTEXT, type ServeContext } from '../../src/serve/tokens';
import { parsePeriod } from '../../src/vocabulary';
import { at, type Given } from '../support/dossiers';
import { openProvince, SETTINGS, type Province } from '../support/published';

let p: Province;
let nest: INestApplication;
let url: string;
const COMPUTE = { ...SETTINGS, historyDays: 36_500, targets: targetsFile.parse({ targets: [{ indicator: 'on-time-resolution', year: 2025, value: 0.95, document: 'QĐ 1' }] }) };
const ten = (late: number): Given[] => Array.from({ length: 10 }, (_, i) => ({ code: `${i}`, received: '2025-06-02 08:00', due: '2025-06-10 17:00', ended: i < late ? '2025-06-15 10:00' : '2025-06-09 10:00' }));
const get = async (path: string) => { const response = await fetch(url + path); return { status: response.status, json: (await response.json()) as never }; };

class Api {}
beforeAll(async () => {
  p = await openProvince();
  const context: ServeContext = { pool: p.bench.pool, compute: COMPUTE, province: { code: 'P', name: 'Tỉnh' }, language: 'vi', now: () => at('2025-07-15 12:00') };
  nest = await NestFactory.create({ module: Api, controllers: [ValuesController, EditionsController, PlanController], providers: [{ provide: CONTEXT, useValue: context }] }, { logger: false });
  await nest.listen(0, '127.0.0.1');
  url = (await nest.getUrl()).replace('[::1]', '127.0.0.1');
  await p.loaded('2025-07-15 11:55');
  await p.give(ten(3));
  await p.publishAt('2025-07-15 12:00', { everything: true }, COMPUTE);
  await p.bench.client.query(`update edition set published_at = '2025-07-01 12:00:00+07'`);
  await p.give(ten(2));
  await p.publishAt('2025-07-15 12:00', {}, COMPUTE);
  await p.listed('2025-06-01', '2025-06-30');
  await closePeriod(p.bench.pool, COMPUTE, at('2025-07-15 12:00'), parsePeriod('2025-06'), 'Nguyễn Văn A');
  await p.bench.client.query(`update edition set published_at = '2025-07-02 12:00:00+07' where number > 1`);
  await p.give(ten(1));
  await p.publishAt('2025-07-15 12:05', {}, COMPUTE);
});
afterAll(async () => {
  await nest?.close();
  await p?.bench.close();
});

const ASK = '/api/v1/values?indicator=on-time-resolution&unit=DA&period=2025-06';

test('a value with its target, light and place; closed and restated', async () => {
  expect((await get(ASK)).json).toMatchObject({ hits: 8, total: 10, target: 0.95, targetDocument: 'QĐ 1 (chưa xác minh)', light: 'missed', lightReason: null, rank: 1, rankOf: 1, rankBefore: null, restated: true, closedAt: expect.any(String) });
  expect((await get(ASK.replace('2025-06', '2025-Q2'))).json).toMatchObject({ hits: 9, light: 'none', lightReason: 'Kỳ chưa nạp đủ số liệu.', closedAt: null, restated: false }); // the source begins in May: not a whole quarter
});

test('as known on a day', async () => {
  expect((await get(`${ASK}&asKnownOn=2025-07-01`)).json).toMatchObject({ hits: 7, total: 10, edition: 1, status: 'available' });
  expect((await get(`${ASK}&asKnownOn=2025-07-02`)).json).toMatchObject({ hits: 8 });
  expect((await get(`${ASK}&asKnownOn=2025-06-30`)).json).toMatchObject({ status: 'unavailable', reason: 'Đến hết ngày 30/06/2025 chưa có ấn bản nào.' });
  expect((await get(`${ASK}&asKnownOn=2025-02-30`)).status).toBe(400);
  expect((await get(`${ASK}&asKnownOn=2025-07-16`)).status).toBe(400); // not yet
});

test('a formula that changes on a day: both beside each other, and a period by the law of another day', async () => {
  setFormulaChanges(formulasFile.parse({ changes: [{ indicator: 'HS.DUNGHAN', from: '2025-06-15', version: '2', law: { act: 'Thông tư thử' }, counts: 'Đếm hồ sơ quá hạn.', hits: ['resolvedLate'] }] }).changes);
  const ask = async (law: string) => { const { status, edition, version, hits, total } = (await get(`${ASK}&law=${law}`)).json as Record<string, unknown>; return { status, edition, version, hits, total }; };
  try {
    expect([await ask('2025-06-14'), await ask('RS-B')]).toEqual([{ status: 'available', edition: null, version: '1', hits: 9, total: 10 }, { status: 'available', edition: null, version: '2', hits: 1, total: 10 }]);
    expect((await get(ASK)).json).toMatchObject({ hits: 8, version: '1' }); // closed: what was signed
    expect((await get(`${ASK}&law=RS-X`)).status).toBe(400);
    expect((await get('/api/v1/values?indicator=HS.DUNGHAN&period=2025-06&law=RS-B')).status).toBe(400);
  } finally {
    setFormulaChanges([]);
  }
});

test('restatements, closings and gains', async () => {
  expect((await get('/api/v1/restatements?period=2025-06&unit=DA&indicator=HS.DUNGHAN')).json).toMatchObject([{ period: '2025-06', unit: 'DA', closed: { hits: 8, total: 10 }, restated: { hits: 9, total: 10 }, records: 1, why: expect.stringContaining('sau khi chốt') }]);
  expect((await get('/api/v1/closings')).json).toMatchObject([{ period: '2025-06', closedBy: 'Nguyễn Văn A', closed: true, checks: expect.arrayContaining([{ check: 'recount', says: expect.any(String) }]) }]);
  expect((await get('/api/v1/gains?unit=DA&period=2025-Q2')).json).toContainEqual(expect.objectContaining({ indicator: 'index766-progress', kind: 'late', items: 1, points: -2, score: 18, maxScore: 20 }));
  expect((await get('/api/v1/gains?unit=DA&period=2025-06')).json).toEqual([]); // closed
  expect((await get('/api/v1/gains?unit=NO')).status).toBe(404);
  for (const bad of ['', '?unit=DA&period=2025-06-YTD', '?unit=DA&period=2025-06-17', '?unit=DA&period=2099-01']) expect((await get(`/api/v1/gains${bad}`)).status).toBe(400);
  for (const unknown of ['unit=NO', 'indicator=no']) expect((await get(`/api/v1/restatements?${unknown}`)).status).toBe(404);
  for (const bad of ['2025-06-17', '2025-06-YTD', 'x']) expect((await get(`/api/v1/plan?period=${bad}`)).status).toBe(400);
});

describe('cchc', () => {
  const cchc = (...given: (string | Record<string, string>)[]) => new Promise<{ code: number; out: string; err: string }>((done) => {
    const args = given.filter((one) => typeof one === 'string');
    const settings = Object.assign({}, ...given.filter((one) => typeof one === 'object')) as Record<string, string>;
    execFile(process.execPath, ['-r', join(projectRoot(), 'test/support/typescript.cjs'), join(projectRoot(), 'src/cli.ts'), ...args],
      { env: { ...process.env, DATABASE_URL: p.bench.database.url, CCHC_CONFIG: join(projectRoot(), 'config/cchc.yaml'), ...settings } }, (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }));
  });

  test('close: refused with reasons and exit 1, done before with exit 0; gains', async () => {
    const refused = await cchc('close', '2025-04', '--by', 'A');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('✗ Nguồn city chỉ có số liệu từ 01/05/2025, sau ngày đầu kỳ.\n  → ');
    expect(await cchc('close', '2025-06', '--by', 'B')).toMatchObject({ code: 0, out: expect.stringContaining('đã được chốt') });
    expect(await cchc('close', '2025-06-17', '--by', 'B')).toMatchObject({ code: 2, err: expect.stringContaining('không chốt được') });
    expect(await cchc('gains', '--unit', 'DA', '--period', '2025-06-YTD')).toMatchObject({ code: 2 });
    expect(await cchc('gains', '--unit', 'DA', '--period', '2099-01')).toMatchObject({ code: 2, err: expect.stringContaining('chưa bắt đầu') });
    expect((await cchc('gains', '--unit', 'DA', '--period', '2025-Q2')).out).toMatch(/đã quá hạn\s+1\s+−2,00\s+18 \/ 20/);
  }, 180_000);

  test('rank, restatements with the dossiers behind them, and a target that nobody has', async () => {
    const ranked = (await cchc('rank', 'HS.DUNGHAN', '--period', '2025-06')).out;
    expect(ranked).toMatch(/\n1\/1\s+–\s+DA\s+Đơn vị DA\s+8 \/ 10 = 80,00 %\s+95,00 % theo QĐ 1 \(chưa xác minh\)\s+chưa đạt\n/);
    const stated = (await cchc('restatements', '2025-06', '--unit', 'DA', '--indicator', 'HS.DUNGHAN', '--codes')).out;
    expect(stated).toMatch(/2025-06\s+DA\s+.*8 \/ 10 = 80,00 %\s+9 \/ 10 = 90,00 %\s+1 hồ sơ của kỳ được nạp lại sau khi chốt\.\s+từ \d+/);
    expect(stated).toMatch(/1 hồ sơ của kỳ được nạp lại sau khi chốt:\nMÃ HỒ SƠ.*\n1\s+city\s+ONE\s+DA\s+02\/06\/2025/);
    expect(await cchc('restatements', '2025-05')).toMatchObject({ code: 1, err: expect.stringContaining('không ở trạng thái đã chốt') });
    const folder = mkdtempSync(join(tmpdir(), 'cchc-'));
    writeFileSync(join(folder, 'targets.yaml'), 'targets: [{ indicator: HS.DUNGHAN, year: 2026, unit: KHONG.CO, value: 0.9, document: QĐ 1 }]');
    writeFileSync(join(folder, 'cchc.yaml'), `province: { code: P, name: Tỉnh }\ntargets: { file: ${join(folder, 'targets.yaml')} }`);
    expect((await cchc('doctor', { CCHC_CONFIG: join(folder, 'cchc.yaml') })).out).toContain('✗ Chỉ tiêu giao cho đơn vị không có trong danh mục: KHONG.CO.');
  }, 180_000);

  test('compute: one indicator, a closed period beside what it would be today; refused before anything is published', async () => {
    const editions = async () => (await p.rows('select max(number) as last from edition'))[0]!.last;
    const before = await editions();
    expect(await cchc('compute', '--period', '2025-06', '--unit', 'NO')).toMatchObject({ code: 2, err: expect.stringContaining('Không có đơn vị "NO".') });
    expect(await cchc('compute', '--period', '2025-06', '--indicator', 'no')).toMatchObject({ code: 2, err: expect.stringContaining('Không có chỉ số "no".') });
    expect(await cchc('compute', '--period', '2099-01', '--unit', 'DA')).toMatchObject({ code: 2, err: expect.stringContaining('Kỳ 2099-01 chưa bắt đầu.') });
    // No edition keeps days of long ago: computed when asked for.
    expect((await cchc('compute', '--period', '2025-06-09', '--unit', 'DA', '--indicator', 'HS.DUNGHAN')).out).toMatch(/on-time-resolution\s+9\s+9\s+100,00 %/);
    expect(await editions()).toBe(before);
    const closed = (await cchc('compute', '--period', '2025-06', '--unit', 'DA', '--indicator', 'HS.DUNGHAN')).out;
    expect(closed).toMatch(/đã chốt ngày .*, người chốt: Nguyễn Văn A\n/);
    expect(closed.split('\n').slice(2)).toEqual([expect.stringMatching(/on-time-resolution\s+8\s+10\s+80,00 %\s+–\s+Tính lại hôm nay: 9 \/ 10 = 90,00 %\. 1 hồ sơ của kỳ được nạp lại sau khi chốt\./), '']);
    expect(JSON.parse((await cchc('compute', '--period', '2025-06', '--unit', 'DA', '--indicator', 'HS.DUNGHAN', '--json')).out)).toMatchObject([{ indicator: 'on-time-resolution', hits: 8, total: 10 }]);
  }, 180_000);
});
