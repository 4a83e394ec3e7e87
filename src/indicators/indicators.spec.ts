import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMeasure } from '../vocabulary';
import { decimal, indicators } from './index';

test('every file of list/ stands in the list, sorted, under its own name', () => {
  const files = readdirSync(join(__dirname, 'list')).map((name) => name.replace(/\.ts$/, ''));
  expect(indicators.map((i) => i.id)).toEqual(files.sort());
  expect(new Set(indicators.map((i) => i.code)).size).toBe(indicators.length);
});

test.each(indicators.map((i) => [i.id, i] as const))('%s opens with its meaning', (_, indicator) => {
  for (const text of [indicator.title, indicator.question, indicator.counts]) {
    expect(text.vi.length).toBeGreaterThan(3);
    expect(text.en.length).toBeGreaterThan(3);
  }
  expect(indicator.law.length).toBeGreaterThan(0);
  expect(indicator.version).toMatch(/^\d+/);
  if (indicator.kind === 'group') {
    const parts = indicator.parts.map((id) => indicators.find((other) => other.id === id)!);
    const sum = parts.reduce((points, part) => points + Number(part.kind === 'ratio' ? part.scoring!.max : NaN), 0);
    expect(sum).toBe(Number(indicator.max));
  } else {
    for (const measure of [...indicator.hits, ...('total' in indicator ? indicator.total : [])]) expect({ [measure]: isMeasure(measure) }).toEqual({ [measure]: true });
  }
  if (indicator.kind === 'ratio' && indicator.scoring) expect(decimal(indicator.scoring.max).num).toBeGreaterThan(0n);
});
