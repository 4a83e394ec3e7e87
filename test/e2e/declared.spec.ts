/** Systems that no family knows, each with a contract and manners of its own, connected by YAML alone: what comes out is what they hold. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Pool } from 'pg';
import { checkMeasures } from '../../src/compute/editions/publish';
import { checkStream } from '../../src/ingest/check';
import { register, type Registered } from '../../src/ingest/registration';
import { openSession, runSource, type StreamOutcome } from '../../src/ingest/runner';
import { loadDeclared, type SourceDefinition } from '../../src/sources';
import { openPool } from '../../src/store/database';
import { foldMeasures } from '../../src/store/facts/measures';
import { fromDate } from '../../src/vocabulary';
import { createTestDatabase, type TestDatabase } from '../support/database';

const NOW = Date.parse('2026-10-15T10:00:00+07:00');
/** Dossiers of 75 days, one every 9 hours to the hour before now: their local times cross midnights and the ends of months. */
const DOSSIERS = Array.from({ length: 200 }, (_, i) => {
  const received = NOW - 3_600_000 - i * 9 * 3_600_000;
  const ended = i % 4 === 0 ? null : Math.min(received + (i % 7) * 86_400_000, NOW - 60_000);
  return { code: `HS-${String(i).padStart(4, '0')}`, unit: i % 3, received, due: i % 11 === 0 ? null : received + 4 * 86_400_000, ended };
});
const UNITS = ['Sở Xây dựng', 'Sở Nội vụ', 'Sở Tài chính'];
const local = (at: number) => new Date(at + 7 * 3_600_000).toISOString();
const monthOf = (at: number) => local(at).slice(0, 7);
const dayOf = (at: number) => Date.parse(local(at).slice(0, 10)) / 86_400_000;
const tally = (keys: string[]) => keys.reduce<Record<string, number>>((sum, key) => ({ ...sum, [key]: (sum[key] ?? 0) + 1 }), {});
const TRUTH = {
  codes: DOSSIERS.map((d) => d.code).sort(),
  received: tally(DOSSIERS.map((d) => monthOf(d.received))), resolved: tally(DOSSIERS.flatMap((d) => (d.ended === null ? [] : [monthOf(d.ended)]))),
  late: tally(DOSSIERS.flatMap((d) => (d.ended !== null && d.due !== null && dayOf(d.ended) > dayOf(d.due) ? [monthOf(d.ended)] : []))), units: tally(DOSSIERS.map((d) => UNITS[d.unit]!)),
};

type Call = { url: URL; body: string; headers: IncomingMessage['headers'] };
type Reply = { status?: number; headers?: Record<string, string>; body: string | Buffer };
let database: TestDatabase;
let pool: Pool;
const servers: Server[] = [];
const definitions: SourceDefinition[] = [];
beforeAll(async () => { database = await createTestDatabase(); pool = openPool(database.url); });
afterAll(async () => { for (const server of servers) { server.closeAllConnections(); server.close(); } await pool.end(); await database.drop(); });

/** Serves `answer`; every third answer that holds data is spoilt in one of seven ways first. */
async function serve(answer: (call: Call) => Reply, spoilt = true): Promise<string> {
  let calls = 0;
  const ruin: ((reply: Reply) => Reply)[] = [
    () => ({ status: 429, headers: { 'retry-after': '0' }, body: '{"message":"slow down"}' }), () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad gateway</html>' }),
    () => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><html><body>Attack ID 2000</body></html>' }), (r) => ({ ...r, body: r.body.slice(0, Math.floor(r.body.length / 2)) }),
    (r) => ({ ...r, headers: { ...r.headers, 'content-encoding': 'gzip' }, body: gzipSync(r.body).subarray(0, 30) }), () => ({ status: 503, body: '' }), () => ({ body: '' }),
  ];
  const handle = (req: IncomingMessage, res: ServerResponse) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const call = { url: new URL(req.url!, 'http://x'), body: Buffer.concat(parts).toString(), headers: req.headers };
      let reply = answer(call);
      if (spoilt && !call.url.pathname.includes('login') && (calls += 1) % 3 === 0) reply = ruin[(calls / 3) % ruin.length]!(reply);
      res.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers }).end(reply.body);
    });
  };
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function connect(yaml: string, variables: Record<string, string>): Promise<Registered> {
  const loaded = loadDeclared(yaml, 'source.yaml', { variables, readFile: () => '' });
  if (Array.isArray(loaded)) throw new Error(JSON.stringify(loaded, null, 1));
  definitions.push(loaded.definition);
  return (await register(pool, { code: 'P', name: 'Tỉnh' }, [], definitions, false)).find((one) => one.definition.id === loaded.definition.id)!;
}
const run = async (source: Registered): Promise<StreamOutcome[]> => (await runSource(source, { kind: 'live' }, { databaseUrl: database.url, pool, clock: { now: () => fromDate(new Date(NOW)) } }))!;
const failures = (outcomes: StreamOutcome[]) => outcomes.flatMap((o) => (o.failure ? [o.failure.text] : []));
async function held(source: Registered) {
  await foldMeasures(pool);
  const months = async (column: string) => Object.fromEntries((await pool.query<{ m: string; n: number }>(`select to_char(day, 'YYYY-MM') as m, sum(${column})::int as n from measure_day where source_id = $1 group by 1 having sum(${column}) <> 0`, [source.id])).rows.map((row) => [row.m, row.n]));
  return {
    codes: (await pool.query<{ code: string }>('select code from dossier where source_id = $1 and deleted_at is null order by 1', [source.id])).rows.map((row) => row.code),
    received: await months('received'), resolved: await months('resolved'), late: await months('resolved_late_by_date'),
    units: Object.fromEntries((await pool.query<{ name: string; n: number }>('select u.name, count(*)::int as n from dossier d join unit u on u.id = d.receiving_unit_id where source_id = $1 group by 1', [source.id])).rows.map((row) => [row.name, row.n])),
  };
}
const UNITS_YAML = `units: [${UNITS.map((name, i) => `{ code: X${i}, name: ${name}, level: department, aliases: [d${i}] }`).join(', ')}]`;
const FAST = 'transport: { tries: 8, backoff: 1ms, maxWait: 1s, callsPerSecond: 5000 }';
const json = (value: unknown): Reply => ({ body: JSON.stringify(value) });

test('token in a header, sent in the address; a flag for more pages; an exclusive end in days; rows in text; nothing said as null, "-" and 0001-01-01', async () => {
  let logins = 0;
  const spans: string[] = [];
  const url = await serve(({ url: { pathname, searchParams: q } }) => {
    if (pathname === '/login') { logins += 1; return { headers: { 'x-auth-token': `Bearer t${logins}` }, body: '{"ok":1}' }; }
    if (q.get('token') !== `t${logins}`) return { status: 401, body: '{}' };
    const [from, to] = [q.get('from')!, q.get('to')!];
    spans.push(to);
    const found = DOSSIERS.filter((d) => local(d.received).slice(0, 10) >= from && local(d.received).slice(0, 10) < to);
    const [page, size] = [Number(q.get('page')), Number(q.get('size'))];
    const rows = found.slice((page - 1) * size, page * size).map((d) => ({ ma: d.code, donVi: UNITS[d.unit]!.normalize('NFD'), nhan: local(d.received).slice(0, 23), hen: d.due === null ? '0001-01-01T00:00:00' : local(d.due).slice(0, 23), xong: d.ended === null ? '-' : local(d.ended).slice(0, 23) }));
    return json({ ketQua: 'Thành công: lấy dữ liệu', duLieu: found.length === 0 ? null : JSON.stringify({ ds: rows }), tong: found.length, hasNextPage: page * size < found.length });
  });
  const source = await connect(`
id: header-token
title: A
baseUrl: ${url}
auth: { kind: login, path: /login, body: { user: u, password: "\${PASS}" }, tokenIn: header, tokenAt: X-Auth-Token, put: query, putAs: token, prefix: "" }
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request: { path: /list, query: { from: "{window.from}", to: "{window.to}", page: "{page.number}", size: "{page.size}" } }
    window: { start: 2026-06-01, step: 7d, holdBack: 0s, from: { pattern: yyyy-MM-dd }, to: { pattern: yyyy-MM-dd, end: exclusive } }
    paging: { kind: pages, first: 1, size: 5, stop: more, moreAt: hasNextPage }
    envelope:
      rows: duLieu|json.ds
      success: [{ at: ketQua, contains: thành công }]
      emptyWhen: [{ at: tong, equals: 0 }]
      shape: [{ kind: empty, texts: ["-", "0001-01-01T00:00:00"] }]
    mapping:
      code: ma
      receivingUnit: { by: name, at: donVi }
      channel: { const: counter }
      receivedAt: { at: nhan, date: iso }
      dueAt: { at: hen, date: iso }
      endedAt: { at: xong, date: iso }
`, { PASS: 'x' });
  expect(failures(await run(source))).toEqual([]);
  expect(await held(source)).toEqual(TRUTH);
  expect(spans.at(-1)).toBe('2026-10-16'); // today is asked for
  const later = await checkStream(source.definition, source.definition.streams[0]!, openSession(source.definition), (NOW + 400 * 86_400_000) * 1000);
  expect(later[0]).toMatch(/đọc được [1-5] dòng/); // a log that ended long ago is still found
}, 120_000);

test('any XML message with credentials in it; rows by number from 1; a short full last page; UTF-8 that calls itself windows-1258, with its mark', async () => {
  const url = await serve(({ body }) => {
    if (!body.includes('<wsse:Password>p&amp;s</wsse:Password>') && !body.includes('<wsse:Password>p</wsse:Password>')) return { status: 500, headers: { 'content-type': 'text/xml' }, body: '<s:Envelope xmlns:s="e"><s:Body><s:Fault><faultstring>Sai mật khẩu</faultstring></s:Fault></s:Body></s:Envelope>' };
    const [first, last] = [/<tu>(\d+)/.exec(body)![1]!, /<den>(\d+)/.exec(body)![1]!].map(Number);
    const rows = DOSSIERS.slice(first! - 1, last).map((d) => `<n:hs><n:ma>${d.code}</n:ma><n:dv>d${d.unit}</n:dv><n:kenh>Trực tuyến</n:kenh><n:nhan>${local(d.received).slice(0, 19)}</n:nhan>${d.due === null ? '<n:hen xsi:nil="true"/>' : `<n:hen>${local(d.due).slice(0, 19)}</n:hen>`}${d.ended === null ? '<n:xong xsi:nil="true"/>' : `<n:xong>${local(d.ended).slice(0, 19)}</n:xong>`}</n:hs>`);
    return { headers: { 'content-type': 'text/xml; charset=windows-1258' }, body: `\uFEFF<s:Envelope xmlns:s="e" xmlns:xsi="i"><s:Body><n:r xmlns:n="u">${rows.join('')}</n:r></s:Body></s:Envelope>` };
  });
  const source = await connect(`
id: any-xml
title: B
baseUrl: ${url}
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request:
      method: POST
      path: /svc
      headers: { content-type: text/xml }
      body: '<s:Envelope xmlns:s="e"><s:Header><wsse:Password>\${PASS}</wsse:Password></s:Header><s:Body><q><tu>{page.row}</tu><den>{page.end}</den></q></s:Body></s:Envelope>'
    paging: { kind: pages, size: 40, stop: short }
    envelope: { format: xml, rows: Envelope.Body.r.hs, errors: [{ status: 500, contains: sai mật khẩu, class: password }] }
    mapping:
      code: ma
      receivingUnit: { by: id, at: dv }
      channel: { at: kenh, map: { Trực tuyến: online } }
      receivedAt: { at: nhan, date: "yyyy-MM-dd'T'HH:mm:ss" }
      dueAt: { at: hen, date: "yyyy-MM-dd'T'HH:mm:ss" }
      endedAt: { at: xong, date: "yyyy-MM-dd'T'HH:mm:ss" }
`, { PASS: 'p' });
  expect(failures(await run(source))).toEqual([]); // 5 pages of 40 are full: the end is the empty sixth
  expect(await held(source)).toEqual(TRUTH);
}, 120_000);

test('session in a cookie, multipart questions; a list that holds a row twice and an older copy of another reaches its total', async () => {
  const row = (d: (typeof DOSSIERS)[number], sua: number, ended = d.ended) => ({ ma: d.code, dv: `d${d.unit}`, nhan: d.received, hen: d.due, xong: ended, sua });
  const list = [...DOSSIERS.map((d) => row(d, d.ended ?? d.received)), row(DOSSIERS[3]!, DOSSIERS[3]!.ended!), row(DOSSIERS[5]!, DOSSIERS[5]!.received, null)];
  const url = await serve(({ url: { pathname, searchParams }, body, headers }) => {
    if (pathname === '/login') return searchParams.get('key') === 'k' ? { headers: { location: '/home', 'set-cookie': 'ASP.NET_SessionId=abc; path=/; expires=Wed, 25 Nov 2026 10:00:00 GMT' }, body: '', status: 302 } : { status: 302, headers: { location: '/login?again' }, body: '' };
    if (headers.cookie !== 'ASP.NET_SessionId=abc' || !/^multipart\/form-data; boundary=/.test(headers['content-type'] ?? '')) return { status: 401, body: '{}' };
    const field = (name: string) => Number(new RegExp(`name="${name}"\r\n\r\n(\\d+)`).exec(body)![1]);
    return json({ total: list.length, items: list.slice(field('first'), field('last') + 1) });
  });
  const source = await connect(`
id: cookie
title: C
baseUrl: ${url}
auth: { kind: login, method: GET, path: /login, body: { key: "\${KEY}" }, tokenIn: cookie, tokenAt: ASP.NET_SessionId, put: cookie, putAs: ASP.NET_SessionId }
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request: { method: POST, path: /q, headers: { content-type: multipart/form-data }, body: { first: "{page.offset}", last: "{page.last}" } }
    paging: { kind: pages, size: 50, stop: totalRows, totalRowsAt: total }
    envelope: { rows: items }
    mapping:
      code: ma
      receivingUnit: { by: id, at: dv }
      channel: { const: counter }
      receivedAt: { at: nhan, date: epochMillis }
      dueAt: { at: hen, date: epochMillis }
      endedAt: { at: xong, date: epochMillis }
      modifiedAt: { at: sua, date: epochMillis }
`, { KEY: 'k' });
  expect(failures(await run({ ...source, definition: { ...source.definition, auth: { ...source.definition.auth, body: { key: 'wrong' } } as never } }))).toEqual([expect.stringContaining('nguồn từ chối đăng nhập')]);
  expect(failures(await run(source))).toEqual([]);
  expect(await held(source)).toEqual(TRUTH);
  expect(await checkMeasures(pool)).toEqual([]);
}, 120_000);

test('statistics by months written 08, with English thousands, a difference, amounts in thousands, the time the answer was made; by half-years', async () => {
  const asked: string[] = [];
  const url = await serve(({ url: { pathname, searchParams: q }, headers }) => {
    if (headers.authorization !== `Basic ${Buffer.from('u:mật khẩu').toString('base64')}`) return { status: 401, body: '{}' };
    asked.push(`${pathname}?${q}`);
    const k = Number(q.get('thang') ?? q.get('ky'));
    return json({ luc: '15/10/2026 08:00', ds: UNITS.map((name, i) => ({ ma: `d${i}`, tong: '1,250', tre: String(k), tien: '1,234.5' })) });
  });
  const source = await connect(`
id: tables
title: D
baseUrl: ${url}
auth: { kind: basic, user: u, password: "\${PASS}" }
${FAST}
${UNITS_YAML}
streams:
  - id: month
    record: statistic
    request: { path: /thang, query: { thang: "{monthText}", nam: "{year}", cap: [1, 2] } }
    window: { start: 2026-08-01, step: month, holdBack: 0s }
    envelope: { rows: ds, sourceTime: { at: luc, date: dd/MM/yyyy HH:mm } }
    mapping: { unit: { by: id, at: ma }, values: { resolved: { at: tong, format: en }, resolvedLate: tre, resolvedOnTime: { sum: [{ at: tong, format: en }], less: [tre] }, paymentAmount: { at: tien, format: en, times: 1000 } } }
  - id: half
    record: statistic
    request: { path: /nua-nam, query: { ky: "{half}", nam: "{year}" } }
    window: { start: 2026-01-01, step: half, holdBack: 0s }
    envelope: { rows: ds }
    mapping: { unit: { by: id, at: ma }, values: { resolved: { at: tong, format: en } } }
`, { PASS: 'mật khẩu' });
  expect(failures(await run(source))).toEqual([]);
  const { rows } = await pool.query(`select period_type as type, period_start::text as start, measure, sum(value)::int as sum, min(to_char(source_time at time zone 'UTC', 'DD HH24:MI')) as at from statistic where source_id = $1 and superseded_at is null group by 1, 2, 3 order by 1, 2, 3`, [source.id]);
  const month = (start: string, late: number) => [['paymentAmount', 3 * 1_234_500], ['resolved', 3750], ['resolvedLate', 3 * late], ['resolvedOnTime', 3750 - 3 * late]].map(([measure, sum]) => ({ type: 'month', start, measure, sum, at: '15 01:00' }));
  expect(rows).toEqual([...['2026-01-01', '2026-07-01'].map((start) => ({ type: 'half', start, measure: 'resolved', sum: 3750, at: null })), ...month('2026-08-01', 8), ...month('2026-09-01', 9), ...month('2026-10-01', 10)]);
  expect(asked.filter((one) => one.startsWith('/thang'))).toContain('/thang?thang=08&nam=2026&cap=1&cap=2');
}, 120_000);

test('a pair of header keys; pages that lead to each other by a cursor, one of them empty; a total beside them', async () => {
  const url = await serve(({ url: { searchParams: q }, headers }) => {
    if (headers['x-systemid'] !== 'cchc' || headers['x-secretkey'] !== 'k:é') return { status: 401, body: '{}' };
    if (q.get('sau') === '') return { status: 400, body: '{"message":"cursor trống"}' }; // the first question must leave it out
    const at = q.has('sau') ? Number(Buffer.from(q.get('sau')!, 'base64')) : 0;
    const rows = at === 60 ? [] : DOSSIERS.slice(at > 60 ? at - 1 : at, at >= 60 ? at + 29 : at + 30);
    return json({ meta: { total: DOSSIERS.length, sau: at + 30 > DOSSIERS.length ? null : Buffer.from(String(at === 60 ? 61 : at + 30)).toString('base64') }, data: rows.map((d) => ({ ma: d.code, dv: `d${d.unit}`, nhan: d.received / 1000, hen: d.due === null ? '' : d.due / 1000, xong: d.ended === null ? '' : d.ended / 1000 })) });
  });
  const source = await connect(`
id: cursor
title: E
baseUrl: ${url}
auth: { kind: headers, headers: { X-SystemId: cchc, X-SecretKey: "\${KEY}" } }
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request: { path: /list, query: { sau: "{page.cursor}", size: "{page.size}" } }
    paging: { kind: next, size: 30, at: meta.sau, totalRowsAt: meta.total }
    envelope: { rows: data }
    mapping: { code: ma, receivingUnit: { by: id, at: dv }, channel: { const: counter }, receivedAt: { at: nhan, date: epochSeconds }, dueAt: { at: hen, date: epochSeconds }, endedAt: { at: xong, date: epochSeconds } }
`, { KEY: 'k:é' });
  expect(failures(await run(source))).toEqual([]);
  expect(await held(source)).toEqual(TRUTH);
}, 120_000);

test('every question signed; the next page named by the header Link under the name a gateway has inside', async () => {
  const seen = new Set<string>();
  const url = await serve(({ url: { pathname, searchParams: q, search }, headers }) => {
    const [time, sign] = [String(headers['x-time']), String(headers['x-sign'])];
    if (sign !== createHmac('sha256', 'bí mật').update(`H17|${time}|GET|${pathname}`).digest('base64')) return { status: 401, body: '{}' };
    seen.add(search);
    const page = Number(q.get('p') ?? 1);
    const rows = DOSSIERS.slice((page - 1) * 64, page * 64);
    const links = [`<http://app-01.local:8080/list?p=1>; rel="first"`, ...(page * 64 < DOSSIERS.length ? [`<http://app-01.local:8080/list?tu=2026-01-01&p=${page + 1}>; rel="next"; title="a, b"`] : [])];
    return { headers: { link: links.join(', ') }, body: JSON.stringify(rows.map((d) => ({ ma: d.code, dv: `d${d.unit}`, nhan: local(d.received).slice(0, 19), hen: d.due === null ? null : local(d.due).slice(0, 19), xong: d.ended === null ? null : local(d.ended).slice(0, 19) }))) };
  });
  const source = await connect(`
id: links
title: F
baseUrl: ${url}
auth: { kind: signed, secret: "\${KEY}", headers: { X-Time: "{timestamp}", X-Sign: "{signature}" }, sign: [H17, "{timestamp}", "{method}", "{path}"], join: "|", encoding: base64, timestamp: yyyyMMddHHmmss }
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request: { path: /list, query: { tu: 2026-01-01 } }
    paging: { kind: next, size: 64, as: address }
    mapping: { code: ma, receivingUnit: { by: id, at: dv }, channel: { const: counter }, receivedAt: { at: nhan, date: iso }, dueAt: { at: hen, date: iso }, endedAt: { at: xong, date: iso } }
`, { KEY: 'bí mật' });
  expect(failures(await run(source))).toEqual([]);
  expect(await held(source)).toEqual(TRUTH);
  expect([...seen]).toEqual(['?tu=2026-01-01', '?tu=2026-01-01&p=2', '?tu=2026-01-01&p=3', '?tu=2026-01-01&p=4']);
}, 120_000);

test('SOAP in windows-1258 with a total of pages', async () => {
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1258').decode(Uint8Array.of(byte)), byte]));
  // Windows writes the tone as a letter of its own behind the vowel.
  const toned = (letter: string) => { const [base, ...marks] = letter.normalize('NFD'); const tone = marks.filter((mark) => '\u0300\u0301\u0303\u0309\u0323'.includes(mark)); return [(base! + marks.filter((mark) => !tone.includes(mark)).join('')).normalize('NFC'), ...tone]; };
  const encode = (text: string) => Buffer.from([...text.normalize('NFC')].flatMap((letter) => (bytes.has(letter) ? [letter] : toned(letter))).map((letter) => bytes.get(letter)!));
  expect(new TextDecoder('windows-1258').decode(encode('Sở Nội vụ')).normalize('NFC')).toBe('Sở Nội vụ');
  const url = await serve(({ body, headers }) => {
    const page = Number(/<op:LayHoSo><trang>(\d+)<\/trang><khoa>a&#38;b<\/khoa><\/op:LayHoSo>/.exec(body)?.[1] ?? NaN);
    if (Number.isNaN(page) || headers.soapaction !== '"urn:LayHoSo"') return { status: 500, headers: { 'content-type': 'text/xml' }, body: '<soap:Envelope xmlns:soap="s"><soap:Body><soap:Fault><faultstring>no such operation</faultstring></soap:Fault></soap:Body></soap:Envelope>' };
    const rows = DOSSIERS.slice((page - 1) * 45, page * 45).map((d) => `<HoSo><Ma>${d.code}</Ma><DonVi>${UNITS[d.unit]}</DonVi><Nhan>${local(d.received).slice(0, 23)}</Nhan><Hen>${d.due === null ? '' : local(d.due).slice(0, 23)}</Hen><Xong>${d.ended === null ? '' : local(d.ended).slice(0, 23)}</Xong></HoSo>`);
    return { headers: { 'content-type': 'text/xml' }, body: encode(`<?xml version="1.0" encoding="windows-1258"?><soap:Envelope xmlns:soap="s"><soap:Body><LayHoSoResponse xmlns="http://x/"><Tong>${Math.ceil(DOSSIERS.length / 45)}</Tong><DS>${rows.join('')}</DS></LayHoSoResponse></soap:Body></soap:Envelope>`) };
  });
  const source = await connect(`
id: soap-1258
title: G
baseUrl: ${url}
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request: { path: /dv.asmx, soap: { operation: LayHoSo, namespace: "http://x/", action: "urn:LayHoSo", arguments: { trang: "{page.number}", khoa: "\${KEY}" } } }
    paging: { kind: pages, first: 1, size: 45, stop: totalPages, totalPagesAt: Envelope.Body.LayHoSoResponse.Tong }
    envelope: { format: xml, charset: windows-1258, rows: Envelope.Body.LayHoSoResponse.DS.HoSo }
    mapping: { code: Ma, receivingUnit: { by: name, at: DonVi }, channel: { const: counter }, receivedAt: { at: Nhan, date: "yyyy-MM-dd'T'HH:mm:ss.SSS" }, dueAt: { at: Hen, date: "yyyy-MM-dd'T'HH:mm:ss.SSS" }, endedAt: { at: Xong, date: "yyyy-MM-dd'T'HH:mm:ss.SSS" } }
`, { KEY: 'a&b' });
  expect(failures(await run(source))).toEqual([]);
  expect(await held(source)).toEqual(TRUTH);
}, 120_000);

test('slices that say which is the last, asked by POST; rows that move between the pages while they are read', async () => {
  let calls = 0;
  const url = await serve(({ body }) => {
    const { page, size } = JSON.parse(body) as { page: number; size: number };
    calls += 1;
    // Newest first; a dossier of no interest arrives in front of the list after every second page.
    const list = [...Array.from({ length: Math.floor(calls / 2) % 7 }, (_, i) => ({ ma: `TEST-${i}` })), ...DOSSIERS.map((d) => ({ ma: d.code, dv: `d${d.unit}`, nhan: local(d.received).slice(0, 23), hen: d.due && local(d.due).slice(0, 23), xong: d.ended && local(d.ended).slice(0, 23) }))];
    return json({ content: list.slice(page * size, (page + 1) * size), last: (page + 1) * size >= list.length, number: page });
  });
  const source = await connect(`
id: slices
title: H
baseUrl: ${url}
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request: { method: POST, path: /search, body: { page: "{page.number}", size: "{page.size}" } }
    paging: { kind: pages, first: 0, size: 25, stop: last, lastAt: last, numberAt: number, secondPass: true }
    envelope: { rows: content }
    skip: [{ at: ma, matches: ^TEST, reason: hồ sơ thử }]
    mapping: { code: ma, receivingUnit: { by: id, at: dv }, channel: { const: counter }, receivedAt: { at: nhan, date: iso }, dueAt: { at: hen, date: iso }, endedAt: { at: xong, date: iso } }
`, {});
  expect(failures(await run(source))).toEqual([]);
  expect(await held(source)).toEqual(TRUTH);
}, 120_000);

test('dossiers in groups by unit; the next page and the total in headers; 204 for a day without any; three ways to write a moment; words with hard blanks', async () => {
  const twelve = (at: number) => { const t = local(at); const hour = Number(t.slice(11, 13)); return `${Number(t.slice(8, 10))}/${Number(t.slice(5, 7))}/${t.slice(0, 4)} ${hour % 12 || 12}:${t.slice(14, 19)} ${hour < 12 ? 'SA' : 'CH'}`; };
  let empty = 0;
  const url = await serve(({ body, headers }) => {
    const { ngay } = JSON.parse(body) as { ngay: string };
    const found = DOSSIERS.filter((d) => local(d.received).slice(0, 10) === ngay.split('-').reverse().join('-'));
    if (found.length === 0) { empty += 1; return { status: 204, body: '' }; }
    const at = Number(headers['x-page-token'] ?? 0);
    const page = found.slice(at, at + 2);
    const rows = UNITS.flatMap((name, unit) => {
      const mine = page.filter((d) => d.unit === unit);
      return mine.length === 0 && unit > 0 ? [] : [{ donVi: { ten: ` ${name.normalize('NFD').replace(' ', '  ')}`, truong: 'NGƯỜI GIẢ ĐỊNH' }, hoSo: mine.map((d) => ({
        soHoSo: d.code, nguoiNop: 'NGƯỜI NỘP GIẢ ĐỊNH', trangThai: d.ended === null ? 'Đang\u00a0xử  lý' : 'Đã xong', ngayNhan: local(d.received).slice(0, 10).split('-').reverse().join('-'), gioNhan: local(d.received).slice(11, 19),
        hen: d.due === null ? null : `/Date(${d.due}+0700)/`, xong: d.ended === null ? '' : twelve(d.ended) })) }];
    });
    return { headers: { 'x-total-count': String(found.length), 'content-encoding': 'gzip', ...(at + 2 < found.length ? { 'X-Next-Token': String(at + 2) } : {}) }, body: gzipSync(JSON.stringify(rows)) };
  });
  const source = await connect(`
id: groups
title: I
baseUrl: ${url}
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request: { method: POST, path: /theo-ngay, headers: { X-Page-Token: "{page.cursor}" }, body: { ngay: "{window.from}" } }
    window: { start: 2026-07-25, step: 1d, holdBack: 0s, from: { pattern: dd-MM-yyyy } }
    paging: { kind: next, size: 2, at: $headers.X-Next-Token, totalRowsAt: $headers.X-Total-Count }
    envelope: { shape: [{ kind: groups, rows: hoSo, as: nhom }], emptyWhen: [{ status: 204 }] }
    mapping:
      code: soHoSo
      receivingUnit: { by: name, at: nhom.donVi.ten }
      channel: { const: counter }
      status: { at: trangThai, map: { Đang xử lý: inProcess, Đã xong: done } }
      receivedAt: { at: ngayNhan, time: gioNhan, date: dd-MM-yyyy HH:mm:ss }
      dueAt: { at: hen, date: aspNet }
      endedAt: { at: xong, date: "d/M/yyyy h:mm:ss a" }
`, {});
  expect(failures(await run(source))).toEqual([]);
  expect(await held(source)).toEqual(TRUTH);
  expect(empty).toBeGreaterThan(0);
}, 120_000);

test('XML in UTF-16 that says everything in attributes; behind its end the list repeats its last page, which is full', async () => {
  const url = await serve(({ url: { searchParams: q } }) => {
    const page = Math.min(Number(q.get('trang')), 5);
    const rows = DOSSIERS.slice((page - 1) * 40, page * 40).map((d) => `<hs so="${d.code}" dv="d${d.unit}" nhan="${local(d.received).slice(0, 19)}"${d.due === null ? '' : ` hen="${local(d.due).slice(0, 19)}"`} xong="${d.ended === null ? '' : local(d.ended).slice(0, 19)}"/>`);
    return { headers: { 'content-type': 'text/xml' }, body: Buffer.from(`\uFEFF<?xml version="1.0" encoding="utf-16"?><kq ma="0"><ds so="${rows.length}">${rows.join('')}</ds></kq>`, 'utf16le') };
  });
  const yaml = (id: string, size: number, start: string) => `
id: ${id}
title: K
baseUrl: ${start}
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request: { path: /ds, query: { trang: "{page.number}" } }
    paging: { kind: pages, first: 1, size: ${size}, stop: short, repeatsLast: true }
    envelope: { format: xml, attributes: true, rows: kq.ds.hs, countAt: kq.ds.@so, success: [{ at: kq.@ma, equals: 0 }] }
    mapping: { code: "@so", receivingUnit: { by: id, at: "@dv" }, channel: { const: counter }, receivedAt: { at: "@nhan", date: iso }, dueAt: { at: "@hen", date: iso }, endedAt: { at: "@xong", date: iso } }
`;
  const source = await connect(yaml('attributes', 40, url), {});
  expect(failures(await run(source))).toEqual([]);
  expect(await held(source)).toEqual(TRUTH);
  // Nothing tells a list of one full page from a page parameter that is not read: refused, never cut.
  const deaf = await serve(() => ({ headers: { 'content-type': 'text/xml' }, body: `<kq ma="0"><ds so="2"><hs so="A" dv="d0" nhan="2026-10-01T08:00:00"/><hs so="B" dv="d0" nhan="2026-10-01T08:00:00"/></ds></kq>` }), false);
  expect(failures(await run(await connect(yaml('deaf', 2, deaf), {})))).toEqual([expect.stringContaining('đổi size một đơn vị để phân biệt')]);
  const none = await serve(() => ({ headers: { 'content-type': 'text/xml' }, body: '<kq ma="0"><ds so="0"/></kq>' }), false);
  expect(failures(await run(await connect(yaml('none', 2, none), {})))).toEqual([]);
}, 120_000);

test('a table of cells with dates in parts, asked by row number, whose total is a text with dots; HTTP 404 with a word for none', async () => {
  const parts = (at: number | null) => (at === null ? null : [...local(at).slice(0, 19).split(/\D/).map(Number), ...(at % 7 === 0 ? [0] : [])]);
  const many = Array.from({ length: 1200 }, (_, i) => ({ ...DOSSIERS[i % 200]!, code: i < 200 ? DOSSIERS[i]!.code : `TEST-${i}` }));
  const url = await serve(({ url: { searchParams: q } }) => {
    if (q.get('nam') === '2025') return { status: 404, body: '{"thongBao":"Không có dữ liệu"}' };
    const start = Number(q.get('start'));
    return json({ iTotalRecords: '1.200', aaData: many.slice(start, start + 400).map((d) => [d.code, `d${d.unit}`, parts(d.received), parts(d.due), parts(d.ended), '0900000000']) });
  });
  const source = await connect(`
id: cells
title: L
baseUrl: ${url}
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request: { path: /bang, query: { nam: "{year}", start: "{page.offset}" } }
    window: { start: 2025-01-01, step: year, holdBack: 0s }
    paging: { kind: pages, size: 400, stop: totalRows, totalRowsAt: iTotalRecords }
    envelope: { rows: aaData, shape: [{ kind: cells, names: [so, dv, nhan, hen, xong, dienThoai] }], emptyWhen: [{ status: 404 }, { at: thongBao, contains: không có dữ liệu }] }
    skip: [{ at: so, matches: ^TEST, reason: hồ sơ thử }]
    mapping: { code: so, receivingUnit: { by: id, at: dv }, channel: { const: counter }, receivedAt: { at: nhan, date: parts }, dueAt: { at: hen, date: parts }, endedAt: { at: xong, date: parts } }
`, {});
  expect(failures(await run(source))).toEqual([]);
  expect(await held(source)).toEqual(TRUTH);
}, 120_000);

test('rows that are the values of an object, which is a list when it is empty; years of two digits, asked and answered', async () => {
  const short = (at: number | null) => (at === null ? '' : local(at).slice(2, 19).replace(/^(\d\d)-(\d\d)-(\d\d)T/, '$3/$2/$1 '));
  const url = await serve(({ url: { searchParams: q } }) => {
    const [tu, den] = ['tu', 'den'].map((name) => q.get(name)!.split('/').reverse().map((part, i) => (i === 0 ? `20${part}` : part)).join('-'));
    const found = DOSSIERS.filter((d) => local(d.received).slice(0, 10) >= tu! && local(d.received).slice(0, 10) <= den!);
    return json({ hoSo: found.length === 0 ? [] : Object.fromEntries(found.map((d) => [d.code, { dv: `d${d.unit}`, nhan: short(d.received), hen: short(d.due), xong: short(d.ended), chuHoSo: 'NGƯỜI NỘP GIẢ ĐỊNH' }])) });
  });
  const source = await connect(`
id: keyed
title: M
baseUrl: ${url}
${FAST}
${UNITS_YAML}
streams:
  - id: dossiers
    record: dossier
    request: { path: /ho-so, query: { tu: "{window.from}", den: "{window.to}" } }
    window: { start: 2025-01-01, step: 30d, holdBack: 0s, from: { pattern: dd/MM/yy }, to: { pattern: dd/MM/yy, end: inclusive } }
    envelope: { rows: hoSo, shape: [{ kind: values, as: so }] }
    mapping: { code: so, receivingUnit: { by: id, at: dv }, channel: { const: counter }, receivedAt: { at: nhan, date: dd/MM/yy HH:mm:ss }, dueAt: { at: hen, date: dd/MM/yy HH:mm:ss }, endedAt: { at: xong, date: dd/MM/yy HH:mm:ss } }
`, {});
  expect(failures(await run(source))).toEqual([]);
  expect(await held(source)).toEqual(TRUTH);
}, 120_000);

describe('a system that goes on failing is told plainly, loads nothing and is not asked in a storm', () => {
  const good = json({ total: 1, items: [{ ma: 'A', nhan: NOW - 1000 }] });
  const bomb = gzipSync(Buffer.alloc(3 << 20, 32));
  test.each<[string, (call: Call) => Reply, string, RegExp, number]>([
    ['quota as 200', () => json({ succeeded: false, message: 'Vượt quá giới hạn truy cập trong ngày' }), 'quota', /quy tắc đã khai báo/, 1],
    ['a locked account in a page', () => ({ status: 500, headers: { 'content-type': 'text/html' }, body: '<html>Tài khoản đã bị khóa</html>' }), 'stop', /quy tắc đã khai báo/, 1],
    ['401 again and again', () => ({ status: 401, body: '{}' }), 'password', /từ chối quyền truy cập/, 1],
    ['a redirect to another host', () => ({ status: 302, headers: { location: 'http://other.invalid/x' }, body: '' }), 'address', /allowHosts/, 1],
    ['a redirect to the sign-in page', () => ({ status: 302, headers: { location: '/login' }, body: '' }), 'password', /trang đăng nhập/, 1],
    ['a bomb', () => ({ headers: { 'content-encoding': 'gzip' }, body: bomb }), 'format', /lớn hơn giới hạn/, 1],
    ['rows under another name', () => json({ total: 1, ds: [] }), 'format', /không có danh sách tại "items"/, 1],
    ['success said otherwise', () => json({ ...JSON.parse(String(good.body)) as object, maLoi: 99 }), 'stop', /trường maLoi là 99/, 1],
    ['null without a word', () => json({ total: null, items: null }), 'format', /không có danh sách tại "items"/, 1],
    ['a list cut at one', ({ url }) => json({ total: 2, items: url.searchParams.get('page') === '0' ? [{ ma: 'A', nhan: NOW - 1000 }] : [] }), 'format', /thiếu 1 dòng/, 20],
    ['a route that is gone', () => ({ status: 404, body: '{}' }), 'address', /giao diện của nguồn có thể đã thay đổi/, 1],
    ['bytes of another charset', () => ({ ...good, body: Buffer.concat([Buffer.from('{"total":1,"items":[{"ma":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}]}')]) }), 'format', /bảng mã/, 4],
  ])('%s', async (name, answer, kind, text, most) => {
    let calls = 0;
    const url = await serve((call) => { calls += 1; return answer(call); }, false);
    const id = `fails-${definitions.length}`;
    const source = await connect(`
id: ${id}
title: ${name}
baseUrl: ${url}
auth: { kind: bearer, token: "\${T}" }
transport: { tries: 3, backoff: 1ms, maxWait: 1s, callsPerSecond: 5000, maxBytes: 1000000 }
streams:
  - id: dossiers
    record: dossier
    request: { path: /list, query: { page: "{page.number}" } }
    paging: { kind: pages, size: 10, stop: totalRows, totalRowsAt: total }
    envelope: { rows: items, errors: [{ at: message, contains: vượt quá, class: quota }, { contains: bị khóa, class: stop }], success: [{ at: "${name === 'success said otherwise' ? 'maLoi' : '$'}"${name === 'success said otherwise' ? ', equals: 0' : ''} }], emptyWhen: [{ at: total, equals: 0 }] }
    mapping: { code: ma, channel: { const: other }, receivedAt: { at: nhan, date: epochMillis } }
`, { T: 't' });
    const [outcome] = await run(source);
    expect(outcome!.failure).toMatchObject({ class: kind, text: expect.stringMatching(text) });
    expect(calls).toBeLessThanOrEqual(most);
    expect((await held(source)).codes).toEqual([]);
    expect((await pool.query('select loaded_through from source_stream where source_id = $1', [source.id])).rows).toEqual([{ loaded_through: null }]);
  });
});
