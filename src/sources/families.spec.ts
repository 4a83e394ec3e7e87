/** What every family must keep to. A new one: a line in SAMPLES with everything switched on, and a fixture for each stream. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFixture } from '../../test/support/read-fixture';
import { crossCheck } from './declared/cross-checks';
import { families, findFamily, sourceDefinition, type SourceDefinition, type StatisticStream } from '.';

const base = { baseUrl: 'https://nguon.example.vn' };
const start = { start: '2025-07-01' };
const SAMPLES: Record<string, Record<string, unknown>[]> = {
  cmon: [{ ...base, ...start, layer: 'soap' }, { ...base, ...start, layer: 'json' }],
  igate: [{ ...base, ...start, clientId: 'c', clientSecret: 's' }],
  lgsp: ['json', 'xml'].map((style) => ({ ...base, clientId: 'c', clientSecret: 's', style })),
  opencps: [{ ...base, ...start, groupId: '1' }],
  portal: [{ ...start, api: 'rest', provinceId: '1', provinceUnit: 'H17' }, { ...start, api: 'evaluation', provinceId: '1', provinceUnit: 'H17' }],
  'portal-catalogue': [{ ...base, via: 'gateway' }, { ...base, via: 'adapter', user: 'u', password: 'p' }],
  tandan: [{ ...base, ...start, user: 'u', password: 'p', ioc: { unit: 'H17' } }],
};
const definitions = Object.entries(SAMPLES).flatMap(([family, list]): [string, SourceDefinition][] => list.map((options, n) => [`${family} ${n + 1}`, sourceDefinition.parse(findFamily(family)!.define('x', findFamily(family)!.options.parse(options)))]));

it('every family has a sample, a folder and a README', () => {
  expect(families.map((family) => family.id)).toEqual(Object.keys(SAMPLES).sort());
  for (const { id } of families) expect(existsSync(join(__dirname, id, 'README.md'))).toBe(true);
});
describe.each(definitions)('%s', (_, definition) => {
  it('fits together', () => expect(crossCheck(definition)).toEqual([]));
  it('gives one measure of a period by one stream only: two would take turns in being current', () => {
    const given = definition.streams.filter((s): s is StatisticStream => s.record === 'statistic').flatMap((s) => {
      const { period, unit } = s.mapping;
      const types = period === 'window' ? [s.window!.step] : 'const' in period ? [period.const] : Object.values(period.typeMap).filter((type, i, all) => all.indexOf(type) === i);
      return types.flatMap((type) => Object.keys(s.mapping.values).map((measure) => `${'const' in unit ? `unit ${unit.const}` : 'units'} ${type} ${measure}`));
    });
    expect(given.filter((one, i) => given.indexOf(one) !== i)).toEqual([]);
  });
  it.each(definition.streams.map((s) => s.id))('%s: has a fixture that is read, with people in it who stay outside', (id) => {
    const { text, kept, problem, results } = readFixture(definition, id);
    expect(problem).toBeUndefined();
    expect(results.filter((r) => r.kind === 'record').length).toBeGreaterThan(0);
    const people = /NGƯỜI |"000000000000"|0900000000|nguoi\.gia\.dinh/;
    expect(text).toMatch(people);
    expect(kept + JSON.stringify(results)).not.toMatch(people);
  });
});
