/** Families of source systems, sorted. A new one: a folder, its README and fixtures, and a line here. */
import { cmon } from './cmon';
import { igate } from './igate';
import { lgsp } from './lgsp';
import { opencps } from './opencps';
import { portal } from './portal';
import { portalCatalogue } from './portal-catalogue';
import type { SourceFamily } from './source-family';
import { tandan } from './tandan';

export const families = [cmon, igate, lgsp, opencps, portal, portalCatalogue, tandan] as unknown as readonly SourceFamily[];
export const findFamily = (id: string): SourceFamily | undefined => families.find((family) => family.id === id);

export { loadDeclared, loadYaml, jsonSchema, formatProblem, type Problem } from './declared';
export * from './source';
export type { SourceFamily } from './source-family';
