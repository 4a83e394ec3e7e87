/** The list of indicators against its folder, its catalogue and itself. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMeasure, parsePeriod } from '../vocabulary';
import { bandOf, decimal, DEFAULT_BANDS, findIndicator, indicators, inForce, measuresOf, ruleSets, ruleSetsOf, type Indicator } from './index';

/** Codes of the catalogue, indicators.md section 7; the project adds some of its own. */
const CATALOGUE = `HS.DUNGHAN HS.DUNGHAN_766 HS.QUAHAN_DANG HS.SAPHAN HS.TON HS.TGTB HS.XINLOI HS.HENLAI HS.TREN_MC HS.DONGBO HS.BOSUNG DL.DAYDU HS.PHIDIAGIOI
  CK.CONGBO CK.CAPNHAT CK.NOIDUNG CK.NIEMYET CK.TIENDO_THANG DV.CUNGCAP DV.TICHHOP DV.TOANTRINH DV.PHATSINH DV.HOSO TT.TTHC TT.PHI TT.HOSO BCCI.TTHC BCCI.NHAN BCCI.TRA
  SH.KETQUA SH.TPHS SH.TAISD SH.KHO SH.DANCU_HS SH.DANCU_TT SH.CTBS PA.DUNGHAN PA.HAILONG PA.PHANLOAI HL.HOSO HL.SIPAS NV.DUNGHAN NV.QUAHAN VB.TYLE PL.DANHMUC_HHL PL.RASOAT
  PL.XULY_SAU_RS PL.THAMDINH PL.TDTHPL KT.XULY KT.SO_CUOC PC.DANHGIA TC.KIENNGHI TC.NHADAT TC.TUCHU TC.TSC TC.PHANPHOI TC.TSCDVH ISO.APDUNG ISO.DIENTU CV.KYLUAT TTR.TINBAI
  BC.THANG_DUNGHAN TT.RASOAT DA.TIENDO PAR.NOIBO PAR.TUCHAM`.split(/\s+/);

test('every file of list/ stands in the list, sorted, under its own name; no id or code twice', () => {
  const files = readdirSync(join(__dirname, 'list'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => basename(name, '.ts'));
  expect(indicators.map((i) => i.id)).toEqual(files.sort());
  expect(new Set(indicators.map((i) => i.code)).size).toBe(indicators.length);
});

test('the catalogue is complete', () => {
  expect(CATALOGUE.filter((code) => !indicators.some((i) => i.code === code))).toEqual([]);
});

test.each(indicators.map((i) => [i.id, i] as const))('%s opens with its meaning', (_, indicator) => {
  for (const text of [indicator.title, indicator.question, indicator.counts, ...(indicator.caution ? [indicator.caution] : [])]) {
    expect(text.vi.length).toBeGreaterThan(3);
    expect(text.en.length).toBeGreaterThan(3);
  }
  expect(indicator.question.vi).toMatch(/\?$/);
  expect(indicator.law.length).toBeGreaterThan(0);
  for (const law of indicator.law) {
    expect(law.from !== null || !law.verified).toBe(true); // a verified act has its first day
    for (const day of [law.from, law.to]) if (day !== null) expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    if (law.from && law.to) expect(law.from <= law.to).toBe(true);
  }
  expect(indicator.grains.length).toBeGreaterThan(0);
  expect(indicator.version).toMatch(/^\d+/);
  if (indicator.kind === 'group') {
    const parts = indicator.parts.map((id) => indicators.find((other) => other.id === id)!);
    const max = (part: Indicator) => Number(part.kind === 'group' ? part.max : part.kind === 'ratio' ? part.scoring!.max : NaN);
    expect(parts.reduce((points, part) => points + max(part), 0)).toBe(Number(indicator.max));
  }
  for (const measure of measuresOf(indicator)) expect({ [measure]: isMeasure(measure) }).toEqual({ [measure]: true });
  if (indicator.kind === 'ratio' && indicator.scoring) expect(decimal(indicator.scoring.max).num).toBeGreaterThan(0n);
  if (indicator.kind === 'ratio' && indicator.factor) expect(findIndicator(indicator.factor)?.kind).toBe('ratio');
  const before = (indicator.earlier ?? []).map((v) => v.version);
  expect(new Set([indicator.version, ...before]).size).toBe(before.length + 1);
  expect(before.length === 0 || indicator.from !== undefined).toBe(true);
});

test('a changed formula: before, in the transition year, after', () => {
  const shown = (period: string) => inForce(indicators, parsePeriod(period)).filter((i) => i.code === 'DV.TOANTRINH').map((i) => [i.id, i.version]);
  expect(shown('2026-06')).toEqual([['full-service-share', '1']]);
  expect(shown('2026')).toEqual([['full-service-share', '2'], ['full-service-share@1', '1']]);
  expect(shown('2026-07')).toEqual([['full-service-share', '2']]);
  expect(findIndicator('DV.TOANTRINH@1')!.law[0]!.act).toContain('42/2022');
});

test('a group or a product is asked for only where its parts are', () => {
  for (const period of ['2026-08-17', '2026-08', '2026-Q3', '2026-H2', '2026', '2026-08-YTD']) {
    const ids = new Set(inForce(indicators, parsePeriod(period)).map((i) => i.id));
    for (const i of indicators) if (ids.has(i.id)) for (const part of i.kind === 'group' ? i.parts : i.kind === 'ratio' && i.factor ? [i.factor] : []) expect([period, i.id, part, ids.has(part)]).toEqual([period, i.id, part, true]);
  }
});

test('yearly registers are no figures of a day', () => {
  expect(inForce(indicators, parsePeriod('2026-08-17')).some((i) => i.code === 'PL.DANHMUC_HHL')).toBe(false);
  expect(inForce(indicators, parsePeriod('2026')).some((i) => i.code === 'PL.DANHMUC_HHL')).toBe(true);
});

test('rule sets follow one another without a gap', () => {
  expect(ruleSetsOf(parsePeriod('2025')).map((r) => r.id)).toEqual(['RS-A', 'RS-B']);
  expect(ruleSetsOf(parsePeriod('2026-08')).map((r) => r.id)).toEqual(['RS-C']);
  for (let i = 1; i < ruleSets.length; i += 1) expect(Date.parse(ruleSets[i]!.from!) - Date.parse(ruleSets[i - 1]!.to!)).toBe(86_400_000);
});

test('bands carry their mark', () => {
  expect(bandOf(79.99, DEFAULT_BANDS)).toBe('Khá (chưa xác minh)');
  expect(bandOf(80, { ...DEFAULT_BANDS, verified: true })).toBe('Tốt');
});
