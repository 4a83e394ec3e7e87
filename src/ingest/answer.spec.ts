import { errorClass, isSuccess, parseJson, valueAt } from './answer';

test('paths: dotted, list positions, the whole, decoded text, first of several', () => {
  const answer = { data: { rows: [{ id: 1 }], text: '{"a":[5]}', none: null } };
  expect(valueAt(answer, 'data.rows.0.id')).toBe(1);
  expect(valueAt(answer, '$')).toBe(answer);
  expect(valueAt(answer, 'data.text|json')).toEqual({ a: [5] });
  expect(valueAt(answer, ['data.none', 'data.nothing', 'data.rows.0.id'])).toBe(1);
  expect(() => valueAt(answer, 'data.constructor')).toThrow(RangeError); // no path of an answer leads into the language
});

test('ids beyond the exact range of numbers stay different', () => {
  expect(parseJson('{"a":[12345678901234567890, 12345678901234567891],"b":"x 12345678901234567890\\"","c":-1.5e3,"d":1234567890123456,"e":0.12345678901234567890}'))
    .toEqual({ a: ['12345678901234567890', '12345678901234567891'], b: 'x 12345678901234567890"', c: -1500, d: 1234567890123456, e: 0.1234567890123456789 });
  expect(parseJson('{"a":[1')).toBeUndefined();
});

test('error rules: all stated parts must fit, the first that fits decides', () => {
  const rules = [{ status: 400, at: 'code', equals: 7, class: 'quota' }, { at: 'message', contains: 'hết hạn', class: 'password' }, { status: 503, class: 'stop' }] as const;
  expect(errorClass([...rules], 400, { code: '7' })).toBe('quota');
  expect(errorClass([...rules], 200, { code: 7 })).toBeNull();
  expect(errorClass([...rules], 200, { message: 'Phiên đã HẾT HẠN' })).toBe('password');
  expect(errorClass([...rules], 503, undefined)).toBe('stop');
});

test('words without a path: in a page of another kind and around the rows, never in a row', () => {
  const rules = [{ contains: 'bảo trì', class: 'retry' }, { status: 500, contains: 'Sai mật khẩu', class: 'password' }] as const;
  expect(errorClass([...rules], 200, undefined, '<html>Hệ thống BẢO TRÌ</html>')).toBe('retry');
  expect(errorClass([...rules], 200, { data: null, note: { vi: 'Đang bảo trì'.normalize('NFD') } }, '')).toBe('retry');
  expect(errorClass([...rules], 200, { data: [{ ten: 'Cấp phép bảo trì' }] }, 'bảo trì')).toBeNull();
  expect(errorClass([...rules], 500, { fault: 'sai mật khẩu' }, '')).toBe('password');
  expect(errorClass([...rules], 500, { fault: 'quá tải' }, '')).toBeNull();
});

test('success rules must all hold', () => {
  expect(isSuccess([{ at: 'code', in: [0, '200'] }, { at: 'ok', equals: true }], { code: 200, ok: true })).toBe(true);
  expect(isSuccess([{ at: 'code', in: [0] }], {})).toBe(false);
  expect([{ m: 'Thành công!' }, { m: 'Lỗi' }, {}].map((answer) => isSuccess([{ at: 'm', contains: 'thành công' }], answer))).toEqual([true, false, false]);
});
