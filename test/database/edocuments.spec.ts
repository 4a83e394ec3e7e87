/** Electronic documents of small tables, counted by hand; then many of them in any order, counted twice. */
import type { Client } from 'pg';
import { edocumentBases, edocumentStreams } from '../../src/compute/measures/edocument-measures';
import { openClient, inTransaction } from '../../src/store/database';
import { loadEDocuments } from '../../src/store/facts/load-edocuments';
import { registerSource } from '../../src/store/sources/sources';
import { EDOCUMENT_STATE, parsePeriod, type EDocumentState, type Measure } from '../../src/vocabulary';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { addUnits, at } from '../support/dossiers';
import { edocument, type GivenDocument } from '../support/edocuments';
import { generator } from '../support/stub-source';

let database: TestDatabase;
let client: Client;
let unit: Record<'A' | 'B' | 'C' | 'P', number>;
let source = 0;
const NOW = at('2026-08-20 12:00');
const ALL = ['code', 'sender', 'receiver', 'sentAt', 'state', 'signed', 'paperCopy'];

beforeAll(async () => {
  database = await createTestDatabase();
  client = await openClient(database.url, 'test');
  unit = await addUnits(client, ['A', 'B', 'C', 'P']);
});
afterAll(async () => { await client.end(); await database.drop(); });
beforeEach(async () => { source = await addAxis(`axis-${(n += 1)}`, 'both', ALL); });
afterEach(async () => { await client.query('delete from edocument'); await client.query('delete from source_stream'); });
let n = 0;

const addAxis = async (key: string, side: string, fields: string[]) => {
  const id = await inTransaction(client, () => registerSource(client, { key, title: key, family: 'test', staleAfterMs: 1_800_000, everyMs: 300_000, streams: [{ id: 'list', record: 'edocument', layout: JSON.stringify({ start: '2026-01-01', side, fields }) }] }));
  await client.query(`update source_stream set loaded_through = '2026-08-20 11:55+07' where source_id = $1`, [id]);
  return id;
};
const give = (rows: GivenDocument[]) => inTransaction(client, () => loadEDocuments(client, source, 1, rows.map(edocument)));
const differences = async () => (await client.query('select * from edocument_differences()')).rows;
async function measures(of: number, period = '2026-08', speaks = new Map<number, Set<number>>()): Promise<Partial<Record<Measure, number | null>>> {
  const bases = await edocumentBases(client, parsePeriod(period), NOW, { streams: await edocumentStreams(client), speaks, provinceId: unit.P, wanted: () => true, isOutside: () => false, stuckHours: 24 });
  return Object.assign({}, ...(bases.get(of) ?? []).map((basis) => basis.measures)) as Partial<Record<Measure, number | null>>;
}
const reason = async (of: number, measure: Measure) => (await edocumentBases(client, parsePeriod('2026-08'), NOW, { streams: await edocumentStreams(client), speaks: new Map(), provinceId: unit.P, wanted: () => true, isOutside: () => false, stuckHours: 24 })).get(of)?.find((basis) => basis.claims!(measure))?.missing(measure);

test('one document to three receivers is one sent and a reception for each unit of the province', async () => {
  await give([
    { code: '1', document: 'D', sent: '2026-08-03 08:00', received: '2026-08-03 08:01', from: unit.A, to: unit.B, state: 'completed', signed: true, paperCopy: false },
    { code: '2', document: 'D', sent: '2026-08-04 08:00', received: '2026-08-04 09:00', from: unit.A, to: unit.C, state: 'refused', signed: true, paperCopy: false }, // a day later: still the same document
    { code: '3', document: 'D', sent: '2026-08-03 08:00', from: unit.A, to: null, state: 'sent', signed: true, paperCopy: false }, // outside the province, not there yet
  ]);
  expect(await measures(unit.A)).toMatchObject({ edocumentsSent: 1, edocumentsSigned: 1, edocumentsPaperless: 1, edocumentsDelivered: 0, edocumentsRefused: 1, edocumentsStuck: 1, edocumentsReceived: 0 });
  expect(await measures(unit.A, '2026-08-03')).toMatchObject({ edocumentsSent: 1 });
  expect(await measures(unit.A, '2026-08-04')).toMatchObject({ edocumentsSent: 0 });
  expect([await measures(unit.B), await measures(unit.C)].map((m) => m.edocumentsReceived)).toEqual([1, 1]);
  expect(await measures(unit.P)).toMatchObject({ edocumentsSent: 1, edocumentsReceived: 2 });
});

describe('a recall', () => {
  const document: GivenDocument = { code: '1', sent: '2026-08-03 08:00', received: '2026-08-03 08:05', from: unit?.A ?? 0, to: null, state: 'received' };
  const mine = (more: Partial<GivenDocument>) => ({ ...document, from: unit.A, to: unit.B, ...more });
  test.each<[EDocumentState, number, number]>([['received', 1, 0], ['recallRequested', 1, 0], ['requestAccepted', 0, 1], ['requestRefused', 1, 0]])('in state %s leaves %i sent and %i taken back', async (state, sent, recalled) => {
    await give([mine({})]);
    await give([mine({ state })]);
    expect(await measures(unit.A)).toMatchObject({ edocumentsSent: sent, edocumentsRecalled: recalled });
    expect(await measures(unit.B)).toMatchObject({ edocumentsReceived: sent });
    expect(await differences()).toEqual([]);
  });
  test('that comes as a message of its own is no document, and takes the other back once it is accepted', async () => {
    await give([mine({})]);
    const message = mine({ code: '2', request: 'recall', replaces: '1', sent: '2026-08-10 08:00', state: 'recallRequested' });
    await give([message]);
    expect(await measures(unit.A)).toMatchObject({ edocumentsSent: 1, edocumentsRecalled: 0 });
    await give([{ ...message, state: 'requestAccepted' }]);
    expect(await measures(unit.A)).toMatchObject({ edocumentsSent: 0, edocumentsRecalled: 1 });
    expect(await measures(unit.A, '2026-08-10')).toMatchObject({ edocumentsSent: 0, edocumentsRecalled: 0 }); // on the day of the document, not of the message
  });
  test('accepted by one receiver of two leaves the document', async () => {
    await give([mine({ document: 'D', state: 'requestAccepted' }), mine({ code: '2', document: 'D', to: unit.C })]);
    expect(await measures(unit.A)).toMatchObject({ edocumentsSent: 1, edocumentsRecalled: 0 });
    expect([await measures(unit.B), await measures(unit.C)].map((m) => m.edocumentsReceived ?? 0)).toEqual([0, 1]);
  });
});

test('a replacement counts in the place of the old one, a refused one does not, and one taken back brings the old one back', async () => {
  const row = (code: string, more: Partial<GivenDocument>): GivenDocument => ({ code, sent: '2026-08-03 08:00', received: '2026-08-03 09:00', from: unit.A, to: unit.B, ...more });
  const second = row('2', { request: 'replace', replaces: '1', sent: '2026-08-05 08:00', received: '2026-08-05 09:00' });
  await give([second]); // the list may bring it before the old one
  await give([row('1', {})]);
  expect(await measures(unit.A)).toMatchObject({ edocumentsSent: 1, edocumentsReplaced: 1 });
  expect(await measures(unit.A, '2026-08-03')).toMatchObject({ edocumentsSent: 0, edocumentsReplaced: 1 });
  expect(await measures(unit.B)).toMatchObject({ edocumentsReceived: 1 });
  await give([{ ...second, state: 'requestRefused' }]);
  expect(await measures(unit.A)).toMatchObject({ edocumentsSent: 1, edocumentsReplaced: 0 });
  expect(await measures(unit.A, '2026-08-05')).toMatchObject({ edocumentsSent: 0 });
  await give([second, row('3', { request: 'recall', replaces: '2', sent: '2026-08-06 08:00', received: '2026-08-06 08:00', state: 'requestAccepted' })]);
  expect(await measures(unit.A)).toMatchObject({ edocumentsSent: 1, edocumentsReplaced: 0, edocumentsRecalled: 1 });
  expect(await measures(unit.A, '2026-08-03')).toMatchObject({ edocumentsSent: 1 });
  expect(await differences()).toEqual([]);
});

test('an update leaves the document, a failed delivery is none', async () => {
  await give([
    { code: '1', sent: '2026-08-03 08:00', received: '2026-08-03 09:00', from: unit.A, to: unit.B },
    { code: '2', sent: '2026-08-04 08:00', received: '2026-08-04 09:00', from: unit.A, to: unit.B, request: 'update', replaces: '1', state: 'requestAccepted' },
    { code: '3', sent: '2026-08-04 08:00', from: unit.A, to: unit.B, state: 'failed' },
  ]);
  expect(await measures(unit.A)).toMatchObject({ edocumentsSent: 1, edocumentsFailed: 1 });
  expect(await measures(unit.B)).toMatchObject({ edocumentsReceived: 1 });
});

test('reading again changes nothing; a moved, deleted or re-addressed document leaves its old place', async () => {
  const row: GivenDocument = { code: '1', sent: '2026-08-03 08:00', received: '2026-08-03 09:00', from: unit.A, to: unit.B };
  expect(await give([row, row])).toEqual({ new: 1, changed: 0, unchanged: 0 });
  expect(await give([row])).toEqual({ new: 0, changed: 0, unchanged: 1 });
  expect(await give([{ ...row, to: unit.C, received: '2026-08-04 09:00' }])).toEqual({ new: 0, changed: 1, unchanged: 0 });
  expect([await measures(unit.B), await measures(unit.C)].map((m) => m.edocumentsReceived)).toEqual([0, 1]);
  await client.query(`update edocument set deleted_at = now()`);
  expect(await measures(unit.P)).toMatchObject({ edocumentsSent: 0, edocumentsReceived: 0 });
  await give([row]);
  expect(await measures(unit.P)).toMatchObject({ edocumentsSent: 1, edocumentsReceived: 1 });
});

test('what a list does not say is not known: which side, whether signed, whether with paper', async () => {
  await client.query('delete from source_stream');
  source = await addAxis(`axis-${(n += 1)}`, 'received', ALL);
  const row: GivenDocument = { side: 'received', code: '1', sent: '2026-08-03 08:00', received: '2026-08-03 09:00', from: unit.A, to: unit.B };
  await give([row]);
  expect(await measures(unit.A)).toEqual({}); // a list of receptions knows nothing of what A sent
  expect(await measures(unit.B)).toEqual({ edocumentsReceived: 1 });
  source = await addAxis(`axis-${(n += 1)}`, 'sent', ALL);
  await give([{ ...row, side: 'sent', signed: true }, { ...row, code: '2', side: 'sent' }]);
  expect(await measures(unit.A)).toMatchObject({ edocumentsSent: 2 });
  expect(await measures(unit.A)).not.toHaveProperty('edocumentsSigned');
  expect(await reason(unit.A, 'edocumentsSigned')).toMatch(/1 trên 2/);
  expect(await measures(unit.P)).toMatchObject({ edocumentsSent: 2, edocumentsReceived: 1 });
});

test('a unit that the axis lists and that has no document has zero; another is unknown; sources are added up', async () => {
  const second = await addAxis(`axis-${(n += 1)}`, 'both', ALL);
  await give([{ code: '1', sent: '2026-08-03 08:00', received: '2026-08-03 09:00', from: unit.A, to: unit.B }]);
  source = second;
  await give([{ code: '1', sent: '2026-08-03 08:00', received: '2026-08-03 09:00', from: unit.A, to: unit.B }]);
  const speaks = new Map([[unit.C, new Set([second])]]);
  expect(await measures(unit.C, '2026-08', speaks)).toMatchObject({ edocumentsSent: 0, edocumentsReceived: 0 });
  expect(await measures(unit.C)).toEqual({});
  expect(await measures(unit.A)).toMatchObject({ edocumentsSent: 2 });
  await client.query('update source_stream set loaded_through = null where source_id = $1', [second]);
  expect(await measures(unit.A)).toEqual({});
  expect(await reason(unit.A, 'edocumentsSent')).toMatch('chưa nạp xong lần nào');
});

test.each([1, 2, 3])('kept counts equal a full recount after any changes (seed %i)', async (seed) => {
  const { below } = generator(seed);
  const states = Object.keys(EDOCUMENT_STATE) as EDocumentState[];
  const units = [unit.A, unit.B, unit.C, null];
  const pick = <T>(list: readonly T[]) => list[below(list.length)]!;
  for (let round = 0; round < 12; round += 1) {
    await give(Array.from({ length: 25 }, () => {
      const i = below(40);
      const request = (['new', 'new', 'new', 'recall', 'update', 'replace'] as const)[below(6)]!;
      return {
        code: String(i), document: `D${i % 20}`, side: 'both', sent: `2026-08-0${1 + below(4)} 08:00`, received: below(3) ? `2026-08-0${5 + below(3)} 08:00` : undefined, from: units[i % 4]!, to: pick(units),
        state: pick(states), request, replaces: request === 'new' ? null : `D${below(20)}`, signed: pick([true, false, null]), paperCopy: pick([true, false, null]),
      } satisfies GivenDocument;
    }));
    if (below(3) === 0) await client.query(`update edocument set deleted_at = now() where code = $1`, [String(below(40))]);
    if (below(4) === 0) await client.query(`delete from edocument where code = $1`, [String(below(40))]);
    expect(await differences()).toEqual([]);
  }
});
