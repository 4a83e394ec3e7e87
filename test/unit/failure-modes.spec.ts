/** docs/failure-modes.md and the tests it names: all numbers, each test where it is said to be, and no number on a test that the document does not list. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/root';

const root = projectRoot();
const MODES = 42;
interface Mode { number: number; text: string; proofs: { file: string; name: string }[] }
const document = readFileSync(join(root, 'docs/failure-modes.md'), 'utf8');
const modes: Mode[] = document.split(/^## (?=\d+\. )/m).slice(1).map((text) => ({
  number: Number(/^\d+/.exec(text)![0]), text, proofs: [...text.matchAll(/^- proof: `([^`]+)` – (.+)$/gm)].map(([, file, name]) => ({ file: file!, name: name! })),
}));

/** Titles of the tests of a file, of those that carry a number: the first text after it(…), test(…) or the table of an each. */
const titles = (file: string): string[] => [...readFileSync(join(root, file), 'utf8').matchAll(/(['"`])(\[mode \d+\](?:(?!\1)[^\\\n]|\\.)*)\1/g)].map((match) => match[2]!.replace(/\\(.)/g, '$1'));
const specs = ['src', 'test', 'simulator', 'dashboards'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => `${folder}/${String(path)}`)).filter((path) => path.endsWith('.spec.ts') && path !== 'test/unit/failure-modes.spec.ts');

it('every number is there once, in order, with what is done, where and a proof', () => {
  expect(modes.map((mode) => mode.number)).toEqual(Array.from({ length: MODES }, (_, i) => i + 1));
  for (const { number, text, proofs } of modes) {
    expect([number, /^- does: .{20}/m.test(text), /^- where: `/m.test(text), proofs.length > 0]).toEqual([number, true, true, true]);
    expect([...text.matchAll(/^- proof:/gm)]).toHaveLength(proofs.length); // a line that does not read as a proof is none
  }
});
it.each(modes.flatMap(({ number, proofs }) => proofs.map((proof) => [number, proof.file, proof.name] as const)))('%i: %s: %s', (number, file, name) => {
  expect(name.startsWith(`[mode ${number}] `)).toBe(true);
  expect(titles(file)).toContain(name);
});
it('no test carries a number under which the document does not list it', () => {
  const listed = new Set(modes.flatMap(({ proofs }) => proofs.map(({ file, name }) => `${file} – ${name}`)));
  expect(specs.flatMap((file) => titles(file).map((name) => `${file} – ${name}`)).filter((one) => !listed.has(one))).toEqual([]);
});
