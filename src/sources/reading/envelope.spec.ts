import { compileEnvelope } from './envelope';

const judge = compileEnvelope({ rows: '$', allowEmpty: true, success: [{ at: 'code', in: [0, 200] }], errors: [
  { at: 'message', contains: 'vượt quá', class: 'quota' }, { status: 400, at: 'error', equals: 'invalid_token', class: 'password' }, { contains: 'maintenance', class: 'retry' },
] });
const kind = (answer: unknown, status = 200) => { const found = judge(answer, status); return found.ok ? 'ok' : found.class; };

it.each([
  [{ code: '200' }, 200, 'ok'], [{ code: 0 }, 200, 'ok'], [{ code: 5 }, 200, 'retry'], [[], 200, 'retry'],
  [{ code: 0, message: 'Vượt quá số lượt' }, 200, 'quota'], [{ error: 'invalid_token' }, 400, 'password'], [{ error: 'x' }, 400, 'stop'],
  ['<html>Maintenance</html>', 200, 'retry'], [null, 401, 'password'], [null, 429, 'retry'], [null, 503, 'retry'], [null, 404, 'stop'],
])('%j with %i is %s', (answer, status, expected) => expect(kind(answer, status)).toBe(expected));

it('does not repeat the answer', () => expect(JSON.stringify(judge({ message: 'vượt quá: Nguyễn Văn A' }, 200))).not.toContain('Nguyễn'));
