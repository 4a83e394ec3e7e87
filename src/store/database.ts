/** Connections. One pool for readers and small writes; a run of a source takes a client of its own, which also holds its lock. */
import { Client, Pool, types } from 'pg';

export type { Client, Pool, PoolClient } from 'pg';
/** One connection: what a transaction and a COPY need. */
export type { ClientBase as Connection } from 'pg';

// bigint and numeric counts fit a JavaScript number here (identity columns, sums of counters); dates stay text, they are local days.
types.setTypeParser(types.builtins.INT8, Number);
types.setTypeParser(types.builtins.NUMERIC, Number);
types.setTypeParser(types.builtins.DATE, (text) => text);

export interface Queryable {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  query<R extends Record<string, any> = any>(text: string, values?: unknown[]): Promise<{ rows: R[]; rowCount: number | null }>;
}

export function openPool(databaseUrl: string, max = 8): Pool {
  const pool = new Pool({ connectionString: databaseUrl, max, application_name: 'cchc', options: '-c timezone=Asia/Ho_Chi_Minh -c jit=off', keepAlive: true });
  pool.on('error', () => undefined); // an idle connection was lost; the next query opens a new one and reports its own error
  pool.on('connect', (client) => { client.on('error', () => undefined); }); // likewise for one in use
  return pool;
}

/** A connection outside the pool, with short keepalives so that a lost host frees its locks. */
export async function openClient(databaseUrl: string, name: string): Promise<Client> {
  const client = new Client({
    connectionString: databaseUrl, application_name: `cchc ${name}`, keepAlive: true, keepAliveInitialDelayMillis: 5_000,
    options: '-c timezone=Asia/Ho_Chi_Minh -c jit=off -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3',
  });
  client.on('error', () => undefined); // surfaces at the next query
  await client.connect();
  return client;
}

/** Reads of one moment: an edition published meanwhile is not mixed in. */
export async function inSnapshot<T>(pool: Pool, work: (client: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, () => work(client), 'begin isolation level repeatable read read only');
  } finally {
    client.release();
  }
}

/** Runs `work` in one transaction; rolled back and rethrown on error. */
export async function inTransaction<T>(client: Queryable, work: () => Promise<T>, begin = 'begin'): Promise<T> {
  await client.query(begin);
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
