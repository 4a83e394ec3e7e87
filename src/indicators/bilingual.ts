/** What the law's catalogue says in both languages: titles, questions, what counts, names of rule sets. */
import type { Bilingual } from './indicator';
import { indicators } from './index';

/** Every text of the indicators that stands beside its English. */
export function bilingualTexts(): Bilingual[] {
  const found: Bilingual[] = [];
  const walk = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    const { vi, en } = value as Partial<Bilingual>;
    if (typeof vi === 'string' && typeof en === 'string') found.push({ vi, en });
    else for (const part of Object.values(value)) walk(part);
  };
  walk(indicators);
  return found;
}
