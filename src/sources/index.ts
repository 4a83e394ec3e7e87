/** Families of systems, sorted by id. */
import type { SourceFamily } from './source-family';

export type { SourceFamily } from './source-family';
export const families: readonly SourceFamily[] = [];
