import { join } from 'node:path';
import { createProvince, type SimDossier } from './province';

const root = join(__dirname, '..');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.parse('2026-08-31T03:00:00Z');
const make = (seed = 7, months = 14) => createProvince({ seed, dossiers: 12_000, months, start, root });
const province = make();
const all = [...province.all(start)];
const share = (wanted: (d: SimDossier) => boolean) => all.filter(wanted).length / all.length;
const day = (at: number) => Math.floor((at + 7 * HOUR) / DAY);
const iso = (at: number) => new Date(at + 7 * HOUR).toISOString();
const weekend = (at: number) => [0, 6].includes(new Date(at + 7 * HOUR).getUTCDay());

describe('the same province from the same seed', () => {
  const some = (of: ReturnType<typeof make>) => [0, 7_777, 11_999, 12_100].map((i) => of.dossier(i, start + HOUR));
  it('again', () => expect(some(make())).toEqual(some(province)));
  it('another from another', () => expect(some(make(8))).not.toEqual(some(province)));
});

describe('totals are believable', () => {
  it('has the number of dossiers asked for, with codes of their own', () => expect(new Set(all.map((d) => d.code)).size).toBe(12_000));
  it('has 20 departments, 94 communes and about 400 procedures with codes of the real shape', () => {
    expect(['department', 'commune'].map((level) => province.units.filter((u) => u.level === level).length)).toEqual([20, 94]);
    expect(new Set(province.units.map((u) => u.id)).size).toBe(114);
    expect(province.units.every((u) => /^[0-9a-f]{24}$/.test(u.id))).toBe(true);
    expect(new Set(province.procedures.map((p) => p.code)).size).toBeGreaterThanOrEqual(400);
    expect(province.procedures.every((p) => /^[12]\.\d{6}$/.test(p.code))).toBe(true);
  });
  it.each<[string, (d: SimDossier) => boolean, number, number]>([
    ['open', (d) => d.ended === 0, 0.005, 0.03],
    ['online', (d) => d.channel === 2, 0.88, 0.96],
    ['by post', (d) => d.channel === 3, 0.003, 0.03],
    ['without a due date', (d) => d.due === 0, 0.002, 0.008],
    ['received elsewhere', (d) => d.unit !== d.receivingUnit, 0.06, 0.1],
    ['digitised', (d) => d.digitised, 0.12, 0.53],
  ])('%s', (_, wanted, low, high) => { expect(share(wanted)).toBeGreaterThan(low); expect(share(wanted)).toBeLessThan(high); });
  it('is on time as real units are: units differ, none of some size below 60 per cent, the province between 80 and 92', () => {
    const judged = all.filter((d) => d.ended > 0 && d.due > 0);
    const onTime = (list: SimDossier[]) => list.filter((d) => day(d.ended) <= day(d.due)).length / list.length;
    expect(onTime(judged)).toBeGreaterThan(0.8);
    expect(onTime(judged)).toBeLessThan(0.92);
    const large = province.units.map((u) => judged.filter((d) => d.unit === u)).filter((list) => list.length > 100);
    expect(large.length).toBeGreaterThan(20);
    expect(Math.min(...large.map(onTime))).toBeGreaterThan(0.6);
    expect(Math.max(...large.map(onTime)) - Math.min(...large.map(onTime))).toBeGreaterThan(0.1);
  });
});

describe('working days shape the volume', () => {
  const perDay = (from: string, to: string) => all.filter((d) => iso(d.received) >= from && iso(d.received) < to).length / ((Date.parse(to) - Date.parse(from)) / DAY);
  it('weekends are nearly empty', () => expect(share((d) => weekend(d.received))).toBeLessThan(0.03));
  it('Tết is nearly empty', () => expect(perDay('2026-02-16', '2026-02-21')).toBeLessThan(0.1 * perDay('2026-03-02', '2026-03-07')));
  it('nothing ends on a weekend, and offices end their work by day', () => {
    const ended = all.filter((d) => d.ended > 0);
    expect(ended.filter((d) => weekend(d.ended))).toEqual([]);
    const byNight = ended.filter((d) => { const hour = Number(iso(d.ended).slice(11, 13)); return hour < 7 || hour >= 18; });
    expect(byNight.length / ended.length).toBeLessThan(0.01);
  });
  it('due dates lie on working days, after reception', () => {
    expect(all.filter((d) => d.due > 0 && (weekend(d.due) || d.due <= d.received))).toEqual([]);
  });
});

describe('time goes on', () => {
  const later = start + 2 * DAY;
  it('new dossiers arrive and open ones close; what was received or closed stays so', () => {
    const then = make();
    const after = new Map([...then.all(later)].map((d) => [d.code, d]));
    expect(after.size).toBeGreaterThan(all.length);
    expect(all.filter((d) => d.ended === 0).some((d) => after.get(d.code)!.ended > 0)).toBe(true);
    const broken = all.filter((d) => { const now = after.get(d.code); return !now || now.received !== d.received || now.due !== d.due || (d.ended > 0 && now.ended !== d.ended) || now.updated < d.updated; });
    expect(broken).toEqual([]);
  });
  it('no dossier knows its future', () => expect(all.filter((d) => Math.max(d.received, d.ended, d.returned, d.supplement, d.updated) > start)).toEqual([]));
  it('the index of updates agrees with a full count, before and after', () => {
    const p = make();
    for (const now of [start, start + 5 * HOUR, later]) for (const from of [start - 3 * DAY, start - HOUR, start + HOUR]) {
      const counted = [...p.all(now)].filter((d) => d.updated >= from && d.updated < now).map((d) => d.code).sort();
      expect(p.updatedBetween(from, now, now, () => true).map((d) => d.code).sort()).toEqual(counted);
    }
  });
});
