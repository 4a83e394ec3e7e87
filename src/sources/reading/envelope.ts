/** Whether an answer is one: error rules first, then the HTTP status, then what the source calls success. */
import type { Envelope } from '../source';
import { compilePath, UnreadableValue, type Getter } from './path';
import { isEmpty, same } from './rules';

export type FailureClass = 'retry' | 'quota' | 'password' | 'stop';
export type Judgement = { ok: true } | { ok: false; class: FailureClass; message: string };

/** Compiles the rules. Messages name the rule that spoke and never repeat the answer, which may hold personal data. */
export function compileEnvelope(envelope: Envelope): (answer: unknown, status: number) => Judgement {
  const errors = envelope.errors.map((rule) => ({ ...rule, get: rule.at === undefined ? null : quietly(compilePath(rule.at)) }));
  const success = envelope.success.map((rule) => ({ ...rule, get: quietly(compilePath(rule.at)) }));
  return (answer, status) => {
    for (const rule of errors) {
      if (rule.status === undefined && !rule.get && rule.contains === undefined) continue;
      if (rule.status !== undefined && rule.status !== status) continue;
      const value = rule.get ? rule.get(answer) : answer;
      if (rule.equals !== undefined && !same(value, rule.equals)) continue;
      if (rule.contains !== undefined && !textOf(value).toLowerCase().includes(rule.contains.toLowerCase())) continue;
      if (rule.get && rule.equals === undefined && rule.contains === undefined && isEmpty(value)) continue;
      return { ok: false, class: rule.class, message: `Hệ thống nguồn báo lỗi${rule.at ? ` tại "${rule.at}"` : ''} (HTTP ${status})` };
    }
    if (status < 200 || status > 299) return { ok: false, class: classOf(status), message: `Hệ thống nguồn trả mã HTTP ${status}` };
    for (const rule of success) {
      const value = rule.get(answer);
      const holds = rule.equals !== undefined ? same(value, rule.equals) : rule.in ? rule.in.some((item) => same(value, item)) : !isEmpty(value);
      if (!holds) return { ok: false, class: 'retry', message: `Câu trả lời không báo thành công tại "${rule.at}"` };
    }
    return { ok: true };
  };
}

/** Judges one answer; compileEnvelope is the one for many. */
export const judge = (envelope: Envelope, answer: unknown, status: number): Judgement => compileEnvelope(envelope)(answer, status);

function classOf(status: number): FailureClass {
  if (status === 401 || status === 403) return 'password';
  return status === 408 || status === 425 || status === 429 || status >= 500 ? 'retry' : 'stop';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));

function quietly(get: Getter): Getter {
  return (value) => {
    try { return get(value); } catch (error) { if (error instanceof UnreadableValue) return undefined; throw error; }
  };
}
