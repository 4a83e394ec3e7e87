/** The language of the terminal: `--lang en` anywhere but before `dashboards` (which has its own), else CCHC_LANG, else Vietnamese. */
import type { Argument, Command } from 'commander';
import { languageOf, sayIn, type Language } from '../messages';
import { CchcError } from '../platform/errors';
import { speak } from './output';

/** Takes the language out of the words of a command and speaks it from then on. */
export function takeLanguage(argv: readonly string[], variables: Record<string, string | undefined> = process.env): { argv: string[]; language: Language } {
  const at = argv[2] === 'dashboards' ? -1 : argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const inline = at >= 0 && argv[at]!.startsWith('--lang=');
  const asked = at < 0 ? undefined : inline ? argv[at]!.slice('--lang='.length) : argv[at + 1] ?? '';
  const [name, value] = asked === undefined ? ['CCHC_LANG', variables.CCHC_LANG || 'vi'] : ['--lang', asked];
  const language = languageOf(value);
  if (!language) throw new CchcError('bad-usage', `${name} ${value}: viết vi hoặc en.`, 'Sửa giá trị rồi chạy lại.');
  speak(language);
  return { argv: at < 0 ? [...argv] : argv.filter((_, i) => i !== at && (inline || i !== at + 1)), language };
}

/** Descriptions, options and arguments of a command and all below it. */
export function translateHelp(command: Command, language: Language): void {
  const say = sayIn(language);
  command.description(say(command.description()));
  for (const option of command.options) { option.description = say(option.description); option.flags = say(option.flags); }
  for (const argument of command.registeredArguments) {
    argument.description = say(argument.description);
    const named = argument as Argument & { _name: string };
    const [open, close] = argument.required ? ['<', '>'] : ['[', ']'];
    named._name = say(`${open}${named._name}${close}`).slice(1, -1);
  }
  for (const child of command.commands) translateHelp(child, language);
}
