/**
 * Brings a Grafana to what stands here, by its API: folders, dashboards, playlist. `drift` only compares. Works on an organisation whose dashboards
 * are not provisioned from files; Grafana refuses to overwrite those, and says so.
 */
import { AUDIENCES } from '../src/boards';
import { sayIn, type Language } from '../src/messages';
import { buildDashboards } from './build';
import { ENGLISH_SUFFIX } from './english';
import { SERVICE_URL, type GrafanaDashboard } from './render-grafana';

export interface Grafana { url: string; token: string; /** Address of the product as people reach it. */ serviceUrl?: string; timeoutMs?: number; /** English boards have folders and a playlist of their own. */ language?: Language }
export type PushState = 'same' | 'changed' | 'new';
export interface Pushed { what: 'folder' | 'dashboard' | 'playlist'; uid: string; state: PushState }
export class GrafanaError extends Error { constructor(readonly status: number, readonly path: string, readonly said: string) { super(`Grafana trả lời ${status} cho ${path}: ${said}`); } }

export const PLAYLIST = { uid: 'cchc-vong-chieu', name: 'CCHC – vòng chiếu', interval: '1m' } as const;
/** What to open on a screen without a keyboard. */
export const kioskUrl = (grafanaUrl: string, language: Language = 'vi') => `${grafanaUrl.replace(/\/$/, '')}/playlists/play/${PLAYLIST.uid}${suffixOf(language)}?kiosk=true&autofitpanels=true`;

const suffixOf = (language: Language) => (language === 'en' ? ENGLISH_SUFFIX : '');

/** With `apply: false` nothing is written; the states say what a push would do. */
export async function pushDashboards(grafana: Grafana, { apply }: { apply: boolean }): Promise<Pushed[]> {
  const call = caller(grafana);
  const done: Pushed[] = [];
  const note = async (what: Pushed['what'], uid: string, state: PushState, write: () => Promise<unknown>) => {
    if (apply && state !== 'same') await write();
    done.push({ what, uid, state });
  };
  const { language = 'vi' } = grafana;
  const suffix = suffixOf(language);
  const say = sayIn(language);
  for (const { folder, folderUid } of Object.values(AUDIENCES)) {
    const [title, uid] = [say(folder), folderUid + suffix];
    const there = await call<{ title: string; version: number }>('GET', `api/folders/${uid}`);
    await note('folder', uid, !there ? 'new' : there.title === title ? 'same' : 'changed', () => (there ? call('PUT', `api/folders/${uid}`, { title, overwrite: true }) : call('POST', 'api/folders', { uid, title })));
  }
  const built = buildDashboards(language);
  for (const { board, json } of built) {
    const wanted = withAddress(json, grafana.serviceUrl);
    const folderUid = AUDIENCES[board.audience].folderUid + suffix;
    const there = await call<{ dashboard: GrafanaDashboard; meta: { folderUid?: string } }>('GET', `api/dashboards/uid/${json.uid}`);
    await note('dashboard', json.uid, !there ? 'new' : there.meta.folderUid === folderUid && covers(there.dashboard, wanted) ? 'same' : 'changed',
      () => call('POST', 'api/dashboards/db', { dashboard: { ...wanted, id: null }, folderUid, overwrite: true, message: 'cchc dashboards push' }));
  }
  const playlist = { ...PLAYLIST, uid: PLAYLIST.uid + suffix, name: say(PLAYLIST.name), items: built.filter((b) => b.board.rotates).map((b) => ({ type: 'dashboard_by_uid', value: b.json.uid })) };
  const there = await call<object>('GET', `api/playlists/${playlist.uid}`);
  await note('playlist', playlist.uid, !there ? 'new' : covers(there, playlist) ? 'same' : 'changed', () => (there ? call('PUT', `api/playlists/${playlist.uid}`, playlist) : call('POST', 'api/playlists', playlist)));
  return done;
}

/** The links of a dashboard lead to the real address. */
const withAddress = (json: GrafanaDashboard, serviceUrl = SERVICE_URL): GrafanaDashboard => JSON.parse(JSON.stringify(json).replaceAll(JSON.stringify(SERVICE_URL), JSON.stringify(serviceUrl.replace(/\/$/, '')))) as GrafanaDashboard;

/** Whether everything that is wanted stands in what is there; Grafana adds ids, versions and defaults of its own. */
export function covers(there: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(there) && there.length === wanted.length && wanted.every((w, i) => covers(there[i], w));
  if (wanted !== null && typeof wanted === 'object') return there !== null && typeof there === 'object' && Object.entries(wanted).every(([k, w]) => covers((there as Record<string, unknown>)[k], w));
  return there === wanted;
}

/** undefined for 404 of a GET; GrafanaError for every other refusal. */
function caller({ url, token, timeoutMs = 30_000 }: Grafana) {
  return async <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T | undefined> => {
    const response = await fetch(new URL(path, url.endsWith('/') ? url : `${url}/`), {
      method, headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) }, body: body && JSON.stringify(body), signal: AbortSignal.timeout(timeoutMs),
    });
    if (method === 'GET' && response.status === 404) return undefined;
    const text = await response.text();
    if (!response.ok) throw new GrafanaError(response.status, path, text.slice(0, 300));
    return JSON.parse(text) as T;
  };
}
