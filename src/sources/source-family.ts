/** A family of systems: one vendor's software, described once and defined per installation. */
import type { SourceDefinition } from './source';

export interface SourceFamily {
  id: string;
  /** Name for operators, in Vietnamese. */
  title: string;
  /** Builds the definition of one installation from its options; throws a zod error for options that are not understood. */
  define(options: unknown): SourceDefinition;
}
