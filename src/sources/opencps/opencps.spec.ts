import { readFixture, readText, statisticsOf, streamOf } from '../../../test/support/read-fixture';
import { sourceDefinition } from '../source';
import { opencps } from '.';

const definition = sourceDefinition.parse(opencps.define('so', opencps.options.parse({ baseUrl: 'https://opencps.example.vn/o/rest/v2', groupId: '20147', token: 't', start: '2025-07-01' })));
const counts = { carriedOver: 20, received: 120, receivedOnline: 100, resolvedOnTime: 94, resolvedLate: 10, resolved: 104, inProgressLate: 6, inProgress: 36 };
const read = readFixture(definition, 'statistics');

it('counts each agency once: by its total, or by its domains where it has none', () => {
  expect(statisticsOf(read)).toMatchObject({ 'H17.02': counts, 'H17.03': counts });
  expect(read.results.filter((r) => r.kind === 'record')).toHaveLength(2);
});
it('[mode 30] refuses a total that its domains do not add up to, and says when the agencies do not add up to everything', () => {
  expect(read.results.filter((r) => r.kind === 'rejected').map((r) => `${r.reason} ${'pointer' in r ? r.pointer : ''}`)).toEqual(['sum-mismatch /receivedCount', 'sum-mismatch /receivedCount']);
});
it('lets a total of everything that fits go: it is nobody', () => {
  const part = (agency: string, n: number) => ({ month: 7, year: 2026, receivedCount: n, govAgencyCode: agency, domainCode: 'HT' });
  const { results } = readText(streamOf(definition, 'statistics'), JSON.stringify({ total: 3, data: [{ ...part('', 5), domainCode: '' }, part('H17.02', 2), part('H17.03', 3)] }));
  expect(results.map((r) => r.kind)).toEqual(['record', 'record']);
});
it('leaves what is missing in one domain missing in the sum', () => {
  const part = (n: number | null) => ({ month: 7, year: 2026, receivedCount: n, govAgencyCode: 'H17.02', domainCode: `D${n}` });
  const { results } = readText(streamOf(definition, 'statistics'), JSON.stringify({ total: 2, data: [part(2), part(null)] }));
  expect(results).toMatchObject([{ record: { values: { received: null, resolved: null } } }]);
});
it('refuses a list that is shorter than its total', () => expect(readText(streamOf(definition, 'statistics'), '{"total":9,"data":[]}').problem).toMatch('9 dòng'));
it('is asked for its tenant', () => expect(definition.auth).toEqual({ kind: 'headers', headers: { groupId: '20147', Token: 't' } }));
