import { boards } from '../src/boards';
import { renderGrafana, type GrafanaDashboard } from './render-grafana';

/** Every dashboard as classic Grafana JSON, with its file name under dashboards/generated. */
export const buildDashboards = (): { file: string; json: GrafanaDashboard }[] => boards.map((board) => ({ file: board.file, json: renderGrafana(board) }));
export const fileText = (json: GrafanaDashboard): string => `${JSON.stringify(json, null, 2)}\n`;
