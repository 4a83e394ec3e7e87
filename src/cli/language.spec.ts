import { Command } from 'commander';
import { CchcError } from '../platform/errors';
import { tell } from './failure';
import { takeLanguage, translateHelp } from './language';
import { spoken, table } from './output';

afterEach(() => { takeLanguage([], {}); });

test('the language stands anywhere in the words, else in CCHC_LANG, else it is Vietnamese', () => {
  expect(takeLanguage(['node', 'cchc', 'sources', '--lang', 'en', '--json'], {})).toEqual({ argv: ['node', 'cchc', 'sources', '--json'], language: 'en' });
  expect(takeLanguage(['node', 'cchc', '--lang=vi', 'sources'], { CCHC_LANG: 'en' })).toEqual({ argv: ['node', 'cchc', 'sources'], language: 'vi' });
  expect(takeLanguage(['node', 'cchc', 'sources'], { CCHC_LANG: 'en' }).language).toBe('en');
  expect(takeLanguage(['node', 'cchc', 'sources'], {}).language).toBe('vi');
  // Boards have a language of their own.
  expect(takeLanguage(['node', 'cchc', 'dashboards', 'push', '--lang', 'en'], {})).toEqual({ argv: ['node', 'cchc', 'dashboards', 'push', '--lang', 'en'], language: 'vi' });
  expect(() => takeLanguage(['node', 'cchc', 'sources', '--lang', 'fr'], {})).toThrow(CchcError);
  expect(() => takeLanguage(['node', 'cchc'], { CCHC_LANG: 'fr' })).toThrow('CCHC_LANG fr');
});

test('lines, tables, errors and help are English then', () => {
  takeLanguage([], { CCHC_LANG: 'en' });
  expect(spoken('MÃ\n89 chỉ số. Xem từng chỉ số: cchc indicators ID.')).toBe('CODE\n89 indicators. Each of them: cchc indicators ID.');
  expect(table([['NGUỒN', 'HỒ SƠ'], ['Một cửa Đà Nẵng', '1.234,5']])).toBe('SOURCE           DOSSIERS\nMột cửa Đà Nẵng  1,234.5');
  expect(spoken(tell(Object.assign(new Error('x'), { code: 'ENOSPC' })).text)).toBe('The disk is full.\n→ Free some disk; cchc doctor tells how much is left.\n');
  const program = new Command('cchc');
  program.command('reopen <kỳ>').description('mở lại một kỳ đã chốt').requiredOption('--why <lý do>').action(() => undefined);
  translateHelp(program, 'en');
  expect(program.helpInformation()).toContain('reopens a closed period');
  expect(program.commands[0]!.helpInformation()).toMatch(/reopen \[options\] <period>[\s\S]*--why <reason>/);
});
