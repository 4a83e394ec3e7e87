/** Two integration platforms in one: bare JSON arrays of units by level, and XML sets with namespaces, nil and both rows of an upgraded place. */
import type { Faults } from './faults';
import type { Province } from './province';
import { createTokens, listen, sendJson, sendXml, turnDial, withFaults, type RunningServer } from './server';

export const LGSP_CLIENT = { id: 'cchc-monitor', secret: 'mo-phong-lgsp' };
const LEVEL = { SO: 'department', XA: 'commune' } as const;

export async function startLgsp(province: Province, faults: Faults, now: () => number, port?: number): Promise<RunningServer> {
  const tokens = createTokens(3_600_000, now);
  return listen((question, response) => {
    const { pathname } = question.url;
    if (turnDial(question, response, faults)) return;
    if (pathname === '/token') {
      const form = new URLSearchParams(question.body);
      const ok = form.get('client_id') === LGSP_CLIENT.id && form.get('client_secret') === LGSP_CLIENT.secret;
      return sendJson(question, response, ok ? { access_token: tokens.issue(), token_type: 'Bearer', expires_in: 3600 } : { error: 'invalid_client' }, ok ? 200 : 401);
    }
    if (!tokens.valid(question)) return sendJson(question, response, { fault: { code: 900901, message: 'Invalid Credentials' } }, 401);
    withFaults(question, response, faults, () => tokens.expireAll(), () => {
      const level = /^\/coquanquanlys\/cap\/([A-Z]+)$/.exec(pathname)?.[1];
      if (level !== undefined) {
        const province1 = { id: 1, ma: 'H17', ten: 'Thành phố mô phỏng', cap: 'TINH', capTren: null };
        const units = province.units.filter((unit) => unit.level === LEVEL[level as keyof typeof LEVEL]);
        return sendJson(question, response, faults.data.has('emptyLists') ? [] : level === 'TINH' ? [province1] : units.map((unit, index) => ({ id: index + 2, ma: unit.code, ten: unit.name, diaChi: 'địa chỉ giả định', dienThoai: '0900000000', email: 'nguoi.gia.dinh@example.vn', website: '', cap: level, capTren: 'H17', donViHanhChinh: null })));
      }
      if (/^\/dldc\/1\.0\.0\/donvihanhchinh$/.test(pathname)) return sendXml(response, faults.data.has('emptyLists') ? '<ns:Entries xmlns:ns="http://ws.wso2.org/dataservice/donvihanhchinh"/>' : xml(province));
      return sendJson(question, response, { fault: { code: 404, message: 'No matching resource' } }, 404);
    });
  }, port);
}

const escapeXml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
function xml(province: Province): string {
  const entry = (id: number, code: string, name: string, parent: string | null) => `<ns:Entry><ns:Id>${id}</ns:Id><ns:Ma>${code}</ns:Ma><ns:Ten>${escapeXml(name)}</ns:Ten>${parent === null ? '<ns:MaCha xsi:nil="true"/>' : `<ns:MaCha>${parent}</ns:MaCha>`}<ns:NgayHieuLuc>01/07/2025</ns:NgayHieuLuc><ns:NguoiCapNhat>NGƯỜI LẬP GIẢ ĐỊNH</ns:NguoiCapNhat></ns:Entry>`;
  // Every tenth unit was upgraded: its old row stays.
  const rows = province.units.flatMap((unit, index) => [...(index % 10 === 0 ? [entry(index + 1, unit.code, `${unit.name} (cũ)`, 'H17')] : []), entry(1000 + index, unit.code, unit.name, 'H17')]);
  return `<?xml version="1.0" encoding="UTF-8"?><ns:Entries xmlns:ns="http://ws.wso2.org/dataservice/donvihanhchinh" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${rows.join('')}${entry(5000, 'H17', 'Thành phố mô phỏng', null)}</ns:Entries>`;
}
