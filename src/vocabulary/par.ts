/** Words of the PAR Index and of SIPAS: sets of criteria, the stages of a score, published results. Decimals are text, computed exactly. */
import type { LocalDay } from './time';
import type { UnitLevel } from './unit';

export const PAR_SCOPES = ['province', 'department', 'commune'] as const;
/** Whom a set is for: the province (Bộ Nội vụ), or the internal index of departments or of communes. */
export type ParScope = (typeof PAR_SCOPES)[number];

/** Lĩnh vực, tiêu chí, tiêu chí thành phần: one, two, three parts of a code. */
export const PAR_LEVELS = ['area', 'criterion', 'subCriterion'] as const;
export type ParLevel = (typeof PAR_LEVELS)[number];

/** What people enter, in order of weight: a fact that a proposal is computed from, survey points, self-score, appraisal 1 and 2. */
export const PAR_STAGES = ['fact', 'survey', 'self', 'appraisal1', 'appraisal2'] as const;
export type ParStage = (typeof PAR_STAGES)[number];
export const PAR_STAGE_TITLES: Record<ParStage | 'proposal', string> = {
  fact: 'số liệu nhập tay', survey: 'điều tra XHH', self: 'tự chấm', appraisal1: 'thẩm định lần 1', appraisal2: 'thẩm định lần 2', proposal: 'đề xuất từ số liệu',
};

export type ParEmpty = 'null' | 'zero' | 'full';

/** A row of the tree. Only rows without children are scored; a set without points has none of the fields below `title`. */
export interface ParCriterion {
  code: string;
  level: ParLevel;
  parentCode: string | null;
  title: string;
  points: string | null;
  assessedBy: 'appraisal' | 'survey' | null;
  /** Scoring mechanism in the notation of src/indicators/par/mechanism.ts. */
  mechanism: string | null;
  /** Points when there was nothing to measure. */
  empty: ParEmpty;
  /** Indicator that feeds a proposal; `over` adds the counts of all units of a level instead of taking the unit itself. */
  indicator: string | null;
  over: UnitLevel | null;
  /** Kind of published result that feeds a proposal (sipas). */
  surveyResult: SurveyKind | null;
  evidence: string | null;
  scoredBy: string | null;
  verified: boolean;
}

export interface ParRound { year: number; stage: ParStage; dueOn: LocalDay; document: string | null }
export interface ParBand { band: string; from: string }

/** A set of criteria with its control totals (data of the set file, not of the code). */
export interface ParSet {
  code: string;
  title: string;
  scope: ParScope;
  fromYear: number;
  toYear: number | null;
  document: string | null;
  official: boolean;
  sample: boolean;
  verified: boolean;
  pointsLoaded: boolean;
  control: { areas: number | null; criteria: number | null; subCriteria: number | null; points: string | null; surveyPoints: string | null };
  bands: ParBand[];
  bandsVerified: boolean;
  rounds: ParRound[];
  criteria: ParCriterion[];
}

/** What a person or a proposal knows of a criterion. Decimals with a dot; `number` may be a share `hits/total`. */
export type ParFact =
  | { kind: 'ratio'; hits: string; total: string }
  | { kind: 'number'; value: string; base?: string | null }
  | { kind: 'answer'; yes: boolean }
  | { kind: 'day'; doneOn: LocalDay | null };

export const SURVEY_KINDS = ['par-index', 'sipas'] as const;
export type SurveyKind = (typeof SURVEY_KINDS)[number];
export const SURVEY_KIND_TITLES: Record<SurveyKind, string> = { 'par-index': 'PAR Index', sipas: 'SIPAS' };
export const TERRITORY_KINDS = ['province', 'ministry', 'region', 'unit'] as const;
export type TerritoryKind = (typeof TERRITORY_KINDS)[number];

/**
 * A published result as a dated fact. The changes are those that were published, fields of their own: a score may rise while the rank falls.
 * rankChange > 0 = places gained = smaller rank number.
 */
export interface SurveyResult {
  kind: SurveyKind;
  year: number;
  territoryKind: TerritoryKind;
  territory: string;
  /** Code of our registry when the territory is one of its units. */
  unitCode: string | null;
  /** Element of the survey (tiếp cận dịch vụ …); empty: the whole. */
  element: string;
  score: string | null;
  rank: number | null;
  rankOf: number | null;
  scoreChange: string | null;
  rankChange: number | null;
  band: string | null;
  decision: string | null;
  announcedOn: LocalDay | null;
  source: string;
  /** DERIVED: concluded from other published facts; UNVERIFIED is shown as "chưa xác minh". */
  basis: 'SOURCED' | 'DERIVED' | 'UNVERIFIED';
  remark: string | null;
}
