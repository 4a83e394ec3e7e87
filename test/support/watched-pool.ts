import type { Pool, Submittable } from 'pg';

/** A pool whose connections tell of every statement that is done, and go on when `done` is; data sent by COPY are not told of. */
export const watchedPool = (pool: Pool, done: (text: string, values?: unknown[]) => unknown): Pool => ({
  query: pool.query.bind(pool),
  connect: async () => {
    const client = await pool.connect();
    const query = async (text: string, values?: unknown[]) => {
      const result = await client.query(text, values);
      await done(text, values);
      return result;
    };
    return { release: () => client.release(), query: (what: string | Submittable, values?: unknown[]) => (typeof what === 'string' ? query(what, values) : client.query(what)) };
  },
}) as never;
