import { loadDeclared } from '.';

const env = { variables: { TOKEN: 's3cret', KEY_FILE: '/run/key', GONE_FILE: '/none' }, readFile: (path: string) => { if (path === '/run/key') return 'from-file\n'; throw new Error('ENOENT'); } };
const good = `id: tinh-a
title: Hệ thống tỉnh A
baseUrl: https://a.test
auth: { kind: headers, headers: { X-Key: "\${KEY}", X-Token: "\${TOKEN}" } }
streams:
  - id: ho-so
    record: dossier
    request: { path: /list, query: { from: "{window.from}", page: "{page.number}" } }
    window: { start: 2025-01-01, from: { pattern: yyyy-MM-dd } }
    paging: { kind: pages, size: 100, stop: short }
    mapping:
      code: ma
      channel: { const: online }
      receivedAt: { at: ngay, date: dd/MM/yyyy }
`;
const problems = (text: string) => { const result = loadDeclared(text, 'a.yaml', env); return Array.isArray(result) ? result : []; };
const change = (from: string, to: string) => { if (!good.includes(from)) throw new Error(`no ${from}`); return problems(good.replace(from, to)); };

it('loads a file, with secrets from variables and files', () => {
  const result = loadDeclared(good, 'a.yaml', env);
  expect(result).toMatchObject({ definition: { id: 'tinh-a', auth: { headers: { 'X-Key': 'from-file', 'X-Token': 's3cret' } } } });
});
it.each([
  ['baseUrl:', 'baseURL2:', 4 - 1, 'baseURL2', 'baseUrl'],
  ['    paging:', '    pagging:', 10, 'streams[0].pagging', 'paging'],
  ['channel: { const', 'chanel: { const', 13, 'streams[0].mapping.chanel', 'channel'],
  ['${TOKEN}', '${NOPE}', 4, 'auth.headers.X-Token', 'NOPE_FILE'],
  ['${TOKEN}', '${GONE}', 4, 'auth.headers.X-Token', 'quyền đọc'],
  ['stop: short', 'stop: last', 10, 'streams[0].paging.stop', 'lastAt'],
  ['stop: short', 'stop: totalRows', 10, 'streams[0].paging.stop', 'totalRowsAt'],
  ['dd/MM/yyyy', 'DD/MM/YYYY', 14, 'streams[0].mapping.receivedAt.date', 'epochMillis'],
  ['{window.from}', '{window.form}', 8, 'streams[0].request', '{window.from}'],
  ['    window: { start: 2025-01-01, from: { pattern: yyyy-MM-dd } }\n', '', 8, 'streams[0].request', 'window'],
  ['{ const: online }', '{ const: web }', 12 + 1, 'streams[0].mapping.channel.const', 'online'],
  ['code: ma', 'code: a..b', 6, 'streams[0]', 'Đường dẫn'],
  ['    mapping:', '    skip: [{ at: x, matches: "(", reason: r }]\n    mapping:', 11, 'streams[0].skip[0].matches', 'biểu thức'],
])('%s → %s', (from, to, line, path, remedy) => expect(change(from, to)).toContainEqual({ file: 'a.yaml', line, path, reason: expect.any(String), remedy: expect.stringContaining(remedy) }));
it.each([
  ['at: ngay, date', 'at: ngay, zone: Asia/Hanoi, date', 14, 'Asia/Ho_Chi_Minh, UTC'],
  ['at: ngay, date', 'at: ngay, zone: "+25:00", date', 14, '+07:00'],
  ['start: 2025-01-01', 'start: 2025-02-30', 9, 'có thật'],
  ['start: 2025-01-01', 'start: 01/01/2025', 9, '2026-08-17'],
  ['start: 2025-01-01', 'start: 2999-01-01', 9, 'có dữ liệu'],
  ['start: 2025-01-01', 'start: 2025-01-01, step: 0d', 9, 'lớn hơn 0'],
  ['start: 2025-01-01', 'start: 2025-01-01, step: week', 9, '7d'],
  ['start: 2025-01-01', 'start: 2025-01-01, overlap: 3 days', 9, '7d'],
  ['{ const: online }', '{ at: k, map: { 01: online } }', 13, 'nháy kép'],
  ['{ const: online }', '{ at: k, map: { A: web } }', 13, 'online'],
  ['code: ma', 'code: { const: 1e5 }', 12, 'nháy kép'],
  ['    mapping:', '    envelope: { success: [{ at: ma, equals: 00 }] }\n    mapping:', 11, 'nháy kép'],
  ['    mapping:', '    envelope: { allowEmpty: no }\n    mapping:', 11, 'true hoặc false'],
  ['from: "{window.from}"', 'from: {window.from}', 8, '"{window.from}"'],
  ['"{page.number}" }', '"{page.number}" ', 9, '{ }'],
  ['    mapping:', '    envelope: { emptyWhen: [{ status: 404 }] }\n    mapping:', 11, 'không có dữ liệu'],
  ['      code: ma', '\tcode: ma', 12, 'Tab'],
  ['      channel', '     channel', 13, 'cùng'],
  ['      code: ma', '      code ma', 12, 'dấu hai chấm'],
  ['title: Hệ', 'id: b\ntitle: Hệ', 2, 'một trong hai'],
  ['title: Hệ', 'title: @Hệ', 2, 'nháy kép'],
  ['query: { from: "{window.from}",', 'query: {', 9, '{window.from} {window.to}'],
  ['size: 100', 'size: "100"', 10, 'số'],
])('a newcomer who writes %s as %s is told line %d and what to do', (from, to, line, remedy) => expect(change(from, to)).toContainEqual({ file: 'a.yaml', line, path: expect.any(String), reason: expect.any(String), remedy: expect.stringContaining(remedy) }));
it.each([['quarter', 'month'], ['month', 'quarter']])('a statistic asked by {%s} in steps of a %s is refused, and so is one by weeks', (number, step) => {
  const statistic = (request: string, width: string) => problems(good.slice(0, good.indexOf('    record:')) + `    record: statistic\n    request: { path: /s, query: { k: "${request}", y: "{year}" } }\n    window: { start: 2025-01-01${width}, from: { pattern: yyyy-MM-dd } }\n    mapping: { unit: { const: H1 }, values: { resolved: n } }\n`);
  expect(statistic(`{${number}}`, `, step: ${step}`)).toMatchObject([{ line: 9, path: 'streams[0].window.step' }]);
  expect(statistic('{window.from}', '')).toMatchObject([{ line: 9, path: 'streams[0].window.step', reason: expect.stringContaining('7d') }]);
  expect(statistic(`{${number}}`, `, step: ${number}`)).toEqual([]);
});
it('every reason and remedy is Vietnamese', () => {
  for (const problem of [...problems('{}'), ...change('id: tinh-a', 'id: Tỉnh A'), ...change('start: 2025-01-01', 'start: x, step: y'), ...change('https://a.test', 'a.test'), ...change('size: 100', 'size: 0')]) expect(`${problem.reason} ${problem.remedy}`).not.toMatch(/\b(write|use|such as|must|expected|invalid)\b/i);
});
it('refuses two streams of one name', () => expect(problems(good + good.slice(good.indexOf('  - id: ho-so')))).toMatchObject([{ line: 15, path: 'streams[1].id' }]));
it('says where YAML breaks, without repeating the file', () => expect(problems('id: a\ntitle: "s3cret\n')).toMatchObject([{ path: '', reason: expect.not.stringContaining('s3cret') }]));
it('never shows a secret', () => expect(JSON.stringify(change('kind: headers, headers', 'kind: bearer, tokn'))).not.toContain('s3cret'));
it('finds everything at once', () => expect(problems('{}').map((problem) => problem.path)).toEqual(expect.arrayContaining(['id', 'title', 'baseUrl', 'streams'])));
it.each(['', 'abc', '- 1', 'id: &a x\ntitle: *b'])('tells of %j as of any other file', (text) => expect(problems(text).length).toBeGreaterThan(0));
it('loads anchors', () => expect(problems(good.replace('at: ngay, date: dd/MM/yyyy }', 'at: ngay, date: &d dd/MM/yyyy }\n      dueAt: { at: hen, date: *d }'))).toEqual([]));
