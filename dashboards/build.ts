import { donVi } from './boards/don-vi';
import { tongQuan } from './boards/tong-quan';
import { vanHanhNap } from './boards/van-hanh-nap';
import { renderGrafana, type GrafanaDashboard } from './render-grafana';

export const boards = [tongQuan, donVi, vanHanhNap];

/** Every dashboard as classic Grafana JSON, with its file name under dashboards/generated. */
export const buildDashboards = (): { file: string; json: GrafanaDashboard }[] => boards.map((board) => ({ file: board.file, json: renderGrafana(board) }));
export const fileText = (json: GrafanaDashboard): string => `${JSON.stringify(json, null, 2)}\n`;
