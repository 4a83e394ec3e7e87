import { Command } from 'commander';
import { CchcError } from '../platform/errors';
import { tell, usageText, wholeNumber } from './failure';

test('failures of the surroundings say what to do and show no stack', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED', address: '10.0.0.5', port: 5432 });
  expect(tell(refused)).toEqual({ text: expect.stringMatching(/^Không kết nối được cơ sở dữ liệu 10\.0\.0\.5:5432\.\n→ .*DATABASE_URL/), exitCode: 1 });
  expect(tell(Object.assign(new Error('password authentication failed for user "x"'), { code: '28P01' })).text).toContain('từ chối');
  expect(tell(new CchcError('bad-usage', 'Sai.', 'Sửa.'))).toEqual({ text: 'Sai.\n→ Sửa.\n', exitCode: 2 });
  expect(tell(new Error('never seen')).text).not.toContain('at ');
});

test.each([
  [['nosuch'], 'Không có lệnh "nosuch".'],
  [['close', '--by', 'x', '--bad'], 'Không có tùy chọn "--bad".'],
  [['close'], 'Thiếu --by <người>.'],
  [['close', '--by'], 'Tùy chọn --by <người> cần một giá trị.'],
])('the parser answers %j in Vietnamese', (argv, said) => {
  let written = '';
  const program = new Command('cchc').exitOverride().configureOutput({ outputError: (text) => { written = usageText(text); } });
  program.command('close').requiredOption('--by <người>').action(() => undefined);
  expect(() => program.parse(argv, { from: 'user' })).toThrow();
  expect(written.trim()).toBe(said);
});

test('numbers of options', () => {
  expect(wholeNumber('8080', '--port', 0, 65535)).toBe(8080);
  expect(() => wholeNumber('abc', '--port', 0, 65535)).toThrow('--port abc');
  expect(() => wholeNumber('70000', '--port', 0, 65535)).toThrow('65.535');
});
