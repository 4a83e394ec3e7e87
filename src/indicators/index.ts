/** All indicators, sorted by id. A new one: a file under list/ and a line here; indicators.spec.ts tells what was forgotten. */
import type { Indicator } from './indicator';
import { averageProcessingTime } from './list/average-processing-time';
import { carriedOver } from './list/carried-over';
import { counterShare } from './list/counter-share';
import { dueSoon } from './list/due-soon';
import { index766CertifiedCopies } from './list/index766-certified-copies';
import { index766CitizenDossiers } from './list/index766-citizen-dossiers';
import { index766CitizenProcedures } from './list/index766-citizen-procedures';
import { index766Digitisation } from './list/index766-digitisation';
import { index766DigitisedComponents } from './list/index766-digitised-components';
import { index766DossierSatisfaction } from './list/index766-dossier-satisfaction';
import { index766ElectronicResults } from './list/index766-electronic-results';
import { index766FeeDataSynced } from './list/index766-fee-data-synced';
import { index766FeedbackOnTime } from './list/index766-feedback-on-time';
import { index766FeedbackSatisfaction } from './list/index766-feedback-satisfaction';
import { index766PaidDossiers } from './list/index766-paid-dossiers';
import { index766PaidProcedures } from './list/index766-paid-procedures';
import { index766Payment } from './list/index766-payment';
import { index766PersonalStore } from './list/index766-personal-store';
import { index766Progress } from './list/index766-progress';
import { index766ReusedData } from './list/index766-reused-data';
import { index766Satisfaction } from './list/index766-satisfaction';
import { onTimeResolution } from './list/on-time-resolution';
import { onlineShare } from './list/online-share';
import { openOverdue } from './list/open-overdue';
import { postalReturns } from './list/postal-returns';
import { postalShare } from './list/postal-share';

export const indicators: readonly Indicator[] = [
  averageProcessingTime,
  carriedOver,
  counterShare,
  dueSoon,
  index766CertifiedCopies,
  index766CitizenDossiers,
  index766CitizenProcedures,
  index766Digitisation,
  index766DigitisedComponents,
  index766DossierSatisfaction,
  index766ElectronicResults,
  index766FeeDataSynced,
  index766FeedbackOnTime,
  index766FeedbackSatisfaction,
  index766PaidDossiers,
  index766PaidProcedures,
  index766Payment,
  index766PersonalStore,
  index766Progress,
  index766ReusedData,
  index766Satisfaction,
  onTimeResolution,
  onlineShare,
  openOverdue,
  postalReturns,
  postalShare,
];

const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]));
/** An indicator by id or by catalogue code (HS.DUNGHAN). */
export const findIndicator = (name: string): Indicator | undefined => byId.get(name) ?? indicators.find((indicator) => indicator.code === name);

export * from './indicator';
export * from './scoring';
