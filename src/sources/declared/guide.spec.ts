import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchema, loadDeclared } from '.';

it("the guide's whole file loads as it stands", () => {
  const guide = readFileSync(join(__dirname, '../../../docs/sources.md'), 'utf8');
  const text = /```yaml\n([\s\S]*?)```/.exec(guide)![1]!;
  expect(loadDeclared(text, 'docs/sources.md', { variables: { TINH_A_TOKEN: 'x' }, readFile: () => '' })).toMatchObject({ definition: { id: 'tinh-a' } });
});
it('the schema for editors asks for what an operator must write, not for defaults', () => expect(jsonSchema()).toMatchObject({ required: ['id', 'title', 'baseUrl', 'streams'], additionalProperties: false }));
