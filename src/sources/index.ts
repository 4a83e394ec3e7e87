/** Families of source systems, sorted. A new one: a folder, its README and fixtures, and a line here. */
import { bkav } from './bkav';
import { ccvc } from './ccvc';
import { cmon } from './cmon';
import { igate } from './igate';
import { langson } from './langson';
import { lgsp } from './lgsp';
import { opencps } from './opencps';
import { payment } from './payment';
import { portal } from './portal';
import { portalCatalogue } from './portal-catalogue';
import type { SourceFamily } from './source-family';
import { tandan } from './tandan';
import { vnpost } from './vnpost';
import { vxp } from './vxp';
import { xroad } from './xroad';

export const families = [bkav, ccvc, cmon, igate, langson, lgsp, opencps, payment, portal, portalCatalogue, tandan, vnpost, vxp, xroad] as unknown as readonly SourceFamily[];
export const findFamily = (id: string): SourceFamily | undefined => families.find((family) => family.id === id);

export { loadDeclared, loadYaml, jsonSchema, formatProblem, type Problem } from './declared';
export * from './source';
export type { SourceFamily } from './source-family';
