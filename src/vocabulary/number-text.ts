/** Numbers as Vietnamese readers write them: 1.234,5 · 95,20 %. Half up in decimals, as the law's tables are rounded: 1.005, a little less in binary, is 1,01. */

const formats = new Map<string, Intl.NumberFormat>();
/** At most `most` decimals and at least `least`; null is "–". */
export function numberText(n: number | null, most = 2, least = 0): string {
  if (n === null) return '–';
  const key = `${most} ${least}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat('vi-VN', { minimumFractionDigits: least, maximumFractionDigits: most })));
  const scaled = Math.abs(n) * 10 ** most;
  return format.format((Math.sign(n) * Math.round(scaled * (1 + 1e-14))) / 10 ** most);
}

/** A ratio in per cent with two decimals, as published. What is not all never reads as 100, what is not nothing never as 0. */
export function percentText(ratio: number | null): string {
  if (ratio === null) return '–';
  const shown = numberText(ratio * 100, 2, 2);
  return `${ratio > 0 && shown === '0,00' ? '< 0,01' : ratio < 1 && shown === '100,00' ? '99,99' : shown} %`;
}
