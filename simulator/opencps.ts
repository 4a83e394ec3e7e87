/** A system in the style of OpenCPS v2: statistics of a month in which agency × domain, agencies, domains and everything stand side by side. */
import { countPeriod, monthsOf, type UnitCounts } from './counts';
import type { Faults } from './faults';
import type { Province, SimUnit } from './province';
import { listen, sendJson, turnDial, withFaults, type RunningServer } from './server';

export const OPENCPS_GROUP = { groupId: '20147', token: 'mo-phong-opencps' };

export async function startOpencps(province: Province, faults: Faults, now: () => number, port?: number): Promise<RunningServer> {
  const mine = (unit: SimUnit) => unit.level === 'department';
  return listen((question, response) => {
    if (turnDial(question, response, faults)) return;
    const { pathname, searchParams: q } = question.url;
    if (question.headers.groupid !== OPENCPS_GROUP.groupId || question.headers.token !== OPENCPS_GROUP.token) return sendJson(question, response, { message: 'unauthorized' }, 401);
    withFaults(question, response, faults, () => undefined, () => {
      if (pathname !== '/o/rest/v2/statistics/dossiers') return sendJson(question, response, { message: 'not found' }, 404);
      const [year, wanted] = [Number(q.get('year')), Number(q.get('month'))];
      const period = monthsOf(province, year, now()).find(({ month }) => month === wanted);
      const rows = period && !faults.data.has('emptyLists') ? statistics(province, mine, period.from, period.to, now(), faults).map((row) => ({ month: wanted, year, ...row })) : [];
      return sendJson(question, response, { total: rows.length, data: rows.slice(Number(q.get('start') ?? 0), Number(q.get('end') ?? 20)) });
    });
  }, port);
}

function statistics(province: Province, mine: (unit: SimUnit) => boolean, from: number, to: number, now: number, faults: Faults) {
  const domains = [...new Map(province.procedures.map((p) => [p.fieldCode, p.fieldName]))];
  const parts = domains.flatMap(([domainCode, domainName]) => countPeriod(province, mine, from, to, now, domainCode).map((counts) => ({ domainCode, domainName, counts })));
  const row = (list: UnitCounts[], unit: SimUnit | null, domain: [string, string] | null, wrong = 0) => {
    const sum = (of: (counts: UnitCounts) => number) => list.reduce((total, counts) => total + of(counts), 0);
    return {
      remainingCount: sum((c) => c.carriedOver), receivedCount: sum((c) => c.received) + wrong, onlineCount: sum((c) => c.online), undueCount: sum((c) => c.open - c.openLate), overdueCount: sum((c) => c.openLate),
      ontimeCount: sum((c) => c.early + c.onDay), overtimeCount: sum((c) => c.late), govAgencyCode: unit?.code ?? '', govAgencyName: unit?.name ?? '', domainCode: domain?.[0] ?? '', domainName: domain?.[1] ?? '', administrationLevel: 1, reporting: false, reporter: 'NGƯỜI LẬP GIẢ ĐỊNH',
    };
  };
  const units = province.unitsIn(from, to).filter(mine);
  return [
    row(parts.map((p) => p.counts), null, null),
    ...units.flatMap((unit, index) => {
      const own = parts.filter((p) => p.counts.unit === unit);
      // Every third agency has no total of its own.
      return [...(index % 3 === 2 ? [] : [row(own.map((p) => p.counts), unit, null, faults.data.has('wrongTotals') && index === 0 ? 5 : 0)]), ...own.map((p) => row([p.counts], unit, [p.domainCode, p.domainName]))];
    }),
    ...domains.map(([code, name]) => row(parts.filter((p) => p.domainCode === code).map((p) => p.counts), null, [code, name])),
  ];
}
