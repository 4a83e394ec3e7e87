/**
 * Points to gain: what is still open or unfinished in a unit, and by how many points of a component it can move. Exact: the difference of two
 * rounded scores, the component as it stands and as it would stand (indicators.md 1.2, 1.3). A component moves its group by as much.
 */
import { decimal, score, type Indicator, type RatioIndicator } from '../../indicators';
import type { Value } from '../values/value';
import type { Basis } from '../measures/basis';

/**
 * missing: dossiers (or procedures, feedback …) without what the indicator asks for: points to gain by doing it.
 * undated: handled without a due date and not within the maximum time of the procedure: to gain once the source has it and they prove on time.
 * dueSoon, atRisk: open and still in time, due in the next working days or later: points lost if they end late (negative).
 * late: already late: points lost (negative).
 * lost: nothing makes a hit of it in this period any more (feedback answered late, a dossier that came to the counter): points lost (negative).
 */
export type GainKind = 'missing' | 'undated' | 'dueSoon' | 'atRisk' | 'late' | 'lost';
export interface Gain {
  indicator: string; kind: GainKind;
  items: number;
  /** The fewest items that bring the component to its maximum; null where that cannot be reached this way. */
  needed: number | null;
  points: number; score: number; maxScore: number;
}

export const GAIN_TITLES: Record<GainKind, string> = {
  missing: 'còn thiếu', undated: 'không có ngày hẹn trả', dueSoon: 'sắp đến hạn', atRisk: 'còn trong hạn, chưa xong', late: 'đã quá hạn', lost: 'đã mất trong kỳ',
};

/** `running`: the period is not over, so that open dossiers can still become late in it. */
export function gainsOf(indicators: readonly Indicator[], values: readonly Value[], bases: readonly Basis[], running: boolean): Gain[] {
  const scored = new Map<string, Value>();
  for (const value of values) if (value.score !== null && value.total) scored.set(value.indicator, value);
  if (scored.size === 0) return [];
  const gains = indicators.flatMap((indicator) => {
    if (indicator.id.includes('@')) return []; // a version that is over, computed beside the one in force
    const value = scored.get(indicator.id);
    if (!value || indicator.kind !== 'ratio' || !indicator.scoring || value.status !== 'available' || !value.total || value.score === null || !whole(value.hits) || !whole(value.total)) return [];
    const basis = bases.find((b) => b.name === value.basis);
    const change = (items: number) => {
      const hits = Math.max(0, Math.min(value.total!, value.hits! + items));
      return Math.round((score(indicator.scoring!, hits, value.total!, 'zero')! - value.score!) * 100) / 100;
    };
    const gain = (kind: GainKind, items: number, points: number, needed: number | null): Gain[] =>
      items > 0 && points !== 0 ? [{ indicator: indicator.id, kind, items, needed, points, score: value.score!, maxScore: value.maxScore! }] : [];
    // What a factor or another rule multiplies cannot be told from these counts alone.
    if (change(0) !== 0) return [];
    if (indicator.hits.includes('handledOnTime')) return progress(value, basis, running, change, gain);
    const missing = value.total - value.hits!;
    return indicator.final ? gain('lost', missing, -change(missing), null) : gain('missing', missing, change(missing), neededFor(indicator, value.hits!, value.total));
  });
  return gains.sort(byGain);
}

type Change = (items: number) => number;
type Make = (kind: GainKind, items: number, points: number, needed: number | null) => Gain[];

/** 2.1: of the dossiers handled, the undated and the late are no hits; of the hits, the open ones can still be lost. */
function progress(value: Value, basis: Basis | undefined, running: boolean, change: Change, gain: Make): Gain[] {
  const n = (name: string) => (basis?.measures as Record<string, number | null> | undefined)?.[name] ?? null;
  const undated = Math.max(0, (n('resolvedUnjudged') ?? 0) + (n('inProgressUndated') ?? 0) - (n('handledUndatedOnTime') ?? 0));
  const late = value.total! - value.hits! - undated;
  const lost: Gain[] = gain('late', late, -change(late), null);
  const [open, openLate] = [n('inProgress'), n('inProgressLate')];
  // Asked for supplements again they are lost already, whatever their due date.
  const inTime = running && open !== null && openLate !== null ? Math.max(0, open - openLate - (n('inProgressUndated') ?? 0) - (n('inProgressResupplied') ?? 0)) : 0;
  const soon = Math.min(inTime, (n('dueSoon') ?? 0) - (n('dueSoonResupplied') ?? 0));
  return [...gain('undated', undated, change(undated), null), ...gain('dueSoon', soon, change(-soon), null), ...gain('atRisk', inTime - soon, change(-(inTime - soon)), null), ...lost];
}

/** The fewest more hits that give full points. */
function neededFor(indicator: RatioIndicator, hits: number, total: number): number {
  if (indicator.scoring!.kind === 'linear') return total - hits;
  const { num, den } = decimal(indicator.scoring!.fullAt);
  return Math.max(0, Number((BigInt(total) * num + den - 1n) / den) - hits);
}

const whole = (n: number | null): n is number => Number.isSafeInteger(n);

/** Most to gain first, then what is about to be lost, then what is lost; larger first. */
export function byGain(a: Pick<Gain, 'kind' | 'points' | 'indicator'>, b: Pick<Gain, 'kind' | 'points' | 'indicator'>): number {
  const order = (kind: GainKind) => (kind === 'late' || kind === 'lost' ? 2 : kind === 'dueSoon' || kind === 'atRisk' ? 1 : 0);
  return order(a.kind) - order(b.kind) || Math.abs(b.points) - Math.abs(a.points) || (a.indicator < b.indicator ? -1 : 1);
}
