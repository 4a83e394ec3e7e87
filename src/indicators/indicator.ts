/** What an indicator is. One file each under list/: meaning and law first, numbers last. */
import type { LocalDay, Measure, PeriodType } from '../vocabulary';

/** A text for people: Vietnamese first, English second. */
export interface Bilingual { vi: string; en: string }

export interface LegalBasis {
  act: string;
  /** Article, annex, indicator number. */
  place?: string;
  /** First and last day in force, null = open. */
  from: LocalDay | null;
  to: LocalDay | null;
  /** False: general knowledge without a document at hand; shown as "chưa xác minh". */
  verified: boolean;
}

export type EmptyRule = 'null' | 'zero' | 'full';

/** linear: max × ratio; cap: max × min(1, ratio ÷ fullAt). Numbers are decimal text, computed exactly. */
export type Scoring = { kind: 'linear'; max: string } | { kind: 'cap'; max: string; fullAt: string };

/** Levels at which the catalogue shows an indicator; `field`: by lĩnh vực or TTHC. */
export type Grain = 'province' | 'department' | 'commune' | 'field';

interface Common {
  id: string;
  /** Id in the catalogue of the project (HS.DUNGHAN …). */
  code: string;
  title: Bilingual;
  question: Bilingual;
  law: LegalBasis[];
  /** What counts and what is left out. */
  counts: Bilingual;
  /** The unit a figure belongs to; `responsibleUnit`: the one that a task, finding or duty was given to. */
  groupBy: 'resolvingUnit' | 'receivingUnit' | 'responsibleUnit';
  grains: readonly Grain[];
  /** Period types in which it means something; absent: all. */
  periods?: readonly PeriodType[];
  direction: 'up' | 'down' | 'none';
  /** Goal as a ratio or count, with the document that set it. */
  target?: { value: number; document: string; verified: boolean };
  /** Field of the PAR Index that it feeds. */
  par?: number;
  /** Who holds the figures where no system sends them. */
  fedBy?: string;
  /** How far the formula itself is proved, when less than fully. */
  caution?: Bilingual;
  /** Raised whenever the formula changes. */
  version: string;
  /** Version in force from this day (absent: always). */
  from?: LocalDay;
  /** Versions before this one; see versions.ts. */
  earlier?: readonly EarlierVersion[];
}

export interface RatioIndicator extends Common {
  kind: 'ratio'; hits: Measure[]; total: Measure[];
  /** `configured`: never observed, the province decides (index766Empty). */
  empty: EmptyRule | 'configured';
  scoring?: Scoring;
  /** The total is declared by somebody else than the hits (the register of outgoing documents, the axis): each from its own basis. */
  totalApart?: true;
  /** What is no hit stays none in its period, whatever is done: late is late, received at the counter is not online. */
  final?: true;
  /** Part of the total that units declare, beside what a system counts: from its own basis. */
  declared?: Measure[];
  /** Indicator whose ratio multiplies this one before it is scored. */
  factor?: string;
}
export interface CountIndicator extends Common { kind: 'count'; hits: Measure[] }
/** Mean of `hits` over `total`, divided by `per` (1,440 minutes = days). */
export interface MeanIndicator extends Common { kind: 'mean'; hits: Measure[]; total: Measure[]; per: number; unitOfMeasure: Bilingual }
/** Sum of the rounded scores of its parts; the maximum never shrinks when a part has no score. */
export interface GroupIndicator extends Common { kind: 'group'; parts: string[]; max: string }
/** A duty: 1 when everything that was due is done, else 0; nothing due: no value. */
export interface YesNoIndicator extends Common { kind: 'yesNo'; hits: Measure[]; total: Measure[] }
/** Growth against a base: `hits` less `base`. */
export interface GrowthIndicator extends Common { kind: 'growth'; hits: Measure[]; base: Measure[] }
/** A figure that people enter or import as it was published; it is never computed and never added up. */
export interface EnteredIndicator extends Common { kind: 'entered'; hits: [Measure]; unitOfMeasure: Bilingual }

export type Indicator = RatioIndicator | CountIndicator | MeanIndicator | GroupIndicator | YesNoIndicator | GrowthIndicator | EnteredIndicator;

/** What was different before: the last day in force and every field that changed. */
export interface EarlierVersion {
  version: string; to: LocalDay;
  law?: LegalBasis[]; counts?: Bilingual; target?: Common['target'];
  hits?: Measure[]; total?: Measure[]; empty?: EmptyRule; scoring?: Scoring;
}

const asked = new WeakMap<Indicator, readonly Measure[]>();
/** The measures an indicator asks for; none for a group. */
export function measuresOf(indicator: Indicator): readonly Measure[] {
  let measures = asked.get(indicator);
  if (!measures) {
    measures = indicator.kind === 'group' ? [] : [...indicator.hits, ...('total' in indicator ? indicator.total : []), ...('base' in indicator ? indicator.base : [])];
    asked.set(indicator, measures);
  }
  return measures;
}

/** The measures that one basis must know together: a base year, a total or a part of it that is declared stand apart. */
export function togetherOf(indicator: Exclude<Indicator, GroupIndicator>): readonly Measure[] {
  if (indicator.kind === 'growth' || (indicator.kind === 'ratio' && indicator.totalApart)) return indicator.hits;
  return indicator.kind === 'ratio' && indicator.declared ? measuresOf(indicator).filter((measure) => !indicator.declared!.includes(measure)) : measuresOf(indicator);
}

/** From month up: what registers and reports can say. */
export const REPORTED: readonly PeriodType[] = ['month', 'quarter', 'half', 'year', 'ytd'];
/** Once a year. */
export const YEARLY: readonly PeriodType[] = ['year'];

export const INDEX_766: LegalBasis = { act: 'QĐ 766/QĐ-TTg ngày 23/6/2022', from: '2022-08-01', to: null, verified: true };
export const ONE_STOP: LegalBasis[] = [
  { act: 'NĐ 61/2018/NĐ-CP, NĐ 107/2021/NĐ-CP', from: '2018-06-21', to: '2025-06-30', verified: true },
  { act: 'TT 01/2018/TT-VPCP', from: null, to: '2025-06-30', verified: false },
  { act: 'NĐ 118/2025/NĐ-CP', from: '2025-07-01', to: null, verified: true },
  { act: 'TT 03/2025/TT-VPCP ngày 15/9/2025', from: '2025-09-15', to: null, verified: true },
  // August 2026: its day is not known.
  { act: 'NĐ 309/2026/NĐ-CP (sửa đổi NĐ 118/2025/NĐ-CP)', from: '2026-08-01', to: null, verified: false },
];
/** Levels of online services. The definitions of NĐ 224/2026 have not been read. */
export const ONLINE_SERVICE: LegalBasis[] = [
  { act: 'NĐ 42/2022/NĐ-CP', from: '2022-08-15', to: '2026-06-30', verified: true },
  { act: 'NĐ 224/2026/NĐ-CP ngày 24/6/2026', from: '2026-07-01', to: null, verified: false },
];
export const PLAN_5610: LegalBasis = { act: 'Kế hoạch 5610/KH-UBND (UBND tỉnh Quảng Nam) ngày 24/8/2022', from: '2022-08-24', to: null, verified: true };
