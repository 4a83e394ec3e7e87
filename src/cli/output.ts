/** What verbs print: JSON for machines with --json, plain Vietnamese lines otherwise. */
export const print = (text: string): void => { process.stdout.write(`${text}\n`); };
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

const number = new Intl.NumberFormat('vi-VN');
export const count = (n: number): string => number.format(n);
export const percentText = (ratio: number | null): string => (ratio === null ? '–' : `${(ratio * 100).toLocaleString('vi-VN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} %`);

/** Columns padded to their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((w, row) => row.map((cell, i) => Math.max(w[i] ?? 0, [...cell].length)), []);
  return rows.map((row) => row.map((cell, i) => cell + ' '.repeat(widths[i]! - [...cell].length)).join('  ').trimEnd()).join('\n');
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((done) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { if (asked) process.exit(130); asked = true; done(); });
  });
}

export const addresses = (url: string): string => [`Bảng TV:   ${url}/wall`, `API:       ${url}/api/docs`, `Số đo:     ${url}/metrics`, `Sức khỏe:  ${url}/health/ready`].join('\n');
