/** All indicators, sorted by id. A new one: a file under list/ and a line here; indicators.spec.ts tells what was forgotten. */
import type { Indicator } from './indicator';
import { apologyLetters } from './list/dossiers/apology-letters';
import { assetInspectionsDone } from './list/finance/asset-inspections-done';
import { assetReportsOnTime } from './list/finance/asset-reports-on-time';
import { auditRecommendationsAmount } from './list/finance/audit-recommendations-amount';
import { auditRecommendationsDone } from './list/finance/audit-recommendations-done';
import { averageProcessingTime } from './list/dossiers/average-processing-time';
import { carriedOver } from './list/dossiers/carried-over';
import { contactComplete } from './list/dossiers/contact-complete';
import { counterShare } from './list/online/counter-share';
import { decentralisedTasksEvaluated } from './list/inspections/decentralised-tasks-evaluated';
import { distributionInspectionsDone } from './list/finance/distribution-inspections-done';
import { documentsAccepted } from './list/edocuments/documents-accepted';
import { documentsReceived } from './list/edocuments/documents-received';
import { documentsReviewed } from './list/legal/documents-reviewed';
import { documentsSent } from './list/edocuments/documents-sent';
import { documentsStuck } from './list/edocuments/documents-stuck';
import { draftsAppraisedOnTime } from './list/legal/drafts-appraised-on-time';
import { dueSoon } from './list/dossiers/due-soon';
import { enforcementFindingsHandled } from './list/legal/enforcement-findings-handled';
import { expiredDocumentsReplaced } from './list/legal/expired-documents-replaced';
import { expiredListPublished } from './list/legal/expired-list-published';
import { facilitiesApproved } from './list/finance/facilities-approved';
import { feedbackOnProcedures } from './list/feedback/feedback-on-procedures';
import { feedbackOnStaff } from './list/feedback/feedback-on-staff';
import { feedbackRegisterOnTime } from './list/feedback/feedback-register-on-time';
import { findingsHandled } from './list/inspections/findings-handled';
import { fullServiceShare } from './list/online/full-service-share';
import { governmentTasksOnTime } from './list/tasks/government-tasks-on-time';
import { governmentTasksOverdue } from './list/tasks/government-tasks-overdue';
import { index766AnnouncedOnTime } from './list/transparency/index766-announced-on-time';
import { index766CertifiedCopies } from './list/digitisation/index766-certified-copies';
import { index766CitizenDossiers } from './list/digitisation/index766-citizen-dossiers';
import { index766CitizenProcedures } from './list/digitisation/index766-citizen-procedures';
import { index766CompleteContent } from './list/transparency/index766-complete-content';
import { index766Digitisation } from './list/index766/index766-digitisation';
import { index766DigitisedComponents } from './list/digitisation/index766-digitised-components';
import { index766DossierSatisfaction } from './list/feedback/index766-dossier-satisfaction';
import { index766DossierSync } from './list/transparency/index766-dossier-sync';
import { index766ElectronicResults } from './list/digitisation/index766-electronic-results';
import { index766FeeDataSynced } from './list/payment/index766-fee-data-synced';
import { index766FeedbackOnTime } from './list/feedback/index766-feedback-on-time';
import { index766FeedbackSatisfaction } from './list/feedback/index766-feedback-satisfaction';
import { index766Online } from './list/index766/index766-online';
import { index766OnlineDossiers } from './list/online/index766-online-dossiers';
import { index766OnlineProvision } from './list/online/index766-online-provision';
import { index766PaidDossiers } from './list/payment/index766-paid-dossiers';
import { index766PaidProcedures } from './list/payment/index766-paid-procedures';
import { index766Payment } from './list/index766/index766-payment';
import { index766PersonalStore } from './list/digitisation/index766-personal-store';
import { index766Progress } from './list/dossiers/index766-progress';
import { index766PublishedOnTime } from './list/transparency/index766-published-on-time';
import { index766ReusedData } from './list/digitisation/index766-reused-data';
import { index766Satisfaction } from './list/index766/index766-satisfaction';
import { index766ServicesUsed } from './list/online/index766-services-used';
import { index766Total } from './list/index766/index766-total';
import { index766Transparency } from './list/index766/index766-transparency';
import { intangibleAssetRules } from './list/finance/intangible-asset-rules';
import { integratedServices } from './list/online/integrated-services';
import { isoAnnounced } from './list/iso/iso-announced';
import { isoElectronic } from './list/iso/iso-electronic';
import { landDatabaseProgress } from './list/land/land-database-progress';
import { landInspectionsDone } from './list/inspections/land-inspections-done';
import { misconductHandled } from './list/inspections/misconduct-handled';
import { monthlyReportsOnTime } from './list/reports/monthly-reports-on-time';
import { nonTerritorial } from './list/dossiers/non-territorial';
import { onTimeResolution } from './list/dossiers/on-time-resolution';
import { oneStopShare } from './list/dossiers/one-stop-share';
import { onlineShare } from './list/online/online-share';
import { openOverdue } from './list/dossiers/open-overdue';
import { paperlessDocuments } from './list/edocuments/paperless-documents';
import { parInternal } from './list/reports/par-internal';
import { parSelfScore } from './list/reports/par-self-score';
import { partlySelfFinancingGrowth } from './list/finance/partly-self-financing-growth';
import { postalProcedures } from './list/postal/postal-procedures';
import { postalReturns } from './list/postal/postal-returns';
import { postalShare } from './list/postal/postal-share';
import { postingComplete } from './list/transparency/posting-complete';
import { pressItems } from './list/communication/press-items';
import { proceduresReviewed } from './list/reports/procedures-reviewed';
import { proceduresSimplified } from './list/reports/procedures-simplified';
import { progressPublished } from './list/transparency/progress-published';
import { reformInspectionsDone } from './list/inspections/reform-inspections-done';
import { repeatedSupplement } from './list/dossiers/repeated-supplement';
import { rescheduledTwice } from './list/dossiers/rescheduled-twice';
import { reviewFollowedUp } from './list/legal/review-followed-up';
import { selfFinancingGrowth } from './list/finance/self-financing-growth';
import { signedDocuments } from './list/edocuments/signed-documents';
import { sipas } from './list/feedback/sipas';
import { unitsInspected } from './list/inspections/units-inspected';
import { checkChanges, withChanges, type FormulaChanges } from './changes';
import { findVersion } from './versions';

export const indicators: readonly Indicator[] = [
  apologyLetters,
  assetInspectionsDone,
  assetReportsOnTime,
  auditRecommendationsAmount,
  auditRecommendationsDone,
  averageProcessingTime,
  carriedOver,
  contactComplete,
  counterShare,
  decentralisedTasksEvaluated,
  distributionInspectionsDone,
  documentsAccepted,
  documentsReceived,
  documentsReviewed,
  documentsSent,
  documentsStuck,
  draftsAppraisedOnTime,
  dueSoon,
  enforcementFindingsHandled,
  expiredDocumentsReplaced,
  expiredListPublished,
  facilitiesApproved,
  feedbackOnProcedures,
  feedbackOnStaff,
  feedbackRegisterOnTime,
  findingsHandled,
  fullServiceShare,
  governmentTasksOnTime,
  governmentTasksOverdue,
  index766AnnouncedOnTime,
  index766CertifiedCopies,
  index766CitizenDossiers,
  index766CitizenProcedures,
  index766CompleteContent,
  index766Digitisation,
  index766DigitisedComponents,
  index766DossierSatisfaction,
  index766DossierSync,
  index766ElectronicResults,
  index766FeeDataSynced,
  index766FeedbackOnTime,
  index766FeedbackSatisfaction,
  index766Online,
  index766OnlineDossiers,
  index766OnlineProvision,
  index766PaidDossiers,
  index766PaidProcedures,
  index766Payment,
  index766PersonalStore,
  index766Progress,
  index766PublishedOnTime,
  index766ReusedData,
  index766Satisfaction,
  index766ServicesUsed,
  index766Total,
  index766Transparency,
  intangibleAssetRules,
  integratedServices,
  isoAnnounced,
  isoElectronic,
  landDatabaseProgress,
  landInspectionsDone,
  misconductHandled,
  monthlyReportsOnTime,
  nonTerritorial,
  onTimeResolution,
  oneStopShare,
  onlineShare,
  openOverdue,
  paperlessDocuments,
  parInternal,
  parSelfScore,
  partlySelfFinancingGrowth,
  postalProcedures,
  postalReturns,
  postalShare,
  postingComplete,
  pressItems,
  proceduresReviewed,
  proceduresSimplified,
  progressPublished,
  reformInspectionsDone,
  repeatedSupplement,
  rescheduledTwice,
  reviewFollowedUp,
  selfFinancingGrowth,
  signedDocuments,
  sipas,
  unitsInspected,
];

const asShipped: readonly Indicator[] = [...indicators];
/** The same list with the changes that a province states, for everything in this process; called once, when its settings are read. */
export function setFormulaChanges(changes: FormulaChanges): void {
  (indicators as Indicator[]).splice(0, indicators.length, ...withChanges(asShipped, changes));
}
/** What is wrong with a file of changes, beyond its shape. */
export const checkFormulaChanges = (file: { changes: FormulaChanges }) => checkChanges(asShipped, file);

/** An indicator by id or catalogue code (HS.DUNGHAN); `id@1` is an earlier version of it. */
export const findIndicator = (name: string): Indicator | undefined => findVersion(indicators, name);

export * from './indicator';
export * from './bands';
export { formulasFile, withChanges, type FormulaChanges } from './changes';
export * from './rule-sets';
export * from './scoring';
export * from './versions';
