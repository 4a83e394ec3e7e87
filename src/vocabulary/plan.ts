/** Words of a plan of the People's Committee and its duties. */
import type { ItemKind } from './item';
import type { LocalDay } from './time';
import type { UnitLevel } from './unit';

export const PLAN_RHYTHMS = ['monthly', 'yearly', 'continuous'] as const;
export type PlanRhythm = (typeof PLAN_RHYTHMS)[number];

export const DUTY_STATES = ['met', 'notMet', 'noActivity', 'watched', 'unknown'] as const;
/** watched: the plan names no target that could be met; noActivity: nothing to measure, which is not zero. */
export type DutyState = (typeof DUTY_STATES)[number];
export const DUTY_STATE_TITLES: Record<DutyState, string> = {
  met: 'đạt', notMet: 'chưa đạt', noActivity: 'không phát sinh', watched: 'theo dõi (kế hoạch không nêu mục tiêu)', unknown: 'chưa có số liệu',
};

/** Who carries duties, as the plan names them, and which units of today that is. */
export interface PlanOwner {
  id: string;
  /** Name in the plan. */
  title: string;
  /** Every unit of these levels … */
  levels: UnitLevel[];
  /** … or the units with exactly these names. */
  units: string[];
  /** Why today's unit is this one, when it is not the one the plan names. */
  lineage: string | null;
  verified: boolean;
}

export interface PlanDuty {
  code: string;
  owner: string;
  title: string;
  rhythm: PlanRhythm;
  /** Target as the plan words it; null = none. */
  targetText: string | null;
  /** Target in the notation of src/indicators/plan/target.ts; null = nothing that could be judged. */
  target: string | null;
  /** False when the notation is our reading of the plan's words. */
  targetVerified: boolean;
  /** Catalogue codes (KT.XULY), or a whole group (DV.*). */
  indicators: string[];
  register: ItemKind | null;
  /** Whose figure it is judged by: of the unit that carries it, or of the whole province, which that unit answers for. */
  scope: 'unit' | 'province';
  /** Field the figure would have to be limited to. */
  field: string | null;
}

export interface Plan {
  code: string;
  title: string;
  document: string;
  from: LocalDay;
  to: LocalDay | null;
  owners: PlanOwner[];
  duties: PlanDuty[];
}
