/**
 * Measures: the counters that indicators name. Counts of a unit in a period, from dossiers (computed) or from a source's own
 * statistics (published). Definitions: indicators.md 5.2 and 1.2. Lateness belongs to the resolving unit, channel and volume
 * to the receiving unit.
 */
export const MEASURES = {
  // stock and flow of dossiers, by resolving unit
  carriedOver: 'tồn kỳ trước: accepted before the period and not ended before it',
  accepted: 'tiếp nhận mới trong kỳ, counted for the resolving unit',
  handled: 'tiếp nhận và đang giải quyết trong kỳ = carried over + accepted',
  handledOnTime: 'resolved on time + in progress within due, by the rules of index 766 – 2.1',
  resolved: 'đã giải quyết: ended in the period',
  resolvedEarly: 'trước hạn: end date before the due date',
  resolvedOnTime: 'đúng hạn, trước hạn included',
  resolvedLate: 'quá hạn',
  resolvedUnjudged: 'ended without a due date: không đủ dữ liệu',
  inProgress: 'đang giải quyết at the end of the period',
  inProgressLate: 'đang giải quyết quá hạn at the end of the period',
  inProgressUndated: 'đang giải quyết without a due date',
  dueSoon: 'open with the due date in the next working days',
  processingMinutes: 'elapsed minutes from reception to end of the dossiers resolved in the period',
  handledElectronicResult: 'dossiers handled in the period with an electronic result (4.1)',
  handledDigitised: 'dossiers handled in the period with digitised components (4.2)',
  // volume and channel, by receiving unit
  received: 'tiếp nhận mới trong kỳ',
  receivedOnline: 'KenhThucHien 2',
  receivedCounter: 'KenhThucHien 1 or empty',
  receivedPostal: 'KenhThucHien 3',
  receivedOther: 'channels outside the three of the law',
  returned: 'results handed over in the period',
  returnedPostal: 'results handed over by public post',
  feeDossiers: 'dossiers with a financial obligation received in the period',
  feeDossiersPaidOnline: 'of these, paid online',
  // counts only portals and catalogues know
  feeProcedures: 'TTHC with a fee',
  feeProceduresPaidOnline: 'TTHC with at least one online payment',
  feeProceduresSynced: 'TTHC with fee data synchronised',
  certifiedCopyUnits: 'commune units', certifiedCopyUnitsProviding: 'commune units providing electronic certified copies',
  resultDossiers: 'dossiers that 4.1 is measured on', componentDossiers: 'dossiers that 4.2 is measured on',
  reuseDossiers: 'dossiers that 4.3 is measured on', storeDossiers: 'dossiers that 4.4 is measured on', citizenDossiers: 'dossiers that 4.5b is measured on',
  satisfactionDossiers: 'dossiers that 5.4 is measured on',
  handledReused: 'dossiers that reuse digitised data', handledStored: 'dossiers synchronised with the personal data store',
  citizenProcedures: 'TTHC in scope of the population database', citizenProceduresConnected: 'of these, connected',
  handledCitizenConnected: 'dossiers connected with the population database',
  feedback: 'PAKN received', feedbackOnTime: 'PAKN handled on time', feedbackSatisfied: 'PAKN handled to satisfaction',
  handledSatisfied: 'dossiers on time without PAKN or dislike',
} as const;
export type Measure = keyof typeof MEASURES;
export const MEASURE_NAMES = Object.keys(MEASURES) as Measure[];
