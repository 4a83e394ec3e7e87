/** A figure in one line, as terminal and explanation write it: 953 / 1.085 = 87,83 %, 16,68 điểm. */
import type { Bilingual, Indicator } from '../../indicators';
import { numberText, percentText } from '../../vocabulary';

export interface Figure { hits: number | null; total: number | null; value: number | null; score: number | null; status: string; reason?: string | null; /** Of a mean by procedure. */ unitOfMeasure?: Bilingual }

export const isShare = (indicator: Indicator | undefined): boolean => indicator?.kind === 'ratio' || indicator?.kind === 'group';

/** The value alone. */
export function valueText(indicator: Indicator | undefined, { value, status, unitOfMeasure }: Pick<Figure, 'value' | 'status' | 'unitOfMeasure'>): string {
  if (value === null) return status === 'available' ? 'không phát sinh' : '–';
  if (isShare(indicator)) return percentText(value);
  if (indicator?.kind === 'mean') return `${numberText(value)} ${(unitOfMeasure ?? indicator.unitOfMeasure).vi}`;
  return indicator?.kind === 'yesNo' ? (value === 1 ? 'có' : 'không') : numberText(value);
}

/** Counts, value and points. A group is its points; a ratio that another one multiplies is not its counts divided. */
export function figureText(indicator: Indicator | undefined, figure: Figure): string {
  const { hits, total, value, score, status, reason } = figure;
  if (status === 'unavailable') return reason ? `không có số liệu (${reason})` : 'không có số liệu';
  const points = score === null ? null : `${numberText(score, 2, 2)} điểm`;
  if (indicator?.kind === 'group' && points !== null) return points;
  const text = valueText(indicator, figure);
  const multiplied = indicator?.kind === 'ratio' && indicator.factor !== undefined;
  return [hits === null || total === null || value === null || indicator?.kind === 'mean' ? text : `${numberText(hits)} / ${numberText(total)}${multiplied ? ', nhân hệ số' : ''} = ${text}`, points].filter(Boolean).join(', ');
}
