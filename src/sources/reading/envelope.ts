/** What an answer says of itself: success rules and error rules of the envelope. */
import type { Envelope } from '../source';
import { compilePath } from './path';

export type Verdict = { ok: true } | { ok: false; class: 'retry' | 'quota' | 'password' | 'stop'; message: string };

const short = (value: unknown) => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).slice(0, 120) : value === undefined ? '(không có)' : typeof value);

/** Error rules first (they know the class), then success rules; an answer that fits neither is a failure of class stop. */
export function judge(envelope: Envelope, answer: unknown, status: number): Verdict {
  for (const rule of envelope.errors) {
    if (rule.status !== undefined && rule.status !== status) continue;
    if (rule.at !== undefined) {
      const value = compilePath(rule.at)(answer);
      if (rule.equals !== undefined && value !== rule.equals) continue;
      if (rule.contains !== undefined && !(typeof value === 'string' && value.toLowerCase().includes(rule.contains.toLowerCase()))) continue;
      if (rule.equals === undefined && rule.contains === undefined && (value === undefined || value === null || value === '')) continue;
      return { ok: false, class: rule.class, message: `Nguồn báo lỗi ở "${rule.at}": ${short(value)}` };
    }
    if (rule.status !== undefined) return { ok: false, class: rule.class, message: `Nguồn trả mã HTTP ${status}` };
  }
  for (const rule of envelope.success) {
    const value = compilePath(rule.at)(answer);
    const wanted = rule.in ?? (rule.equals === undefined ? null : [rule.equals]);
    const good = wanted ? wanted.includes(value as never) : value !== undefined && value !== null;
    if (!good) return { ok: false, class: 'stop', message: `Nguồn không báo thành công: "${rule.at}" là ${short(value)}` };
  }
  return { ok: true };
}
