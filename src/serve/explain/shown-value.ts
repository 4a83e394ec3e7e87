import type { Indicator } from '../../indicators';

export type { Indicator };
/** At most `digits` decimals, at least `least`. */
export const number = (n: number | null, digits = 2, least = 0): string => (n === null ? '–' : n.toLocaleString('vi-VN', { minimumFractionDigits: least, maximumFractionDigits: digits }));

/** As a person reads it: 95,20 % · 18,42 điểm · 12. Nothing to show: không phát sinh. */
export function shownValue(i: Indicator, value: number | null, score: number | null): string {
  const shown = i.kind === 'group' ? score : value;
  if (shown === null) return 'không phát sinh';
  if (i.kind === 'ratio') {
    // Half up, as published; what is not all never reads as 100, what is not nothing never as 0.
    const percent = Math.round(shown * 10_000 + 1e-6) / 100;
    return shown > 0 && percent === 0 ? '< 0,01 %' : `${number(shown < 1 ? Math.min(percent, 99.99) : percent, 2, 2)} %`;
  }
  if (i.kind === 'group') return `${number(shown, 2, 2)} điểm`;
  return i.kind === 'mean' || i.kind === 'entered' ? `${number(shown, 2)} ${i.unitOfMeasure.vi}` : number(shown, 2);
}
