/** What the outputs need from the composition root. */
import type { Pool } from 'pg';
import type { ComputeSettings } from '../compute/measures/measuring';
import type { Bands } from '../indicators';

export interface ServeContext {
  pool: Pool;
  compute: ComputeSettings;
  province: { code: string; name: string };
  language: 'vi' | 'en';
  /** `map`: GeoJSON file of the communes; `enrolmentSecret`: what a screen shows once to get a token of its own (absent: no screen can register). */
  wall?: { map?: string; enrolmentSecret?: string };
  /** Bands of index 766; absent: the shipped ones, not verified. */
  bands?: Bands;
  /** Microseconds. */
  now(): number;
}
export const CONTEXT = Symbol('serve context');
