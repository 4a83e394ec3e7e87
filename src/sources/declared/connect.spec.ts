/** docs/connect-a-system.md: every YAML block loads, and the answer it begins with is read as it says, without the people in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../../test/support/read-fixture';
import { toIso, type Dossier } from '../../vocabulary';
import { loadDeclared } from '.';

const walk = readFileSync(join(__dirname, '../../../docs/connect-a-system.md'), 'utf8');
const blocks = (language: string) => [...walk.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map((match) => match[1]!);
const load = (text: string) => loadDeclared(text, 'docs/connect-a-system.md', { variables: { MOT_CUA_A_KEY: 'x' }, readFile: () => '' });

it.each(blocks('yaml').map((text) => [/^id: (.*)$/m.exec(text)?.[1], text]))('%s loads', (id, text) => expect(load(text!)).toMatchObject({ definition: { id } }));
it('reads its answer', () => {
  const loaded = load(blocks('yaml')[0]!);
  if (Array.isArray(loaded)) throw new Error(JSON.stringify(loaded));
  const { text, kept, results } = readText(loaded.definition.streams[0]!, blocks('json')[0]!);
  const dossiers = results.map((r) => (r.kind === 'record' ? (r.record as Dossier) : null));
  expect(dossiers.map((d) => [d?.code, d?.channel, d?.status, d?.receivingUnit?.value, d?.receivedAt && toIso(d.receivedAt)])).toEqual([['A-1', 'online', 'inProcess', 'H99.01', '2026-08-03T01:15:00.000Z'], ['A-2', 'counter', 'done', 'H99.02', '2026-08-04T02:00:00.000Z']]);
  expect(text).toMatch(/NGƯỜI|0900000000/);
  expect(kept).not.toMatch(/NGƯỜI|0900000000/);
});
it('names verbs that exist', () => {
  const cli = ['sources', 'units', 'reconcile'].map((name) => readFileSync(join(__dirname, `../../cli/${name}.ts`), 'utf8')).join('\n');
  for (const [, verb] of walk.matchAll(/cchc -- (?:sources |units )?(\w+)/g)) expect(cli).toMatch(`command('${verb}'`);
});
