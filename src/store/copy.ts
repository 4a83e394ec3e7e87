/** COPY: the cheapest way to write many rows. Needs a connection, not a pool. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import type { Connection } from './database';

/** Sends `parts` as the data of a COPY statement. */
export async function copy(client: Connection, statement: string, parts: readonly (Buffer | string)[]): Promise<void> {
  await pipeline(Readable.from(parts, { objectMode: false, highWaterMark: 1 << 20 }), client.query(copyFrom(statement)));
}

export type Cell = string | number | boolean | null;

/** Adds rows to a table, the cells in the order of `columns`. */
export async function copyRows(client: Connection, table: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): Promise<void> {
  if (rows.length > 0) await copy(client, `copy ${table} (${columns.join(', ')}) from stdin`, [rows.map((row) => `${row.map(text).join('\t')}\n`).join('')]);
}

/** As COPY reads it. */
const text = (cell: Cell): string => (cell === null ? '\\N' : typeof cell === 'string' && SPECIAL.test(cell) ? cell.replace(/[\\\t\n\r]/g, (c) => ESCAPED[c]!) : String(cell));
const SPECIAL = /[\\\t\n\r]/;
const ESCAPED: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
