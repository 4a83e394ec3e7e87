/** An operator's YAML file to a source definition, or everything that is wrong with it at once. */
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { sourceDefinition, type SourceDefinition } from '../source';
import { crossCheck } from './cross-checks';
import { resolveReferences, type Environment } from './environment';
import { explain } from './explain';
import { jsonSchema } from './json-schema';
import { writePath, type Finding, type PathInFile, type Problem } from './problem';

/** Result: `{ definition }`, or the list of problems in the order of the file. `file` is the name shown in problems. */
export function loadDeclared(text: string, file: string, env: Environment): { definition: SourceDefinition; secrets: string[] } | Problem[] {
  const loaded = loadYaml(text, file, env, sourceDefinition, crossCheck);
  return Array.isArray(loaded) ? loaded : { definition: loaded.value, secrets: loaded.secrets };
}

/** Any YAML by any schema: the value, or everything that is wrong. `secrets` are the values taken from the environment. */
export function loadYaml<S extends z.ZodType>(text: string, file: string, env: Environment, schema: S, check: (value: z.infer<S>) => Finding[] = () => []): { value: z.infer<S>; secrets: string[] } | Problem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  if (document.errors.length) return document.errors.map((error) => ({
    file, line: lines.linePos(error.pos[0]).line, path: '',
    reason: error.code === 'DUPLICATE_KEY' ? 'Một khóa được viết hai lần' : 'Tệp không phải YAML đúng cú pháp', remedy: 'Kiểm tra thụt dòng, dấu hai chấm và dấu nháy ở dòng này',
  }));
  const place = (finding: Finding): Problem => ({ file, line: lineOf(document, lines, finding.path), path: writePath(finding.path), reason: finding.reason, remedy: finding.remedy });
  const sorted = (findings: Finding[]) => findings.map(place).sort((a, b) => a.line - b.line);

  let raw: unknown;
  try { raw = document.toJS({ maxAliasCount: 100 }); } catch { return [place({ path: [], reason: 'Tệp dùng quá nhiều tham chiếu YAML', remedy: 'Viết lại mà không dùng & và * lồng nhau' })]; }
  const { value, missing, used } = resolveReferences(raw, env);
  const findings: Finding[] = missing.map(({ path, name, unreadable }) => ({
    path, reason: unreadable ? `Không đọc được tệp mà ${name}_FILE chỉ tới, hoặc tệp trống` : `Chưa có biến môi trường ${name}`,
    remedy: unreadable ? 'Kiểm tra đường dẫn và quyền đọc của tệp' : `Đặt ${name}, hoặc ${name}_FILE là tệp chứa giá trị`,
  }));
  const parsed = schema.safeParse(value);
  if (!parsed.success) return sorted([...findings, ...explain(parsed.error.issues, jsonSchema(schema))]);
  findings.push(...check(parsed.data));
  return findings.length ? sorted(findings) : { value: parsed.data, secrets: used };
}

/** Line of the deepest part of the path that is in the file. */
function lineOf(document: Document, lines: LineCounter, path: PathInFile): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pairs = isNode(parent) && 'items' in parent ? (parent.items as { key?: unknown }[]) : [];
    const last = path[length - 1];
    const key = pairs.map((pair) => pair?.key).find((candidate) => isNode(candidate) && 'value' in candidate && String(candidate.value) === String(last));
    const found = isNode(key) ? key : document.getIn(path.slice(0, length), true);
    if (isNode(found) && found.range) return lines.linePos(found.range[0]).line;
  }
  return 1;
}
