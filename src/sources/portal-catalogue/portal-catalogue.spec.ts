import type { ProcedureRecord } from '../../vocabulary';
import { readFixture, readText, streamOf } from '../../../test/support/read-fixture';
import { sourceDefinition } from '../source';
import { portalCatalogue } from '.';

const define = (more: object) => sourceDefinition.parse(portalCatalogue.define('tthc', portalCatalogue.options.parse({ baseUrl: 'https://truc.example.vn', ...more })));
const gateway = define({ via: 'gateway' });
const adapter = define({ via: 'adapter', user: 'u', password: 'p', unit: 'H17', destination: { header: 'dstcode', value: 'VN:GOV' } });

it('reads the catalogue out of JSON in text; tests and nameless ones are left out', () => {
  const { results } = readFixture(gateway, 'procedures');
  expect(results.map((r) => (r.kind === 'record' ? (r.record as ProcedureRecord) : `${r.kind} ${r.reason}`))).toEqual([
    { code: '1.001193', name: 'Thủ tục đăng ký khai sinh', fieldCode: 'HT', fieldName: 'Hộ tịch', level: 'Cấp Xã', active: true, hasFee: null },
    { code: '1.000894', name: 'Thủ tục đăng ký kết hôn', fieldCode: 'HT', fieldName: 'Hộ tịch', level: 'Cấp Xã', active: false, hasFee: null },
    'skipped thủ tục thử nghiệm', 'rejected missing-name',
  ]);
});
it('refuses text that is not JSON', () => expect(readText(streamOf(gateway, 'procedures'), '{"message":"<html>"}').problem).toMatch('JSON'));
it('puts the session into the body and renews it by the code that means its end', () => {
  expect(adapter.auth).toMatchObject({ kind: 'login', put: 'body', putAs: 'session', tokenAt: 'session', headers: { dstcode: 'VN:GOV' } });
  expect(streamOf(adapter, 'procedures')).toMatchObject({ request: { method: 'POST', body: { madonvi: 'H17', service: 'LayDanhSachTTHC' } }, envelope: { success: [{ at: 'error_code', equals: 0 }], errors: [{ equals: '-3', class: 'password' }] } });
});
it('needs an account for the adapter', () => expect(portalCatalogue.options.safeParse({ baseUrl: 'https://x.vn', via: 'adapter' }).success).toBe(false));
