import type { DossierRow } from '../store/facts/dossier-encoder';
import type { Registry } from '../store/units/registry';
import type { Queryable } from '../store/database';
import { CHANNEL, DOSSIER_STATUS, SERVICE_LEVEL, localDay, type Dossier, type DossierTimes, type LocalDay, type TimesOf, type UnitLevel } from '../vocabulary';

/** The day on which a dossier's units are looked up: its reception; a code may mean another unit before and after a merger. */
export const unitDay = (dossier: Dossier): LocalDay | null => (dossier.receivedAt === null ? null : localDay(dossier.receivedAt));

const UNTIMED: DossierTimes = { workingMinutes: null, limitDueAt: null };

/** Dossiers in words to rows in numbers; `timesOf` judges their time by the hours of their resolving units. */
export async function toRows(client: Queryable, dossiers: readonly Dossier[], registry: Registry, timesOf: TimesOf | undefined): Promise<DossierRow[]> {
  const levels = timesOf && new Map((await client.query<{ id: number; level: UnitLevel }>('select id, level from unit')).rows.map((unit) => [unit.id, unit.level]));
  return dossiers.map((dossier) => {
    const row = toRow(dossier, registry);
    return Object.assign(row, timesOf ? timesOf(dossier, levels!.get(row.resolvingUnitId) ?? null) : UNTIMED);
  });
}

/** A dossier in words becomes a row in numbers; a resolving unit that is not stated is the receiving one. */
function toRow(dossier: Dossier, registry: Registry): DossierRow {
  const day = unitDay(dossier);
  const receivingUnitId = registry.unit(dossier.receivingUnit ?? dossier.resolvingUnit, day);
  return {
    code: dossier.code, otherCode: dossier.otherCode,
    procedureId: dossier.procedureCode === null ? null : registry.procedure(dossier.procedureCode) ?? null,
    receivingUnitId, resolvingUnitId: dossier.resolvingUnit === null ? receivingUnitId : registry.unit(dossier.resolvingUnit, day),
    channel: CHANNEL[dossier.channel], serviceLevel: dossier.serviceLevel === null ? null : SERVICE_LEVEL[dossier.serviceLevel], status: DOSSIER_STATUS[dossier.status],
    submittedAt: dossier.submittedAt, receivedAt: dossier.receivedAt, dueAt: dossier.dueAt, endedAt: dossier.endedAt, returnedAt: dossier.returnedAt, supplementAt: dossier.supplementAt, secondSupplementAt: dossier.secondSupplementAt,
    supplementCount: Math.min(dossier.supplementCount, 32_767), reappointments: Math.min(dossier.reappointments, 32_767), homeUnitId: dossier.homeUnit === null ? null : registry.find(dossier.homeUnit, day) ?? 0, pauses: dossier.pauses ?? [],
    returnChannel: dossier.returnChannel === null ? null : CHANNEL[dossier.returnChannel],
    digitised: dossier.digitised, electronicResult: dossier.electronicResult, feeDue: dossier.feeDue, paidOnline: dossier.paidOnline, apologyLetter: dossier.apologyLetter, addressPresent: dossier.addressPresent, phonePresent: dossier.phonePresent,
    ...UNTIMED, modifiedAt: dossier.modifiedAt,
  };
}
