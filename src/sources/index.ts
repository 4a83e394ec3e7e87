/** Families of source systems, sorted. A new one: a folder, its README and fixtures, and a line here. */
import { igate } from './igate';
import type { SourceFamily } from './source-family';
import { tandan } from './tandan';

export const families: readonly SourceFamily[] = [igate as unknown as SourceFamily, tandan as unknown as SourceFamily];
export const findFamily = (id: string): SourceFamily | undefined => families.find((family) => family.id === id);

export { loadDeclared, loadYaml, jsonSchema, formatProblem, type Problem } from './declared';
export * from './source';
export type { SourceFamily } from './source-family';
