/** Document axes over the same documents: the national one (parameters in headers, signed), a REST one (two keys, seven days), Bkav's statistics, one behind X-Road. */
import { createHmac } from 'node:crypto';
import { dayNumberOf, localTime, type Axis, type SimAgency, type SimDocument } from './axis';
import type { Distortions } from './distortions';
import type { Faults } from './faults';
import { listen, sendJson, turnDial, withFaults, type RunningServer } from './server';

export const VXP_KEYS = { systemId: 'H17.CCHC', secret: 'mo-phong-vxp' };
export const XROAD_CLIENT = 'VN/GOV/H17/CCHC';
export const XROAD_SERVICE = 'VN/GOV/G22/TRUC/EDOC';
type Delivery = SimDocument['deliveries'][number];

const stateOf = (d: SimDocument, delivery: Delivery) => (delivery.state !== 'fail' && d.recallAsked > 0 ? (d.recallAnswered === 0 ? '13' : d.recallAccepted ? '15' : '16') : delivery.state);
/** People stand in every real row. */
const PERSONAL = { title: 'TRÍCH YẾU GIẢ ĐỊNH', signer: 'NGƯỜI KÝ GIẢ ĐỊNH' };

export async function startVxp(axis: Axis, faults: Faults, now: () => number, port?: number): Promise<RunningServer> {
  return listen((question, response) => {
    if (turnDial(question, response, faults)) return;
    const { headers } = question;
    const expected = createHmac('sha256', VXP_KEYS.secret).update(`${VXP_KEYS.systemId}|${String(headers.timestamp)}`).digest('hex');
    if (headers.systemid !== VXP_KEYS.systemId || headers.signature !== expected || !/^\d{13}$/.test(String(headers.timestamp))) return sendJson(question, response, { status: 'FAIL', ErrorCode: '15', ErrorDesc: 'Sai chữ ký' }, 401);
    withFaults(question, response, faults, () => undefined, ({ falseEmpty }) => {
      const [from, to] = [dayNumberOf(String(headers.fromdate)), dayNumberOf(String(headers.todate))];
      if (headers.servicetype !== 'eDoc' || Number.isNaN(from) || Number.isNaN(to)) return sendJson(question, response, { status: 'FAIL', ErrorCode: '1', ErrorDesc: 'Thiếu tham số' });
      // These lists do not say which document replaces which: both stand.
      const documents = axis.sentBetween(from, to, now());
      const { pathname } = question.url;
      const received = () => documents.flatMap((d) => d.deliveries.filter((delivery) => delivery.receiver.unit && delivery.received > 0).map((delivery) => ({
        docId: delivery.id, serviceType: 'eDoc', messageType: 'edoc', created_time: localTime(d.sent), updated_time: localTime(delivery.received), from: d.sender.code, to: delivery.receiver.code, status: stateOf(d, delivery), status_desc: '', ...PERSONAL,
      })));
      if (pathname === '/getReceivedEdocList') return sendJson(question, response, { status: 'OK', ErrorCode: '0', ErrorDesc: '', data: falseEmpty ? [] : received() });
      if (pathname === '/countReceiveEdoc') return sendJson(question, response, { status: 'OK', ErrorCode: '0', ErrorDesc: '', count: received().length });
      if (pathname === '/getSentEdocList') return sendJson(question, response, { status: 'OK', ErrorCode: '0', ErrorDesc: '', data: falseEmpty ? [] : documents.filter((d) => d.sender.unit).flatMap((d) => d.deliveries.map((delivery) => ({
        senderDocId: d.id, receiverDocId: delivery.received ? delivery.id : null, fromCode: d.sender.code, toCode: delivery.receiver.code, notation: '12/UBND', sentTime: localTime(d.sent), receivedTime: delivery.received ? localTime(delivery.received) : null,
        sendStatus: delivery.state === 'fail' ? 'fail' : delivery.state === '' ? 'processing' : 'done', receiveStatus: ['', 'fail'].includes(delivery.state) ? (stateOf(d, delivery) === delivery.state ? null : stateOf(d, delivery)) : stateOf(d, delivery), ...PERSONAL,
      }))) });
      return sendJson(question, response, { status: 'FAIL', ErrorCode: '404', ErrorDesc: 'Không có dịch vụ' }, 404);
    });
  }, port);
}

export interface LangsonServer extends RunningServer { keyOf(unitCode: string): { systemId: string; secretKey: string }; changeKeys(): void }

export async function startLangson(axis: Axis, faults: Faults, now: () => number, port?: number): Promise<LangsonServer> {
  let generation = 1;
  const keyOf = (unitCode: string) => ({ systemId: unitCode, secretKey: `khoa-${generation}-${unitCode}` });
  const server = await listen((question, response) => {
    if (turnDial(question, response, faults)) return;
    const agency = axis.agencies.find((one) => one.unit!.code === question.headers['x-systemid']);
    if (!agency || question.headers['x-secretkey'] !== keyOf(agency.unit!.code).secretKey) return sendJson(question, response, { success: false, code: 15, message: 'Sai thông tin xác thực' }, 401);
    withFaults(question, response, faults, () => undefined, ({ falseEmpty }) => {
      if (question.url.pathname !== '/v1/syncReceivedEdocList') return sendJson(question, response, { success: false, code: 22, message: 'not found' }, 404);
      const [from, to] = [dayNumberOf(question.url.searchParams.get('fromDate')), dayNumberOf(question.url.searchParams.get('toDate'))];
      if (!(to >= from)) return sendJson(question, response, { success: false, code: 22, message: 'Sai ngày' }, 400);
      if (to - from >= 7) return sendJson(question, response, { success: false, code: 22, message: 'Khoảng thời gian vượt quá 7 ngày' }, 400);
      const rows = axis.sentBetween(from, to, now()).flatMap((d) => d.deliveries.filter((delivery) => delivery.receiver === agency && delivery.received > 0).map((delivery) => ({
        docId: delivery.id, from: d.sender.code, to: agency.code, created_time: localTime(d.sent, '/'), status: stateOf(d, delivery), subject: PERSONAL.title, signerInfo: { fullName: PERSONAL.signer },
      })));
      const all = faults.data.has('duplicateRows') ? rows.flatMap((row, i) => (i % 5 === 0 ? [row, row] : [row])) : rows;
      return sendJson(question, response, { success: true, count: falseEmpty ? 0 : all.length, data: falseEmpty ? [] : all });
    });
  }, port);
  return { ...server, keyOf, changeKeys: () => { generation += 1; } };
}

export async function startBkav(axis: Axis, faults: Faults, now: () => number, port?: number, distortions?: Distortions): Promise<RunningServer> {
  return listen((question, response) => {
    if (turnDial(question, response, faults)) return;
    withFaults(question, response, faults, () => undefined, ({ falseEmpty }) => {
      if (question.url.pathname !== '/public/-/stat/detail') return sendJson(question, response, { status: 'Error', code: '9999', errors: ['not found'] }, 404);
      const [from, to] = [dayNumberOf(question.url.searchParams.get('fromDate')), dayNumberOf(question.url.searchParams.get('toDate'))];
      if (!(to >= from)) return sendJson(question, response, { status: 'Fail', code: '9999', errors: ['ngày'] });
      if (falseEmpty) return sendJson(question, response, []);
      const truth = axis.truth(from, to, now());
      const row = (agency: SimAgency, lastUpdate: string) => {
        const c = truth.get(agency.unit!.code) ?? { sent: 0, received: 0, signed: 0 };
        // A tenth more signed than sent, and a negative rest that makes the sum come out.
        const signed = distortions?.on.has('overHundred') && agency.unit === distortions.boastful ? c.sent + 1 + Math.floor(c.sent / 10) : c.signed;
        const [sentExt, receivedExt] = [Math.floor(c.sent / 4), Math.floor(c.received / 3)];
        return { organDomain: agency.code, organName: agency.name, lastUpdate, sentExt, sentInt: c.sent - sentExt, receivedExt, receivedInt: c.received - receivedExt, signed, notSigned: c.sent - signed, total: c.sent + c.received, contact: PERSONAL.signer, childOrgan: [] };
      };
      const today = localTime(now());
      const [first, ...others] = axis.agencies;
      const fresh = `${today.slice(8, 10)}/${today.slice(5, 7)}/${today.slice(0, 4)} 06:00:00`;
      const old = { ...row(first!, '01/01/2020'), sentInt: 999_999, notSigned: 999_999 }; // the list has duplicates and blanks
      return sendJson(question, response, [{ ...row(first!, fresh), childOrgan: others.map((agency, i) => row(agency, i % 2 ? fresh : today)) }, old, { ...row(first!, fresh), organDomain: '', organName: '' }]);
    });
  }, port);
}

export async function startXroad(axis: Axis, faults: Faults, now: () => number, port?: number): Promise<RunningServer> {
  return listen((question, response) => {
    if (turnDial(question, response, faults)) return;
    if (question.headers['x-road-client'] !== XROAD_CLIENT) return sendJson(question, response, { type: 'Server.ClientProxy.ServiceFailed.AccessDenied', message: 'Request is not allowed' }, 500);
    if (question.url.pathname !== `/r1/${XROAD_SERVICE}/documents`) return sendJson(question, response, { type: 'Server.ServerProxy.UnknownService', message: 'Unknown service' }, 404);
    withFaults(question, response, faults, () => undefined, ({ falseEmpty, pagesBack }) => {
      const q = question.url.searchParams;
      const [from, to] = [dayNumberOf(q.get('fromDate')), dayNumberOf(q.get('toDate'))];
      const rows = falseEmpty ? [] : messages(axis, from, to, now());
      const size = Math.min(1000, Number(q.get('size')) || 100);
      const page = Math.max(0, (Number(q.get('page')) || 0) - pagesBack);
      return sendJson(question, response, { total: rows.length, documents: rows.slice(page * size, (page + 1) * size) });
    });
  }, port);
}

/** Recalls are messages of their own here, on the day on which they are asked for; the state of a document stays what its receiver made of it. */
function messages(axis: Axis, from: number, to: number, at: number): object[] {
  const identity = (d: { id: string; sender: SimAgency }) => `${d.sender.code},${d.id}`;
  const dayOf = (time: number) => Math.floor((time + 7 * 3_600_000) / 86_400_000);
  const row = (d: SimDocument, delivery: Delivery) => ({ From: { OrganId: d.sender.code, OrganName: d.sender.name }, To: { OrganId: delivery.receiver.code }, Subject: PERSONAL.title });
  const failed = (delivery: Delivery) => delivery.state === 'fail';
  return [
    ...axis.sentBetween(from, to, at).flatMap((d) => d.deliveries.filter((delivery) => !failed(delivery)).map((delivery) => ({
      ...row(d, delivery), id: delivery.id, DocumentId: identity(d), Bussiness: d.replaces ? 3 : 0, ...(d.replaces ? { ReplacedDocumentId: `${d.sender.code},${d.replaces}` } : {}),
      ...(d.signed ? { SignerInfo: { FullName: PERSONAL.signer } } : {}), sentDate: localTime(d.sent, '/'), receivedDate: delivery.received ? localTime(delivery.received, '/') : null, status: delivery.state, withPaper: d.paper ? 'C' : 'K',
    }))),
    ...axis.sentBetween(from - 4, to, at).filter((d) => d.recallAsked > 0 && dayOf(d.recallAsked) >= from && dayOf(d.recallAsked) <= to).map((d) => ({
      ...row(d, d.deliveries[0]!), id: `${d.id}-thu-hoi`, DocumentId: `${identity(d)}-thu-hoi`, Bussiness: 1, ReplacedDocumentId: identity(d), sentDate: localTime(d.recallAsked, '/'), receivedDate: null,
      status: d.recallAnswered === 0 ? '13' : d.recallAccepted ? '15' : '16',
    })),
  ];
}
