/** Rule sets in time: which units, service levels, one-stop rules and report form hold on a day. Source: indicators.md 4.5. */
import type { LocalDay, Period } from '../vocabulary';

export interface RuleSet { id: string; from: LocalDay | null; to: LocalDay | null; units: string; serviceLevels: string; oneStop: string; reportForm: string; verified: boolean }

export const ruleSets: readonly RuleSet[] = [
  { id: 'RS-A', from: null, to: '2025-06-30', units: 'tỉnh, huyện, xã; 63 tỉnh', serviceLevels: 'NĐ 42/2022', oneStop: 'NĐ 61/2018, NĐ 107/2021', reportForm: 'TT 01/2020/TT-VPCP', verified: true },
  { id: 'RS-B', from: '2025-07-01', to: '2026-06-30', units: 'tỉnh, xã; 34 tỉnh', serviceLevels: 'NĐ 42/2022', oneStop: 'NĐ 118/2025, TT 03/2025/TT-VPCP', reportForm: 'TT 01/2020/TT-VPCP (thực tế)', verified: true },
  { id: 'RS-C', from: '2026-07-01', to: null, units: 'tỉnh, xã; 34 tỉnh', serviceLevels: 'NĐ 224/2026', oneStop: 'NĐ 118/2025, NĐ 309/2026', reportForm: '07a/BTP', verified: false },
];

/** Rule sets that hold on at least one day of the period: two in a transition period. */
export const ruleSetsOf = (period: Pick<Period, 'start' | 'end'>): RuleSet[] => ruleSets.filter((r) => (r.from === null || r.from <= period.end) && (r.to === null || r.to >= period.start));
