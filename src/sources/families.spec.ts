/** What every family must keep to. A new one: a line in SAMPLES with everything switched on, and a fixture for each stream. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFixture } from '../../test/support/read-fixture';
import { crossCheck } from './declared/cross-checks';
import { startOfDay } from '../vocabulary';
import { sampleOf, SAMPLES } from './samples';
import { families, type SourceDefinition, type StatisticStream } from '.';

const definitions = Object.entries(SAMPLES).flatMap(([family, list]): [string, SourceDefinition][] => list.map((options, n) => [`${family} ${n + 1}`, sampleOf(family, options)]));

it('every family has a sample, a folder and a README', () => {
  expect(families.map((family) => family.id)).toEqual(Object.keys(SAMPLES).sort());
  for (const { id } of families) expect(existsSync(join(__dirname, id, 'README.md'))).toBe(true);
});
/** One answer for streams that differ in their period only. */
const SHARED_FIXTURES: Record<string, string> = { 'bkav 1': 'detail', 'bkav 2': 'simple', 'payment 1': 'by-month' };
describe.each(definitions)('%s', (sample, definition) => {
  it('fits together', () => expect(crossCheck(definition)).toEqual([]));
  it('gives one measure of a period by one stream only: two would take turns in being current', () => {
    const given = definition.streams.filter((s): s is StatisticStream => s.record === 'statistic').flatMap((s) => {
      const { period, unit } = s.mapping;
      const types = period === 'window' ? [s.window!.step] : 'month' in period ? ['month'] : 'const' in period ? [period.const] : Object.values(period.typeMap).filter((type, i, all) => all.indexOf(type) === i);
      return types.flatMap((type) => Object.keys(s.mapping.values).map((measure) => `${'const' in unit ? `unit ${unit.const}` : 'units'} ${type} ${measure}`));
    });
    expect(given.filter((one, i) => given.indexOf(one) !== i)).toEqual([]);
  });
  it.each(definition.streams.map((s) => [s.id, s] as const))('%s: has a fixture that is read, with people in it who stay outside', (id, stream) => {
    const { text, kept, problem, results } = readFixture(definition, id, { window: { from: startOfDay('2026-07-01'), to: startOfDay('2026-08-01') } }, SHARED_FIXTURES[sample] ?? id);
    expect(problem).toBeUndefined();
    expect(results.filter((r) => r.kind === 'record').length).toBeGreaterThan(0);
    const people = /NGƯỜI |CHUYÊN VIÊN |TRÍCH YẾU |"000000000000"|0900000000|nguoi\.gia\.dinh/;
    const countsOnly = stream.record === 'statistic' && stream.mapping.add === undefined;
    if (!countsOnly) expect(text).toMatch(people);
    expect(kept + JSON.stringify(results)).not.toMatch(people);
  });
});
