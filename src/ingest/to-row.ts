import type { DossierRow } from '../store/dossier-encoder';
import type { Registry } from '../store/registry';
import { CHANNEL, DOSSIER_STATUS, SERVICE_LEVEL, type Dossier } from '../vocabulary';

/** A dossier in words becomes a row in numbers; a resolving unit that is not stated is the receiving one. */
export function toRow(dossier: Dossier, registry: Registry): DossierRow {
  const receivingUnitId = registry.unit(dossier.receivingUnit ?? dossier.resolvingUnit);
  return {
    code: dossier.code,
    procedureId: dossier.procedureCode === null ? null : registry.procedure(dossier.procedureCode) ?? null,
    receivingUnitId, resolvingUnitId: dossier.resolvingUnit === null ? receivingUnitId : registry.unit(dossier.resolvingUnit),
    channel: CHANNEL[dossier.channel], serviceLevel: dossier.serviceLevel === null ? null : SERVICE_LEVEL[dossier.serviceLevel], status: DOSSIER_STATUS[dossier.status],
    submittedAt: dossier.submittedAt, receivedAt: dossier.receivedAt, dueAt: dossier.dueAt, endedAt: dossier.endedAt, returnedAt: dossier.returnedAt, supplementAt: dossier.supplementAt, secondSupplementAt: dossier.secondSupplementAt,
    supplementCount: Math.min(dossier.supplementCount, 32_767), reappointments: Math.min(dossier.reappointments, 32_767), homeUnitId: dossier.homeUnit === null ? null : registry.unit(dossier.homeUnit),
    returnChannel: dossier.returnChannel === null ? null : CHANNEL[dossier.returnChannel],
    digitised: dossier.digitised, electronicResult: dossier.electronicResult, feeDue: dossier.feeDue, paidOnline: dossier.paidOnline, apologyLetter: dossier.apologyLetter, addressPresent: dossier.addressPresent, phonePresent: dossier.phonePresent,
    workingMinutes: null, limitDueAt: null, modifiedAt: dossier.modifiedAt,
  };
}
