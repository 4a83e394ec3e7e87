import type { z } from 'zod';

/** A family of systems that many provinces run: its definition with what differs from place to place as options. */
export interface SourceFamily<S extends z.ZodType = z.ZodType> {
  id: string;
  title: string;
  /** What an operator states in the configuration. */
  options: S;
  /** In the vocabulary of source.ts; checked against it when it is loaded. */
  define(id: string, options: z.infer<S>): unknown;
}
