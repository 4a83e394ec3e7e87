/** The measures of dossiers are counted from a journal of changes (dossier_change), which loads write with the facts. */
import type { Queryable } from '../database';

/** Lines of the journal counted in one transaction. */
const LINES = 100_000;

/** Brings the measures up to date with all that was loaded. Outside a transaction: each part is done when it is done. */
export async function foldMeasures(client: Queryable): Promise<void> {
  for (let counted = LINES; counted === LINES;) {
    counted = (await client.query<{ counted: number }>('select fold_measures($1) as counted', [LINES])).rows[0]!.counted;
  }
}

/**
 * Where a reader finds the measures as of its own moment: the table, together with what the journal still adds to it. SQL of a relation to be read
 * under a name of its own, in the same transaction if the two reads shall be one moment.
 */
export const measureSource = async (client: Queryable, table: 'measure_day' | 'measure_field_month' | 'measure_procedure_month'): Promise<string> =>
  (await client.query<{ source: string }>('select measure_source($1) as source', [table])).rows[0]!.source;
