/** Short ways to write small tables of dossiers. Times are local: `at('2025-07-01 08:00')`. */
import type { Client } from 'pg';
import { inTransaction } from '../../src/store/database';
import type { DossierRow } from '../../src/store/facts/dossier-encoder';
import { foldMeasures } from '../../src/store/facts/measures';
import { loadDossiers, type LoadResult } from '../../src/store/facts/load-dossiers';
import { registerUnits } from '../../src/store/units/registry';
import { registerSource } from '../../src/store/sources/sources';
import { CHANNEL, DOSSIER_STATUS, dayToNumber, type Channel, type DossierStatus, type Instant } from '../../src/vocabulary';

/** Local time `yyyy-MM-dd[ HH:mm[:ss[.ffffff]]]` as an instant. */
export function at(text: string): Instant {
  const match = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?$/.exec(text);
  if (!match) throw new RangeError(text);
  const [, day, hour = '0', minute = '0', second = '0', fraction = '0'] = match;
  const seconds = dayToNumber(day!) * 86_400 + (Number(hour) - 7) * 3600 + Number(minute) * 60 + Number(second);
  return seconds * 1_000_000 + Number(fraction.padEnd(6, '0'));
}

export interface Given {
  code: string; other?: string; receiving?: number; resolving?: number; channel?: Channel; status?: DossierStatus; received?: string | null; due?: string | null; ended?: string | null;
  returned?: string | null; supplement?: string | null; supplements?: number; returnChannel?: Channel; digitised?: boolean; electronic?: boolean; fee?: boolean; paid?: boolean; procedureId?: number; modified?: string | null;
  apology?: boolean; second?: string; reappointments?: number; contact?: boolean; home?: number; working?: number; limit?: string | null; pauses?: [asked: string, answered: string | null][];
}

/** A row from what matters for the case; `units` fills in the units that are not stated. */
export function dossier(given: Given, units: { receiving: number; resolving: number } = { receiving: 0, resolving: 0 }): DossierRow {
  const time = (text: string | null | undefined) => (text ? at(text) : null);
  const ended = time(given.ended);
  return {
    code: given.code, otherCode: given.other ?? null, procedureId: given.procedureId ?? null, receivingUnitId: given.receiving ?? units.receiving, resolvingUnitId: given.resolving ?? given.receiving ?? units.resolving,
    channel: CHANNEL[given.channel ?? 'counter'], serviceLevel: null, status: DOSSIER_STATUS[given.status ?? (ended === null ? 'inProcess' : 'done')],
    submittedAt: null, receivedAt: time(given.received), dueAt: time(given.due), endedAt: ended, returnedAt: time(given.returned), supplementAt: time(given.supplement), secondSupplementAt: time(given.second),
    supplementCount: given.supplements ?? (given.second ? 2 : given.supplement ? 1 : 0), reappointments: given.reappointments ?? 0, homeUnitId: given.home ?? null, returnChannel: given.returnChannel ? CHANNEL[given.returnChannel] : null,
    digitised: given.digitised ?? null, electronicResult: given.electronic ?? null, feeDue: given.fee ?? null, paidOnline: given.paid ?? null, apologyLetter: given.apology ?? null, addressPresent: given.contact ?? null, phonePresent: given.contact ?? null,
    workingMinutes: given.working ?? null, limitDueAt: time(given.limit), modifiedAt: time(given.modified), pauses: (given.pauses ?? []).map(([asked, answered]) => ({ asked: at(asked), answered: answered ? at(answered) : null })),
  };
}

/** Units of level department by code; returns their ids. */
export async function addUnits<C extends string>(client: Client, codes: readonly C[]): Promise<Record<C, number>> {
  await registerUnits(client, codes.map((code) => ({ code, name: `Đơn vị ${code}`, level: 'department', parentCode: null, validFrom: null, validTo: null })), 'test');
  const { rows } = await client.query<{ code: C; id: number }>('select code, id from unit where code = any($1::text[])', [codes]);
  return Object.fromEntries(rows.map((row) => [row.code, row.id])) as Record<C, number>;
}

export const ALL_FIELDS = ['code', 'receivingUnit', 'resolvingUnit', 'channel', 'status', 'receivedAt', 'dueAt', 'endedAt', 'returnedAt', 'returnChannel', 'digitised', 'electronicResult', 'feeDue', 'paidOnline',
  'apologyLetter', 'reappointments', 'supplementAt', 'secondSupplementAt', 'supplementCount', 'addressPresent', 'phonePresent', 'homeUnit'];

/** A source with one stream of dossiers; returns its id. */
export const addSource = (client: Client, key: string, layout: { start?: string | null; fields?: readonly string[] } = {}): Promise<number> =>
  inTransaction(client, () => registerSource(client, {
    key, title: key, family: 'test', staleAfterMs: 1_800_000, everyMs: 300_000,
    streams: [{ id: 'dossiers', record: 'dossier', layout: JSON.stringify({ start: layout.start ?? null, fields: layout.fields ?? ALL_FIELDS }) }],
  }));

export const load = (client: Client, sourceId: number, rows: readonly DossierRow[], runId = 1): Promise<LoadResult> => inTransaction(client, () => loadDossiers(client, sourceId, runId, rows));

/** Measures that differ from a recount of the facts: with the journal as it stands, and after it was counted. */
export async function measureDifferences(client: Client): Promise<unknown[]> {
  const differences = async () => (await client.query('select source_id, unit_id, day, kept, counted from measure_differences()')).rows;
  const before = await differences();
  await foldMeasures(client);
  return [...before, ...(await differences())];
}
