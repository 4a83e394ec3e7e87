/** What the outputs need from the composition root. */
import type { Pool } from 'pg';
import type { ComputeSettings } from '../compute/publish';

export interface ServeContext {
  pool: Pool;
  compute: ComputeSettings;
  province: { code: string; name: string };
  language: 'vi' | 'en';
  /** Microseconds. */
  now(): number;
}
export const CONTEXT = Symbol('serve context');
