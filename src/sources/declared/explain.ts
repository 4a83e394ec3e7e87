/** Findings of the schema in the operator's language. */
import type { z } from 'zod';
import type { Finding, PathInFile } from './problem';

type Issue = z.core.$ZodIssue;
type Json = { properties?: Record<string, Json>; items?: Json; anyOf?: Json[]; oneOf?: Json[]; allOf?: Json[]; additionalProperties?: Json | boolean; $ref?: string };
const TYPES: Record<string, string> = { string: 'chữ', number: 'số', int: 'số nguyên', boolean: 'true hoặc false', array: 'danh sách', object: 'nhóm khóa', record: 'nhóm khóa' };

const HOW: Record<string, string> = {
  string: 'Viết chữ; mã chỉ có chữ số và biến như "{page.number}" đặt trong nháy kép', number: 'Viết số, không có nháy', int: 'Viết số nguyên, không có nháy', boolean: 'Viết true hoặc false, không có nháy; yes, no không phải là đúng, sai',
  array: 'Viết danh sách, ví dụ [a, b]', object: 'Viết nhóm khóa, ví dụ { at: truong }',
};

/** Explains the issues; `schema` (JSON Schema) tells which keys are known at a place. */
export function explain(issues: readonly Issue[], schema: unknown): Finding[] {
  return issues.flatMap((issue) => explainOne(issue, [], schema as Json));
}

function explainOne(issue: Issue, base: PathInFile, schema: Json): Finding[] {
  const path = [...base, ...(issue.path as PathInFile)];
  const one = (reason: string, remedy: string): Finding[] => [{ path, reason, remedy }];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, path);
      return issue.keys.map((key) => {
        const near = nearest(key, known);
        return { path: [...path, key], reason: `Không có khóa "${key}" ở đây`, remedy: near ? `Có phải là "${near}"?` : `Các khóa được dùng: ${known.join(', ')}` };
      });
    }
    case 'invalid_union': {
      const branches = issue.errors.filter((branch) => branch.length > 0);
      if (!branches.length) return one('Giá trị không thuộc các dạng được phép', 'Xem docs/sources.md để chọn đúng kind hoặc record');
      const best = branches.map((branch) => ({ branch, score: score(branch) })).sort((a, b) => b.score - a.score)[0]!.branch;
      return best.flatMap((inner) => explainOne(inner, path, schema));
    }
    case 'invalid_type': return one(`Thiếu giá trị hoặc sai kiểu: cần ${TYPES[issue.expected] ?? issue.expected}`, HOW[issue.expected] ?? 'Thêm hoặc sửa giá trị của khóa này');
    case 'invalid_value': return one('Giá trị không được phép', `Dùng một trong: ${issue.values.map(String).join(', ')}`);
    case 'too_small': return one('Giá trị quá nhỏ hoặc để trống', `Ít nhất là ${String(issue.minimum)}`);
    case 'too_big': return one('Giá trị quá lớn', `Nhiều nhất là ${String(issue.maximum)}`);
    case 'invalid_key': return one('Tên khóa không được phép', 'Dùng tên có trong docs/sources.md');
    case 'invalid_format': return one('Giá trị sai dạng', issue.format === 'url' ? 'Viết địa chỉ đầy đủ, bắt đầu bằng http:// hoặc https://' : `Cách viết: ${issue.message}`);
    case 'custom': return one('Giá trị không hợp lệ', `Cách viết: ${issue.message}`);
    default: return one('Giá trị không hợp lệ', 'Xem docs/sources.md');
  }
}

/** The branch the operator meant: the one that fails deepest; a wrong type at its root was not meant. */
function score(branch: readonly Issue[]): number {
  const wrongShape = branch.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type');
  return (wrongShape ? -100 : 0) + Math.max(...branch.map((issue) => issue.path.length)) * 3 - branch.length - (branch.some((issue) => issue.code === 'unrecognized_keys') ? 1 : 0);
}

function keysAt(schema: Json, path: PathInFile): string[] {
  let places = flatten(schema);
  for (const key of path) places = places.flatMap((place) => {
    const next = typeof key === 'number' ? place.items : place.properties?.[key] ?? (typeof place.additionalProperties === 'object' ? place.additionalProperties : undefined);
    return next ? flatten(next) : [];
  });
  return [...new Set(places.flatMap((place) => Object.keys(place.properties ?? {})))].sort();
}

const flatten = (schema: Json): Json[] => [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap(flatten)];

/** The known key at the smallest edit distance, if near enough to be a slip. */
export function nearest(key: string, known: string[]): string | undefined {
  const best = known.map((word) => ({ word, far: distance(key.toLowerCase(), word.toLowerCase()) })).sort((a, b) => a.far - b.far)[0];
  return best && best.far <= Math.max(2, Math.floor(key.length / 3)) ? best.word : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
