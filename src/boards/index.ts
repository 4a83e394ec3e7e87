/** All boards, in the order in which people find them. */
import type { Board } from './board';
import { donVi } from './list/don-vi';
import { tongQuan } from './list/tong-quan';
import { vanHanhNap } from './list/van-hanh-nap';

export const boards: readonly Board[] = [tongQuan, donVi, vanHanhNap];
export * from './board';
export * from './queries';
export * from './words';
