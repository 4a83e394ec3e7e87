/** A plan file (YAML): its duties as dated data, checked with the line of every problem. */
import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ITEM_KIND_NAMES, PLAN_RHYTHMS, UNIT_LEVELS, type Plan } from '../../vocabulary';
import { readTarget } from './target';

export interface PlanProblem { line: number; column: string; reason: string }

const day = z.iso.date('viết ngày như 2022-08-24');
const planFile = z.strictObject({
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'chỉ gồm chữ thường không dấu, số và gạch nối'), title: z.string().min(1), document: z.string().min(1), from: day, to: day.nullable().default(null),
  owners: z.array(z.strictObject({
    id: z.string().min(1), title: z.string().min(1), levels: z.array(z.enum(UNIT_LEVELS)).default([]), units: z.array(z.string().min(1)).default([]),
    lineage: z.string().nullable().default(null), verified: z.boolean(),
  })).min(1),
  duties: z.array(z.strictObject({
    code: z.string().regex(/^\d+(\.\d+)*$/, 'viết mã trong dấu nháy, như "1.10"'), owner: z.string(), title: z.string().min(1), rhythm: z.enum(PLAN_RHYTHMS).default('continuous'),
    targetText: z.string().nullable().default(null), target: z.string().nullable().default(null), targetVerified: z.boolean().default(false),
    indicators: z.array(z.string().regex(/^[A-Z]+[0-9]*\.(\*|[A-Z0-9_]+)$|^[a-z0-9-]+$/, 'viết mã danh mục như KT.XULY, hoặc DV.* cho cả nhóm')).default([]),
    register: z.enum(ITEM_KIND_NAMES).nullable().default(null), scope: z.enum(['unit', 'province']).default('unit'), field: z.string().nullable().default(null),
  })).min(1),
});

export function readPlan(text: string): { plan: Plan | null; problems: PlanProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) return { plan: null, problems: document.errors.map((error) => ({ line: lines.linePos(error.pos[0]).line, column: '', reason: 'không đúng cú pháp YAML: kiểm tra thụt dòng, dấu hai chấm, dấu nháy' })) };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const problems: PlanProblem[] = [];
  const problem = (path: readonly PropertyKey[], reason: string) => problems.push({ line: lineOf(path), column: path.map(String).join('.'), reason });
  const parsed = planFile.safeParse(document.toJS({ maxAliasCount: 100 }), { error: z.locales.vi().localeError });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) problem(issue.path, issue.code === 'unrecognized_keys' ? `không có khóa ${issue.keys.join(', ')}` : issue.message);
    return { plan: null, problems };
  }
  const plan = parsed.data;
  if (plan.to !== null && plan.to < plan.from) problem(['to'], `ngày cuối ${plan.to} trước ngày đầu ${plan.from}`);
  const owners = new Set<string>();
  plan.owners.forEach((owner, i) => {
    if (owners.has(owner.id)) problem(['owners', i, 'id'], `đơn vị "${owner.id}" viết hai lần`);
    owners.add(owner.id);
    if (owner.levels.length > 0 && owner.units.length > 0) problem(['owners', i], 'chỉ nêu levels hoặc units');
  });
  const codes = new Set<string>();
  plan.duties.forEach((duty, i) => {
    if (codes.has(duty.code)) problem(['duties', i, 'code'], `mã ${duty.code} viết hai lần`);
    codes.add(duty.code);
    if (!owners.has(duty.owner)) problem(['duties', i, 'owner'], `không có "${duty.owner}" trong owners`);
    if (duty.target !== null) try { readTarget(duty.target); } catch (error) { problem(['duties', i, 'target'], (error as Error).message); }
    if (duty.register && duty.indicators.length > 0) problem(['duties', i, 'register'], 'chỉ nêu indicators hoặc register');
  });
  return problems.length > 0 ? { plan: null, problems: problems.sort((a, b) => a.line - b.line) } : { plan, problems };
}
