/** All boards, in the order in which people find them. */
import type { Board } from './board';
import { caiCachHanhChinh } from './list/cai-cach-hanh-chinh';
import { chatLuongDuLieu } from './list/chat-luong-du-lieu';
import { datDai } from './list/dat-dai';
import { dichVuCong } from './list/dich-vu-cong';
import { donVi } from './list/don-vi';
import { lanhDao } from './list/lanh-dao';
import { motCua } from './list/mot-cua';
import { phanAnhNhiemVu } from './list/phan-anh-nhiem-vu';
import { phapCheTaiChinh } from './list/phap-che-tai-chinh';
import { vanBanDienTu } from './list/van-ban-dien-tu';
import { vanHanh } from './list/van-hanh';

export const boards: readonly Board[] = [lanhDao, dichVuCong, vanBanDienTu, caiCachHanhChinh, motCua, phanAnhNhiemVu, phapCheTaiChinh, datDai, donVi, chatLuongDuLieu, vanHanh];
export * from './board';
export * from './queries';
export * from './words';
