/** What verbs print: JSON for machines with --json, plain lines otherwise, Vietnamese unless another language was asked for. */
import { sayIn, type Language, type Say } from '../messages';
import { createProgress, type Progress } from '../platform/progress';
import { numberText } from '../vocabulary';

let say: Say = sayIn('vi');
/** The language of everything that is printed from now on; JSON is the same in all. */
export const speak = (language: Language): void => { say = sayIn(language); };
/** A text in the language of the terminal, line by line. */
export const spoken = (text: string): string => text.split('\n').map((line) => say(line)).join('\n');
const write = (text: string): void => { process.stdout.write(`${text}\n`); };
export const print = (text: string): void => write(spoken(text));
export const printJson = (value: unknown): void => write(JSON.stringify(value, null, 2));
/** Progress in the language of the terminal. */
export function spokenProgress(): Progress {
  const shown = createProgress();
  return { update: (label, done, total, note) => shown.update(say(label), done, total, say(note)), stop: () => shown.stop() };
}

/** With groups of thousands. */
export const count = (n: number): string => numberText(n);

/** Columns padded to their widest cell, in the language of the terminal. */
export function table(texts: readonly (readonly string[])[]): string {
  const rows = texts.map((row) => row.map((cell) => say(cell)));
  const widths = rows.reduce<number[]>((w, row) => row.map((cell, i) => Math.max(w[i] ?? 0, [...cell].length)), []);
  return rows.map((row) => row.map((cell, i) => cell + ' '.repeat(widths[i]! - [...cell].length)).join('  ').trimEnd()).join('\n');
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((done) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { if (asked) process.exit(130); asked = true; done(); });
  });
}

export const addresses = (url: string): string => [`Bảng TV:   ${url}/wall`, `API:       ${url}/api/docs`, `Số đo:     ${url}/metrics`, `Sức khỏe:  ${url}/health/ready`].join('\n');
