import type { Indicator } from '../../indicators';
import { numberText, percentText } from '../../vocabulary';

export type { Indicator };

/** As a person reads it: 95,20 % · 18,42 điểm · 12. Nothing to show: không phát sinh. */
export function shownValue(i: Indicator, value: number | null, score: number | null): string {
  const shown = i.kind === 'group' ? score : value;
  if (shown === null) return 'không phát sinh';
  if (i.kind === 'ratio') return percentText(shown);
  if (i.kind === 'group') return `${numberText(shown, 2, 2)} điểm`;
  return i.kind === 'mean' || i.kind === 'entered' ? `${numberText(shown, 2)} ${i.unitOfMeasure.vi}` : numberText(shown, 2);
}
