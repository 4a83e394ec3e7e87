/** The Vietnamese texts of source files, as ids of the message catalogue: walks the syntax, not the lines. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Letters that English does not have. */
export const VIETNAMESE = /[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]/i;

/** Files below a folder (or the file itself) that ship with the product. */
export function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).filter((name) => name !== 'fixtures').sort().flatMap((name) => filesOf(join(path, name))).filter((file) => /\.(ts|js|html|sql)$/.test(file) && !file.endsWith('.spec.ts'));
}

/** Every id in a file, of all languages. Holes of template literals are numbered, two beside each other are one, constants of the file stand in place. Of SQL only its quoted words are texts. */
export function textsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  const found: string[] = [];
  const quoted = (sql: string) => [...sql.matchAll(/'((?:[^']|'')*)'/g)].map((match) => match[1]!.replaceAll("''", "'"));
  const add = (id: string) => {
    if (/\b(select|case when|union)\b/.test(id)) found.push(...quoted(id));
    else found.push(id);
  };
  if (file.endsWith('.sql')) return quoted(source.replace(/--.*$/gm, ''));
  if (file.endsWith('.html')) {
    for (const match of source.matchAll(/>([^<>]+)<|aria-label="([^"]+)"/g)) add((match[1] ?? match[2])!.trim());
    return found;
  }
  const visit = (node: ts.Node): void => {
    if (isBilingual(node)) { // English stands beside it
      ts.forEachChild(node, (child) => { if (!(ts.isPropertyAssignment(child) && child.name.getText() === 'vi')) visit(child); });
      return;
    }
    const parts = partsOf(node, constants);
    if (parts) {
      add(idOf(parts));
      for (const part of parts) if (typeof part !== 'string') visit(part);
      return;
    }
    ts.forEachChild(node, visit);
  };
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true, file.endsWith('.js') ? ts.ScriptKind.JS : ts.ScriptKind.TS);
  const constants = constantsOf(tree);
  visit(tree);
  return found;
}

const isBilingual = (node: ts.Node) => ts.isObjectLiteralExpression(node) && ['vi', 'en'].every((name) => node.properties.some((p) => p.name?.getText() === name));

type Part = string | ts.Expression;
/** Literals and what stands between them; null for what is no text. `'a' + b` is read as a template. */
function partsOf(node: ts.Node, constants: ReadonlyMap<string, string>): Part[] | null {
  if (ts.isParenthesizedExpression(node)) return partsOf(node.expression, constants);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.flatMap((span): Part[] => [constants.get(span.expression.getText()) ?? span.expression, span.literal.text])];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [partsOf(node.left, constants), partsOf(node.right, constants)];
    if (left || right) return [...(left ?? [node.left]), ...(right ?? [node.right])];
  }
  return null;
}

/** Texts that a file names once: `const NONE = 'không có'`. */
function constantsOf(tree: ts.SourceFile): Map<string, string> {
  const found = new Map<string, string>();
  for (const statement of tree.statements) if (ts.isVariableStatement(statement)) for (const { name, initializer } of statement.declarationList.declarations) if (initializer && ts.isStringLiteral(initializer)) found.set(name.getText(), initializer.text);
  return found;
}

function idOf(parts: readonly Part[]): string {
  let id = '';
  let holes = 0;
  let inHole = false;
  for (const part of parts) {
    if (part === '') continue;
    if (typeof part === 'string') id += part;
    else if (!inHole) id += `{${holes++}}`;
    inHole = typeof part !== 'string';
  }
  return id;
}
