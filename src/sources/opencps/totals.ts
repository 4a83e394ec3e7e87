/**
 * The statistics of OpenCPS list totals among their parts: agency × domain, agency alone, domain alone, everything. One row for each agency and
 * month comes out: the agency's own total where it is there, with what its domains add up to in `parts`; otherwise the sum of its domains.
 * The total of everything comes out only where the agencies do not add up to it, so that the difference is seen (a row without an agency).
 */
const COUNTS = ['remainingCount', 'receivedCount', 'onlineCount', 'undueCount', 'overdueCount', 'ontimeCount', 'overtimeCount'] as const;
type Row = Record<string, unknown>;
type Counts = Record<string, number | null>;

const filled = (value: unknown) => value !== null && value !== undefined && String(value).trim() !== '';
const number = (value: unknown): number | null => (filled(value) && Number.isFinite(Number(value)) ? Number(value) : null);
const countsOf = (row: Row): Counts => Object.fromEntries(COUNTS.map((name) => [name, number(row[name])]));
const add = (list: readonly Row[]): Counts => Object.fromEntries(COUNTS.map((name) => {
  const values = list.map((row) => number(row[name]));
  return [name, values.includes(null) ? null : values.reduce<number>((sum, value) => sum + value!, 0)];
}));

export function opencpsTotals(rows: Row[]): Row[] {
  const result: Row[] = [];
  for (const period of groups(rows, (row) => `${String(row.year)} ${String(row.month)}`)) {
    const agencies = groups(period.filter((row) => filled(row.govAgencyCode)), (row) => String(row.govAgencyCode)).map((own) => {
      const [totals, parts] = [own.filter((row) => !filled(row.domainCode)), own.filter((row) => filled(row.domainCode))];
      // Several totals of one agency are not chosen among: they are kept apart and found to be doubles.
      if (totals.length > 0) return totals.map((total) => ({ ...total, ...(parts.length > 0 ? { parts: add(parts) } : {}) }));
      return [{ ...parts[0]!, domainCode: null, domainName: null, ...add(parts) }];
    }).flat();
    result.push(...agencies);
    for (const total of period.filter((row) => !filled(row.govAgencyCode) && !filled(row.domainCode))) {
      const parts = add(agencies);
      if (COUNTS.some((name) => countsOf(total)[name] !== null && parts[name] !== null && countsOf(total)[name] !== parts[name])) result.push({ ...total, parts });
    }
  }
  return result;
}

function groups(rows: Row[], keyOf: (row: Row) => string): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const group = found.get(keyOf(row));
    if (group) group.push(row);
    else found.set(keyOf(row), [row]);
  }
  return [...found.values()];
}
