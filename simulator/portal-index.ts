/**
 * Index 766 as the national portal would give it in a file: of the province and each unit, by month and year, components with counts and scores, the total.
 * Written in the shape that `cchc import statistics` reads. The scores are the portal's own, of the portal's counts: they may differ from ours.
 */
import { writeFileSync } from 'node:fs';
import { localMonth, monthStart, type UnitCounts } from './counts';
import { asCached, type Distortions } from './distortions';
import { ofProvince, portalCounts } from './portal';
import type { Province } from './province';
import { sequence } from './random';

export interface IndexCase { unit_code: string; unit: string; period: object; groups: Record<string, object>; index_total: number }
type Pair = readonly [hits: number, total: number];

const round = (n: number) => Math.round((n + 1e-9) * 100) / 100;
const ratio = ([hits, total]: Pair) => (total === 0 ? null : hits / total);
const linear = (max: number, pair: Pair, empty: number | null = null) => { const r = ratio(pair); return r === null ? empty : round(max * r); };
const cap = (max: number, fullAt: number, pair: Pair, empty: number | null = null, factor = 1) => { const r = ratio(pair); return r === null ? empty : round(max * Math.min(1, (r * factor) / fullAt)); };
const counts = ([numerator, denominator]: Pair, score: number | null) => ({ numerator, denominator, score });

/** Cases of the months that begin within the data, and of their years so far. */
export function portalIndex(province: Province, distortions: Distortions, now: number): IndexCase[] {
  const at = asCached(distortions, now);
  const first = Date.parse(`${province.firstDay}T00:00:00Z`) - 7 * 3_600_000;
  const [year, month] = localMonth(first);
  const months = [];
  for (let m = month; monthStart(year, m) <= at; m++) {
    const [y, number] = localMonth(monthStart(year, m));
    months.push({ period: { type: 'MONTH', year: y, month: number }, from: monthStart(y, number), to: monthStart(y, number + 1) });
  }
  const years = [...new Set(months.map(({ period }) => period.year))].map((y) => ({ period: { type: 'YEAR', year: y }, from: monthStart(y, 1), to: monthStart(y + 1, 1) }));
  return [...months, ...years].flatMap(({ period, from, to }) => {
    const rows = portalCounts(province, distortions, from, to, at).map((row, n) => facts(row, sequence(province.options.seed, n, 71)));
    const provinces = ([['H17', 'Thành phố mô phỏng'], ['H47', 'Tỉnh Quảng Nam']] as const).map(([code, name]) => ({ code, name, own: ofProvince(rows, (of) => of.row!.unit.code, code, to) })).filter(({ own }) => own.length > 0);
    return [...provinces.map(({ code, name, own }) => ({ code, name, of: sum(own) })), ...rows.map((of) => ({ code: of.row!.unit.code, name: of.row!.unit.name, of }))].map(({ code, name, of }) => ({ unit_code: code, unit: name, period, ...scored(of.pairs) }));
  });
}

export function writePortalIndex(province: Province, distortions: Distortions, now: number, file: string): string {
  writeFileSync(file, JSON.stringify({ cases: portalIndex(province, distortions, now) }));
  return file;
}

interface Facts { row: UnitCounts | null; pairs: Record<string, Pair> }

/** What no one-stop system tells follows from the seed: catalogues, publication, links to the population database, feedback. */
function facts(row: UnitCounts, r: () => number): Facts {
  const some = (total: number, least: number): Pair => [Math.round(total * (least + (1 - least) * r())), total];
  const received = row.carriedOver + row.received;
  const authority = 120 + Math.floor(r() * 180);
  const services = Math.round(authority * (0.6 + 0.4 * r()));
  const fees = Math.max(1, Math.round(authority * 0.5));
  const feedback = Math.floor(r() * 6);
  const synced = Math.floor(row.received * (0.94 + 0.06 * r()));
  const onTime = some(feedback, 0.6);
  return { row, pairs: {
    '1.1': some(Math.floor(r() * 9), 0.7), '1.2': some(Math.floor(r() * 15), 0.7), '1.3': some(authority, 0.85), '1.4': [synced, row.received],
    '2.1': [received - row.late - row.openLate, received], '3.1': [services, authority], '3.2': [Math.min(services, row.procedures.size), services], '3.3': [row.online, row.received],
    '3.5a': some(fees, 0.7), '3.5b': some(fees, 0.3), '3.6': [row.paid, row.feeDossiers],
    '4.1': [row.resolvedElectronic, received], '4.2': [row.digitised, received], COPY: row.unit.level === 'commune' ? [1, 1] : [0, 0], '4.3': some(received, 0.1), '4.4': some(received, 0.2), '4.5a': some(40, 0.6), '4.5b': some(received, 0.3),
    '5.2': onTime, '5.3': [Math.max(0, onTime[0] - (r() < 0.3 ? 1 : 0)), feedback], '5.4': [Math.max(0, received - row.late - row.openLate), received],
  } };
}

/** The province from summed counts, never from the mean of its units. */
function sum(rows: readonly Facts[]): Facts {
  const names = Object.keys(rows[0]?.pairs ?? {});
  return { row: null, pairs: Object.fromEntries(names.map((name) => [name, rows.reduce<Pair>(([hits, total], { pairs }) => [hits + pairs[name]![0], total + pairs[name]![1]], [0, 0])])) };
}

function scored(p: Record<string, Pair>): Pick<IndexCase, 'groups' | 'index_total'> {
  const at = (name: string) => p[name]!;
  const synced = ratio(at('1.4'));
  const parts = {
    transparency: { '1.1': linear(6, at('1.1')), '1.2': linear(4, at('1.2')), '1.3': linear(2, at('1.3')), '1.4': linear(6, at('1.4')) },
    progress: { '2.1': linear(20, at('2.1'), 0) },
    online: { '3.1': cap(2, 0.8, at('3.1')), '3.2': linear(4, at('3.2')), '3.3': synced === null ? null : cap(6, 0.5, at('3.3'), null, synced) },
    payment: { '3.5a': cap(2, 0.8, at('3.5a'), 0), '3.5b': cap(2, 0.8, at('3.5b'), 0), '3.6': linear(6, at('3.6'), 0) },
    digitisation: { '4.1': linear(6, at('4.1')), '4.2': linear(4, at('4.2')), COPY: linear(2, at('COPY')), '4.3': cap(2, 0.8, at('4.3')), '4.4': linear(4, at('4.4')), '4.5a': linear(2, at('4.5a')), '4.5b': linear(2, at('4.5b')) },
    satisfaction: { '5.2': linear(6, at('5.2'), 6), '5.3': linear(6, at('5.3'), 6), '5.4': cap(6, 0.9, at('5.4'), 0) },
  };
  const total = (scores: Record<string, number | null>) => round(Object.values(scores).reduce<number>((s, n) => s + (n ?? 0), 0));
  const inputs: Record<string, object> = {
    online: { authority: at('3.1')[1], full: Math.floor(at('3.1')[0] * 0.6), partial: at('3.1')[0] - Math.floor(at('3.1')[0] * 0.6), services: at('3.2')[1], services_with_dossier: at('3.2')[0], online: at('3.3')[0], received: at('3.3')[1] },
    payment: { dossiers_paid_online: at('3.6')[0], dossiers_with_obligation: at('3.6')[1], tthc_paid_online: at('3.5b')[0], tthc_fee: at('3.5b')[1], tthc_fee_synced: at('3.5a')[0] },
  };
  const groups = Object.fromEntries(Object.entries(parts).map(([name, scores]) => [name, {
    components: Object.fromEntries(Object.entries(scores).map(([id, score]) => [id, id === '3.1' || id === '3.3' ? { score } : counts(at(id), score)])), ...(inputs[name] ? { inputs: inputs[name] } : {}), total: total(scores),
  }]));
  return { groups, index_total: round(Object.values(parts).reduce((s, scores) => s + total(scores), 0)) };
}
