/** Bands of scores, configuration of the province (indicators.md 1.3, 1.4). */

/** A band from a score up. The shipped bands have no document at hand, so they are `verified: false`. */
export interface Band { name: string; from: number }
export interface Bands { verified: boolean; bands: readonly Band[] }

export const DEFAULT_BANDS: Bands = {
  verified: false,
  bands: [{ name: 'Xuất sắc', from: 90 }, { name: 'Tốt', from: 80 }, { name: 'Khá', from: 70 }, { name: 'Trung bình', from: 50 }, { name: 'Yếu', from: 0 }],
};

/** The band of a score out of 100, with its mark: `Khá (chưa xác minh)`. Null below every band. */
export function bandOf(score: number, { verified, bands }: Bands): string | null {
  const band = [...bands].sort((a, b) => b.from - a.from).find((b) => score >= b.from);
  return band ? `${band.name}${verified ? '' : ' (chưa xác minh)'}` : null;
}
