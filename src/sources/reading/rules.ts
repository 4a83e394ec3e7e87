/** Field rules compiled to closures: text, number, date, flag, value map, unit. `undefined` = refused, null = not there. */
import type { Instant, UnitRef } from '../../vocabulary';
import type { DateRule, FlagRule, NumberRule, TextRule, UnitRule } from '../source';
import { compileDate } from './dates';
import { compilePath, type Getter } from './path';

export type Rule<T> = (row: unknown) => T | null | undefined;

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';
const pathOf = (rule: string | string[] | { at?: string | string[] }) => (typeof rule === 'string' || Array.isArray(rule) ? rule : rule.at);

export function textOf(rule: TextRule | undefined): Rule<string> {
  if (rule === undefined) return () => null;
  if (typeof rule === 'object' && !Array.isArray(rule) && rule.const !== undefined) return () => rule.const!;
  const path = pathOf(rule);
  if (path === undefined) return () => null;
  const get = compilePath(path);
  const pick = typeof rule === 'object' && !Array.isArray(rule) ? rule.pick : undefined;
  return (row) => {
    let value = get(row);
    if (pick && Array.isArray(value)) {
      const entry = value.find((item) => (item as Record<string, unknown> | null)?.[pick.by] === pick.equals) as Record<string, unknown> | undefined;
      value = entry?.[pick.value];
    }
    if (isEmpty(value)) return null;
    if (typeof value === 'string') return value.normalize('NFC').trim() || null;
    return typeof value === 'number' ? String(value) : undefined;
  };
}

export function numberOf(rule: NumberRule | undefined): Rule<number> {
  if (rule === undefined) return () => null;
  const parts: { const?: number; format?: 'plain' | 'vi' } = typeof rule === 'object' && !Array.isArray(rule) ? rule : {};
  if (parts.const !== undefined) return () => parts.const!;
  const path = pathOf(rule);
  if (path === undefined) return () => null;
  const get = compilePath(path);
  return (row) => {
    const value = get(row);
    if (isEmpty(value)) return null;
    if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
    return typeof value === 'string' ? readNumber(value, parts.format ?? 'plain') : undefined;
  };
}

/** plain: 1234.5; vi: 1.234,5 with dots for thousands. Undefined when the text is no number. */
export function readNumber(text: string, format: 'plain' | 'vi'): number | undefined {
  const trimmed = text.trim().replace(/\s*%$/, '');
  if (format === 'plain') return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
  return /^-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(trimmed) ? Number(trimmed.replace(/\./g, '').replace(',', '.')) : undefined;
}

export function dateOf(rule: DateRule | DateRule[] | undefined): Rule<Instant> {
  if (rule === undefined) return () => null;
  const readers = (Array.isArray(rule) ? rule : [rule]).map((one) => ({ get: compilePath(one.at), read: compileDate(one.date, one.zone) }));
  return (row) => {
    for (const { get, read } of readers) {
      const value = get(row);
      if (!isEmpty(value)) return read(value) ?? undefined;
    }
    return null;
  };
}

export function flagOf(rule: FlagRule | undefined): Rule<boolean> {
  if (rule === undefined) return () => null;
  if ('const' in rule) return () => rule.const;
  if ('present' in rule) {
    const get = compilePath(rule.present);
    return (row) => !isEmpty(get(row));
  }
  const get = compilePath(rule.at);
  const yes = new Set<unknown>(rule.true);
  const no = rule.false ? new Set<unknown>(rule.false) : null;
  return (row) => {
    const value = get(row);
    if (yes.has(value)) return true;
    if (isEmpty(value)) return no ? null : false;
    return no === null || no.has(value) ? false : undefined;
  };
}

type MapRule<T extends string> = { const: T } | { at: string | string[]; map: Record<string, T>; empty?: T; unknown: 'reject' | 'null' | { default: unknown } };

export function mapOf<T extends string>(rule: MapRule<T> | undefined): Rule<T> {
  if (rule === undefined) return () => null;
  if ('const' in rule) return () => rule.const;
  const get = compilePath(rule.at);
  const map = new Map(Object.entries(rule.map));
  const { unknown } = rule;
  return (row) => {
    const value = get(row);
    if (isEmpty(value)) return rule.empty ?? null;
    const found = map.get(String(value));
    if (found !== undefined) return found;
    return unknown === 'reject' ? undefined : unknown === 'null' ? null : (unknown.default as T);
  };
}

export function unitOf(rule: UnitRule | undefined): Rule<UnitRef> {
  if (rule === undefined) return () => null;
  if ('const' in rule) {
    const ref: UnitRef = { by: 'code', value: rule.const };
    return () => ref;
  }
  const get = compilePath(rule.at);
  const name: Getter | null = rule.name ? compilePath(rule.name) : null;
  return (row) => {
    const value = get(row);
    if (isEmpty(value)) return null;
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    const shown = name?.(row);
    return { by: rule.by, value: String(value).normalize('NFC').trim(), ...(typeof shown === 'string' ? { name: shown } : {}) };
  };
}
