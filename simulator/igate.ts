/** A system in the style of VNPT iGate 2.0: Spring slices and pages, local midnight labelled Z in questions, true UTC in answers, shapes that vary. */
import { countPeriod, type UnitCounts } from './counts';
import type { Faults } from './faults';
import { stateOf, type Province, type SimDossier, type SimUnit } from './province';
import { createTokens, createWindowCache, listen, sendJson, turnDial, withFaults, withTestRow, type Question, type RunningServer } from './server';

export const IGATE_CLIENT = { id: 'cchc-monitor', secret: 'mo-phong-igate' };
export const IGATE_PERSON = { client: 'web-padman', user: 'cchc', password: 'mo-phong' };
const OFFSET = 7 * 3_600_000;
/** Questions carry local time labelled Z. */
const readLocalAsZ = (text: string | null, fallback: number) => (text === null ? fallback : Date.parse(text) - OFFSET);
const utc = (at: number) => (at === 0 ? undefined : `${new Date(at).toISOString().slice(0, -1)}+0000`);
/** The defect of the questions in an answer: local time labelled as UTC. */
const falseUtc = (at: number) => (at === 0 ? undefined : utc(at + OFFSET));

export async function startIgate(province: Province, faults: Faults, now: () => number, port?: number): Promise<RunningServer & { expireTokens(): void }> {
  const tokens = createTokens(300_000, now);
  const mine = (unit: SimUnit) => unit.level !== 'department';
  const cached = createWindowCache<SimDossier>();

  function search(question: Question): SimDossier[] {
    const q = question.url.searchParams;
    const [from, to] = [readLocalAsZ(q.get('updated-from'), 0), readLocalAsZ(q.get('updated-to'), now()) + 1];
    const [acceptedFrom, acceptedTo] = [readLocalAsZ(q.get('from-date'), -Infinity), readLocalAsZ(q.get('to-date'), Infinity) + 1];
    const at = now();
    const ask = () => province.updatedBetween(from, Math.min(to, at), at, mine).filter((d) => d.received >= acceptedFrom && d.received < acceptedTo);
    return cached(`${from} ${to} ${acceptedFrom} ${acceptedTo} ${Math.floor(at / 600_000)}`, to <= at, ask);
  }

  const server = await listen((question, response) => {
    const { pathname, searchParams: q } = question.url;
    if (turnDial(question, response, faults)) return;
    if (pathname.endsWith('/protocol/openid-connect/token')) {
      if (!isClient(question) && !isPerson(question)) return sendJson(question, response, { error: 'invalid_client' }, 401);
      return sendJson(question, response, { access_token: tokens.issue(), token_type: 'bearer', expires_in: 300 });
    }
    if (!tokens.valid(question)) return sendJson(question, response, { error: 'invalid_token' }, 401);
    withFaults(question, response, faults, () => tokens.expireAll(), ({ pagesBack, moved }) => {
      const size = Math.min(Math.max(1, Number(q.get('size') ?? 20) || 20), 2000);
      const page = Math.max(0, (Number(q.get('page') ?? 0) || 0) - pagesBack);
      if (pathname === '/ba/agency/name+code') {
        const content = province.allUnits.filter(mine).map((u) => ({ id: u.id, code: u.code, name: u.name, parent: { id: '0'.repeat(24), name: 'UBND thành phố' } }));
        return sendJson(question, response, { content: content.slice(page * size, (page + 1) * size), number: page, size, last: (page + 1) * size >= content.length });
      }
      if (pathname === '/pa/dossier/search') {
        const all = withTestRow(moved ? search(question).slice(1) : search(question), faults);
        const rows = all.slice(page * size, (page + 1) * size).map((d) => toRow(d, faults));
        return sendJson(question, response, { content: rows, number: page, size, numberOfElements: rows.length, last: (page + 1) * size >= all.length, ...(q.get('spec') === 'page' ? { totalPages: Math.ceil(all.length / size), totalElements: all.length } : {}) });
      }
      if (/^\/pa\/dossier-statistic\/--statistic-agency-/.test(pathname)) return sendJson(question, response, report(province, mine, readLocalAsZ(q.get('from-date'), 0), readLocalAsZ(q.get('to-date'), now()) + 1, now()));
      if (/^\/pa\/[a-z]+-dossier-statistic\/--[a-z]+-dossier-report-online$/.test(pathname)) return sendJson(question, response, onlineReport(countPeriod(province, mine, readLocalAsZ(q.get('from-applied-date'), 0), readLocalAsZ(q.get('to-applied-date'), now()) + 1, now()), faults));
      if (/^\/pa\/[a-z]+-digitize\/digitization-by-agency$/.test(pathname)) return sendJson(question, response, digitisation(countPeriod(province, mine, readLocalAsZ(q.get('from'), 0), readLocalAsZ(q.get('to'), now()) + 1, now()), faults));
      return sendJson(question, response, { message: 'no such path' }, 404);
    });
  }, port);
  return { ...server, expireTokens: () => tokens.expireAll() };
}

/** Client credentials by HTTP Basic or as form fields. */
function isClient(question: Question): boolean {
  const basic = /^Basic (.+)$/i.exec(String(question.headers.authorization ?? ''))?.[1];
  const form = new URLSearchParams(question.body);
  const [id, secret] = basic ? Buffer.from(basic, 'base64').toString().split(':').map(unescaped) : [form.get('client_id'), form.get('client_secret')];
  return id === IGATE_CLIENT.id && secret === IGATE_CLIENT.secret;
}
/** The password grant with a public client. */
function isPerson(question: Question): boolean {
  const form = new URLSearchParams(question.body);
  return form.get('grant_type') === 'password' && form.get('client_id') === IGATE_PERSON.client && form.get('username') === IGATE_PERSON.user && form.get('password') === IGATE_PERSON.password;
}
/** Some clients escape the pair before they encode it, as RFC 6749 wants it. */
function unescaped(text: string): string { try { return decodeURIComponent(text); } catch { return text; } }

function toRow(d: SimDossier, faults: Faults): unknown {
  const date = faults.data.has('falseZ') ? falseUtc : utc;
  const vary = d.index % 3;
  const broken = (every: number) => d.index % every === 0;
  const status = { 4: 2, 5: 1, 6: 3, 7: 6, 8: 8, 9: 4, 10: 5 }[stateOf(d)];
  return {
    id: d.index.toString(16).padStart(24, '0'), code: d.code,
    dossierStatus: { id: status, name: 'trạng thái' }, dossierTaskStatus: { id: 'x', name: vary === 0 ? 'Đang xử lý' : [{ languageId: 228, name: 'Đang xử lý' }, { languageId: 46, name: 'In progress' }] },
    applicant: { data: { fullname: 'NGƯỜI NỘP GIẢ ĐỊNH', phoneNumber: d.phone ? '0900000000' : '', identityNumber: '000000000000', address: d.address ? 'địa chỉ giả định' : null } },
    procedure: { id: d.procedure.code, code: d.procedure.code, translate: vary === 0 ? { name: d.procedure.name } : vary === 1 ? [{ languageId: 228, name: d.procedure.name }] : { 228: { name: d.procedure.name } }, sector: { code: d.procedure.fieldCode, name: [{ languageId: 228, name: d.procedure.fieldName }] } },
    agency: { id: d.unit.id, code: d.unit.code, name: d.unit.name }, receivingAgency: { id: d.receivingUnit.id, name: d.receivingUnit.name },
    procedureLevel: d.level, applyMethod: { id: { 1: 1, 2: 0, 3: 2 }[d.channel], name: '' }, dossierReceivingKind: { id: { 1: 1, 2: 0, 3: 2 }[d.returnChannel] },
    appliedDate: date(d.submitted), acceptedDate: faults.data.has('futureDates') && broken(97) ? date(d.received + 400 * 86_400_000) : date(d.received),
    appointmentDate: faults.data.has('missingDue') && broken(50) ? undefined : date(d.due),
    completedDate: faults.data.has('closedWithoutEnd') && broken(101) ? undefined : faults.data.has('endBeforeStart') && broken(89) && d.ended ? date(d.received - 3 * 86_400_000) : date(d.ended),
    returnedDate: faults.data.has('closedWithoutEnd') && broken(101) ? undefined : date(d.returned),
    ...(d.supplement ? { additionalRequirementDate: date(d.supplement), additionalRequirementCount: d.supplementCount } : {}),
    hasDigitizedComponent: d.digitised ? 1 : 0, hasElectronicResult: d.electronicResult, hasFee: d.fee, onlinePayment: d.paid ? 2 : 0, updatedDate: date(d.updated), undefindedCompleteTime: 0,
  };
}

/** By name only, with a total row of nobody's. */
function onlineReport(rows: UnitCounts[], faults: Faults): unknown[] {
  const line = (name: string, list: UnitCounts[]) => {
    const sum = (of: (row: UnitCounts) => number) => list.reduce((total, row) => total + of(row), 0);
    return {
      agency_name: name, phatsinh_1phan_quantity: sum((r) => r.partialOnline), phatsinh_toanphan_quantity: sum((r) => r.fullOnline), chotiepnhan_quantity: faults.data.has('negativeCounts') ? -1 : 0,
      datiepnhan_quantity: sum((r) => r.online), hoanthanh_quantity: sum((r) => Math.min(r.online, r.resolved)), tuchoi_quantity: 0, onlinepaid_quantity: sum((r) => r.paid), total: sum((r) => r.online),
    };
  };
  return [...rows.map((row) => line(row.unit.name, [row])), line('Tổng cộng', rows)];
}

function digitisation(rows: UnitCounts[], faults: Faults): unknown[] {
  return rows.map((r) => ({
    agency: { id: r.unit.id, code: r.unit.code, name: r.unit.name }, totalReceiver: r.received + (faults.data.has('wrongTotals') ? 1 : 0), totalReceiverHavingFile: r.digitised, totalReceiverNopeFile: r.received - r.digitised,
    totalComplete: r.resolved, totalCompleteHavingFile: r.resolvedElectronic, totalCompleteNopeFile: r.resolved - r.resolvedElectronic, totalReceiverCompleteHavingFile: Math.min(r.digitised, r.resolvedElectronic),
    percentReceiverHavingFile: r.received ? Math.round((r.digitised / r.received) * 10_000) / 100 : 0,
  }));
}

/** The system's own month report by unit; its on-time is by date. */
function report(province: Province, mine: (unit: SimUnit) => boolean, from: number, to: number, now: number): unknown[] {
  const day = (at: number) => Math.floor((at + OFFSET) / 86_400_000);
  const rows = new Map(province.unitsIn(from, to).filter(mine).map((u) => [u.code, { agency: { id: u.id, code: u.code, name: u.name }, received: 0, receivedOnline: 0, receivedDirect: 0, resolved: 0, resolvedEarly: 0, resolvedOnTime: 0, resolvedOverdue: 0, unresolved: 0, unresolvedOnTime: 0, unresolvedOverdue: 0, cancelled: 0 }]));
  province.reportRows(now, (unit, received, ended, due, channel) => {
    const row = rows.get(unit.code);
    if (!row || received >= to) return;
    if (received >= from) { row.received += 1; if (channel === 2) row.receivedOnline += 1; else row.receivedDirect += 1; }
    if (ended && ended < to) {
      if (ended >= from) { row.resolved += 1; if (due && day(ended) > day(due)) row.resolvedOverdue += 1; else if (due && day(ended) < day(due)) row.resolvedEarly += 1; else row.resolvedOnTime += 1; }
    } else { row.unresolved += 1; if (due && day(due) < day(Math.min(to - 1, now))) row.unresolvedOverdue += 1; else row.unresolvedOnTime += 1; }
  }, to);
  return [...rows.values()];
}
