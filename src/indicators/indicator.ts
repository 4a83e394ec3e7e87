/** What an indicator is. One file each under list/: meaning and law first, numbers last. */
import type { Measure } from '../vocabulary';

/** A text for people: Vietnamese first, English second. */
export interface Bilingual { vi: string; en: string }

export interface LegalBasis {
  act: string;
  /** Article, annex, indicator number. */
  place?: string;
  /** First and last day in force, null = open. */
  from: string | null;
  to: string | null;
  /** False: general knowledge without a document at hand; shown as "chưa xác minh". */
  verified: boolean;
}

export type EmptyRule = 'null' | 'zero' | 'full';

/** linear: max × ratio; cap: max × min(1, ratio ÷ fullAt). Numbers are decimal text, computed exactly. */
export type Scoring = { kind: 'linear'; max: string } | { kind: 'cap'; max: string; fullAt: string };

interface Common {
  id: string;
  /** Id in the catalogue of the project (HS.DUNGHAN …). */
  code: string;
  title: Bilingual;
  question: Bilingual;
  law: LegalBasis[];
  /** What counts and what is left out. */
  counts: Bilingual;
  groupBy: 'resolvingUnit' | 'receivingUnit';
  direction: 'up' | 'down' | 'none';
  /** Goal as a ratio or count, with the document that set it. */
  target?: { value: number; document: string; verified: boolean };
  /** Raised whenever the formula changes. */
  version: string;
}

export interface RatioIndicator extends Common { kind: 'ratio'; hits: Measure[]; total: Measure[]; empty: EmptyRule; scoring?: Scoring }
export interface CountIndicator extends Common { kind: 'count'; hits: Measure[] }
/** Mean of `hits` over `total`, divided by `per` (1,440 minutes = days). */
export interface MeanIndicator extends Common { kind: 'mean'; hits: Measure[]; total: Measure[]; per: number; unitOfMeasure: Bilingual }
/** Sum of the rounded scores of its parts; the maximum never shrinks when a part has no score. */
export interface GroupIndicator extends Common { kind: 'group'; parts: string[]; max: string }

export type Indicator = RatioIndicator | CountIndicator | MeanIndicator | GroupIndicator;

export const INDEX_766: LegalBasis = { act: 'QĐ 766/QĐ-TTg ngày 23/6/2022', from: '2022-08-01', to: null, verified: true };
export const ONE_STOP: LegalBasis[] = [
  { act: 'NĐ 61/2018/NĐ-CP, NĐ 107/2021/NĐ-CP', from: '2018-06-21', to: '2025-06-30', verified: true },
  { act: 'NĐ 118/2025/NĐ-CP', from: '2025-07-01', to: null, verified: true },
];
