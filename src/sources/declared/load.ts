/** An operator's YAML file to a source definition, or everything that is wrong with it at once. */
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { PLACEHOLDERS } from '../reading';
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
    ...(SYNTAX[error.code] ?? { reason: 'Tệp không phải YAML đúng cú pháp', remedy: 'Kiểm tra thụt dòng, dấu hai chấm và dấu nháy ở dòng này' }),
  }));
  const slips = slipsOf(document).map(({ at, reason, remedy }) => ({ file, line: lines.linePos(at).line, path: '', reason, remedy }));
  if (slips.length > 0) return slips;
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

const SYNTAX: Partial<Record<string, { reason: string; remedy: string }>> = {
  DUPLICATE_KEY: { reason: 'Một khóa được viết hai lần', remedy: 'Giữ một trong hai; khóa phải khác nhau trong cùng một nhóm' },
  TAB_AS_INDENT: { reason: 'Thụt dòng bằng phím Tab', remedy: 'Thay Tab bằng dấu cách: YAML không nhận Tab' },
  BAD_INDENT: { reason: 'Thụt dòng không đều', remedy: 'Các khóa cùng nhóm phải bắt đầu ở cùng một cột; { } và [ ] ở dòng trước phải được đóng' },
  MULTILINE_IMPLICIT_KEY: { reason: 'Dòng trước chưa đóng, hoặc thiếu dấu hai chấm sau tên khóa', remedy: 'Kiểm tra dấu hai chấm, dấu nháy, { } và [ ] ở dòng này và dòng trước' },
  MISSING_CHAR: { reason: 'Thiếu một ký tự đóng hoặc dấu hai chấm', remedy: 'Kiểm tra dấu nháy, { }, [ ] và dấu hai chấm ở dòng này' },
  BAD_SCALAR_START: { reason: 'Giá trị bắt đầu bằng ký tự đặc biệt của YAML', remedy: 'Đặt cả giá trị trong nháy kép' },
  BLOCK_AS_IMPLICIT_KEY: { reason: 'Hai dấu hai chấm trên một dòng', remedy: 'Đặt giá trị có dấu hai chấm trong nháy kép, hoặc xuống dòng' },
  MULTIPLE_DOCS: { reason: 'Tệp có nhiều tài liệu YAML (---)', remedy: 'Mỗi nguồn một tệp' },
};

/** What YAML reads otherwise than it is written: a code as a number, a placeholder as a group of keys. It would be asked or compared wrongly without any error. */
function slipsOf(document: Document): { at: number; reason: string; remedy: string }[] {
  const slips: { at: number; reason: string; remedy: string }[] = [];
  visit(document, {
    Scalar(_, node) {
      if (node.type !== 'PLAIN' || !node.range || node.source === undefined) return;
      if (typeof node.value === 'number' && node.source !== String(node.value)) slips.push({ at: node.range[0], reason: `Giá trị viết không có nháy nên YAML đọc thành số ${node.value}, không phải như đã viết`, remedy: 'Nếu là mã, đặt trong nháy kép; nếu là số, viết không có số 0 đứng đầu hoặc đứng cuối' });
    },
    Pair(_, pair) {
      if (isMap(pair.key)) slips.push({ at: pair.key.range?.[0] ?? 0, reason: 'Khóa là một nhóm { } chứ không phải chữ', remedy: 'Đặt biến trong nháy kép, ví dụ "{window.from}"' });
      else if (isScalar(pair.key) && (pair.value === null || (isScalar(pair.value) && pair.value.value === null)) && typeof pair.key.value === 'string' && BRACED.has(pair.key.value)) slips.push({ at: pair.key.range?.[0] ?? 0, reason: `{${pair.key.value}} viết không có nháy nên YAML đọc thành một nhóm khóa`, remedy: `Viết "{${pair.key.value}}" trong nháy kép` });
    },
  });
  return slips;
}
const BRACED = new Set([...PLACEHOLDERS, 'timestamp', 'signature', 'token', 'refreshToken']);

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
