/**
 * YAML with secrets from the environment and refusals that say where, why and what to do. `${NAME}` takes environment variable NAME, or the
 * content of the file that NAME_FILE names; `${NAME:-default}` has a default.
 */
import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { CchcError } from './errors';

export interface Problem { file: string; line: number; path: string; reason: string; remedy: string }
export interface Environment { [name: string]: string | undefined }
export type Loaded<T> = { ok: true; value: T; secrets: string[] } | { ok: false; problems: Problem[] };

/** Reads `text` by the schema. `file` only names the place in problems. */
export function loadYaml<S extends z.ZodType>(text: string, file: string, schema: S, env: Environment): Loaded<z.infer<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems: Problem[] = document.errors.map((error) => ({ file, line: lines.linePos(error.pos[0]).line, path: '', reason: `Không phải YAML hợp lệ: ${error.message.split('\n')[0]}`, remedy: 'Sửa cú pháp: thụt lề bằng dấu cách, chuỗi có dấu ":" đặt trong nháy.' }));
  if (problems.length > 0) return { ok: false, problems };
  const secrets: string[] = [];
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string' || !node.value.includes('${')) return;
      node.value = node.value.replace(/\$\{([A-Z_][A-Z0-9_]*)(?::-([^}]*))?\}/g, (_whole, name: string, fallback: string | undefined) => {
        const value = fromEnvironment(name, env) ?? fallback;
        if (value === undefined) {
          problems.push({ file, line: node.range ? lines.linePos(node.range[0]).line : 1, path: '', reason: `Biến môi trường ${name} (hoặc ${name}_FILE) chưa được đặt.`, remedy: `Đặt ${name} trước khi chạy, hoặc ${name}_FILE trỏ tới tệp chứa giá trị.` });
          return '';
        }
        secrets.push(value);
        return value;
      });
    },
  });
  if (problems.length > 0) return { ok: false, problems };
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { ok: true, value: parsed.data, secrets };
  return { ok: false, problems: parsed.error.issues.flatMap((issue) => flatten(issue)).map((issue) => problem(file, document, lines, issue)) };
}

function fromEnvironment(name: string, env: Environment): string | undefined {
  if (env[name] !== undefined) return env[name];
  const path = env[`${name}_FILE`];
  return path === undefined ? undefined : readFileSync(path, 'utf8').trim();
}

type Issue = { code: string; path: PropertyKey[]; message: string; keys?: string[]; errors?: Issue[][]; options?: unknown[]; values?: unknown[] };

/** Of a union the branch that came closest speaks. */
function flatten(issue: unknown): Issue[] {
  const one = issue as Issue;
  if (one.code !== 'invalid_union' || !one.errors || one.errors.length === 0) return [one];
  const best = [...one.errors].sort((a, b) => a.length - b.length || depth(b) - depth(a))[0]!;
  return best.flatMap((inner) => flatten({ ...inner, path: [...one.path, ...inner.path] }));
}
const depth = (issues: Issue[]) => Math.max(0, ...issues.map((i) => i.path.length));

function problem(file: string, document: Document, lines: LineCounter, issue: Issue): Problem {
  const path = issue.path.map(String).join('.');
  let line = 1;
  for (let length = issue.path.length; length >= 0; length--) {
    const node: unknown = document.getIn(issue.path.slice(0, length), true);
    const range = isScalar(node) || isMap(node) ? node.range : (node as { range?: [number, number, number] } | undefined)?.range;
    if (range) { line = lines.linePos(range[0]).line; break; }
  }
  if (issue.code === 'unrecognized_keys') return { file, line, path, reason: `Khóa không có trong bộ từ: ${(issue.keys ?? []).join(', ')}.`, remedy: 'Xóa hoặc sửa tên khóa; xem docs/sources.md và config/source.schema.json.' };
  return { file, line, path, reason: `Giá trị ở "${path || '(gốc)'}" không hợp lệ: ${issue.message}`, remedy: 'Xem mô tả của khóa này trong docs/sources.md hoặc docs/install.md.' };
}

/** One text for all problems, a line each. */
export function refusal(problems: readonly Problem[]): CchcError {
  return new CchcError('bad-configuration', problems.map((p) => `${p.file}:${p.line}: ${p.reason}\n    → ${p.remedy}`).join('\n'), 'Sửa các dòng trên rồi chạy lại.');
}
