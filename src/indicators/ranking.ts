/** Places and bands of scores. Competition ranking 1-2-2-4; bands are configuration of the province (indicators.md 1.3, 1.4). */

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

/** Places of scores, best first; equal scores share a place and the next one is skipped. Without a score: no place. */
export function places(scores: readonly (number | null)[]): (number | null)[] {
  return scores.map((score) => (score === null ? null : 1 + scores.filter((other) => other !== null && other > score).length));
}
