import { AUDIENCES, boards, type Board } from '../src/boards';
import type { Language } from '../src/messages';
import { englishDashboard } from './english';
import { renderGrafana, type GrafanaDashboard } from './render-grafana';

export interface BuiltDashboard { board: Board; /** Under dashboards/generated: a folder for each audience. */ file: string; json: GrafanaDashboard }
/** Every dashboard as classic Grafana JSON, with its file name under dashboards/generated. */
export const buildDashboards = (language: Language = 'vi'): BuiltDashboard[] => boards.map((board) => ({ board, file: `${AUDIENCES[board.audience].folderUid}/${board.file}`, json: language === 'en' ? englishDashboard(renderGrafana(board)) : renderGrafana(board) }));
export const fileText = (json: GrafanaDashboard): string => `${JSON.stringify(json, null, 2)}\n`;
