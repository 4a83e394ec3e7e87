import type { DossierRow } from '../store/dossier-encoder';
import type { Registry } from '../store/registry';
import { CHANNEL, DOSSIER_STATUS, SERVICE_LEVEL, localDay, type Dossier, type LocalDay } from '../vocabulary';

/** The day on which a dossier's units are looked up: its reception; a code may mean another unit before and after a merger. */
export const unitDay = (dossier: Dossier): LocalDay | null => (dossier.receivedAt === null ? null : localDay(dossier.receivedAt));

/** A dossier in words becomes a row in numbers; a resolving unit that is not stated is the receiving one. */
export function toRow(dossier: Dossier, registry: Registry): DossierRow {
  const day = unitDay(dossier);
  const receivingUnitId = registry.unit(dossier.receivingUnit ?? dossier.resolvingUnit, day);
  return {
    code: dossier.code,
    procedureId: dossier.procedureCode === null ? null : registry.procedure(dossier.procedureCode) ?? null,
    receivingUnitId, resolvingUnitId: dossier.resolvingUnit === null ? receivingUnitId : registry.unit(dossier.resolvingUnit, day),
    channel: CHANNEL[dossier.channel], serviceLevel: dossier.serviceLevel === null ? null : SERVICE_LEVEL[dossier.serviceLevel], status: DOSSIER_STATUS[dossier.status],
    submittedAt: dossier.submittedAt, receivedAt: dossier.receivedAt, dueAt: dossier.dueAt, endedAt: dossier.endedAt, returnedAt: dossier.returnedAt, supplementAt: dossier.supplementAt,
    supplementCount: Math.min(dossier.supplementCount, 32_767), returnChannel: dossier.returnChannel === null ? null : CHANNEL[dossier.returnChannel],
    digitised: dossier.digitised, electronicResult: dossier.electronicResult, feeDue: dossier.feeDue, paidOnline: dossier.paidOnline, apologyLetter: dossier.apologyLetter,
    modifiedAt: dossier.modifiedAt,
  };
}
