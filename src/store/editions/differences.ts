/** Of the rows given, those that are new or other than what stands under their key; of the rows that stand, those that are replaced or no longer given. */
export function differences<Row>(standing: readonly Row[], given: readonly Row[], keyOf: (row: Row) => string, same: (a: Row, b: Row) => boolean): { fresh: Row[]; gone: Row[] } {
  const left = new Map(standing.map((row) => [keyOf(row), row]));
  const fresh = given.filter((row) => {
    const old = left.get(keyOf(row));
    const stands = old !== undefined && same(old, row);
    if (stands) left.delete(keyOf(row));
    return !stands;
  });
  return { fresh, gone: [...left.values()] };
}
