import type { Indicator } from '../../indicators';

export type { Indicator };
const number = (n: number, digits: number) => n.toLocaleString('vi-VN', { maximumFractionDigits: digits });

/** As a person reads it: 95,2 % · 18,42 điểm · 12. Nothing to show: không phát sinh. */
export function shownValue(i: Indicator, value: number | null, score: number | null): string {
  const shown = i.kind === 'group' ? score : value;
  if (shown === null) return 'không phát sinh';
  if (i.kind === 'ratio') return `${number(Math.floor(shown * 10_000 + 1e-6) / 100, 2)} %`;
  if (i.kind === 'group') return `${number(shown, 2)} điểm`;
  return i.kind === 'mean' || i.kind === 'entered' ? `${number(shown, 2)} ${i.unitOfMeasure.vi}` : number(shown, 2);
}
