import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boards } from '../src/boards';
import { PLAYLIST, pushDashboards, type Grafana } from './push';

/** Keeps what it is given as Grafana does: numbers of its own, a version that grows. */
class FakeGrafana {
  readonly kept = new Map<string, Record<string, unknown>>();
  readonly writes: string[] = [];
  refuse: number | null = null;
  private server!: Server;
  async start(): Promise<Grafana> {
    this.server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => {
        const answer = (status: number, body: object) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end(JSON.stringify(body)); };
        if (request.headers.authorization !== 'Bearer t') return answer(401, { message: 'Unauthorized' });
        const path = request.url!.slice(1);
        if (request.method === 'GET') { const found = this.kept.get(path); return found ? answer(200, found) : answer(404, { message: 'not found' }); }
        if (this.refuse) return answer(this.refuse, { message: 'Cannot save provisioned dashboard' });
        this.writes.push(`${request.method} ${path}`);
        const body = JSON.parse(text);
        if (path === 'api/dashboards/db') this.kept.set(`api/dashboards/uid/${body.dashboard.uid}`, { dashboard: { ...body.dashboard, id: 7, version: this.writes.length, schemaVersion: 42 }, meta: { folderUid: body.folderUid } });
        else this.kept.set(request.method === 'PUT' ? path : `${path}/${body.uid}`, { ...body, id: 3, version: 1 });
        answer(200, { status: 'success' });
      });
    });
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return { url: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`, token: 't', serviceUrl: 'https://cchc.tinh.gov.vn/' };
  }
  stop = () => new Promise((done) => this.server.close(done));
}

let fake: FakeGrafana;
let grafana: Grafana;
beforeEach(async () => { fake = new FakeGrafana(); grafana = await fake.start(); });
afterEach(() => fake.stop());
const states = async (apply: boolean) => (await pushDashboards(grafana, { apply })).filter((p) => p.state !== 'same').map((p) => `${p.uid} ${p.state}`);

it('a second push writes nothing; links carry the real address', async () => {
  expect(await states(true)).toHaveLength(5 + boards.length + 1);
  const writes = fake.writes.length;
  expect(await states(true)).toEqual([]);
  expect(fake.writes).toHaveLength(writes);
  expect(JSON.stringify(fake.kept.get('api/dashboards/uid/cchc-lanh-dao'))).toContain('"https://cchc.tinh.gov.vn"');
  expect(fake.kept.get(`api/playlists/${PLAYLIST.uid}`)).toMatchObject({ items: expect.arrayContaining([{ type: 'dashboard_by_uid', value: 'cchc-lanh-dao' }]) });
});

it('English boards stand beside the Vietnamese ones, in folders and a playlist of their own', async () => {
  await pushDashboards(grafana, { apply: true });
  const before = [...fake.kept.keys()];
  const english = await pushDashboards({ ...grafana, language: 'en' }, { apply: true });
  expect(english).toHaveLength(5 + boards.length + 1);
  expect(english.every(({ uid, state }) => uid.endsWith('-en') && state === 'new')).toBe(true);
  expect(fake.kept.size).toBe(2 * before.length);
  expect(fake.kept.get('api/folders/cchc-lanh-dao-en')).toMatchObject({ title: '1. Leadership' });
  expect(fake.kept.get(`api/playlists/${PLAYLIST.uid}-en`)).toMatchObject({ items: expect.arrayContaining([{ type: 'dashboard_by_uid', value: 'cchc-lanh-dao-en' }]) });
  expect(await states(false)).toEqual([]);
});

it('sees what somebody changed by hand and writes nothing while only comparing', async () => {
  await pushDashboards(grafana, { apply: true });
  const there = fake.kept.get('api/dashboards/uid/cchc-mot-cua') as { dashboard: { panels: { targets?: { rawSql: string }[] }[] } };
  there.dashboard.panels.find((p) => p.targets)!.targets![0]!.rawSql += ' limit 1';
  (fake.kept.get('api/dashboards/uid/cchc-don-vi') as { meta: { folderUid: string } }).meta.folderUid = 'elsewhere';
  const writes = fake.writes.length;
  expect(await states(false)).toEqual(['cchc-mot-cua changed', 'cchc-don-vi changed']);
  expect(fake.writes).toHaveLength(writes);
  await pushDashboards(grafana, { apply: true });
  expect(await states(false)).toEqual([]);
});

it('says what Grafana refused', async () => {
  await expect(pushDashboards({ ...grafana, token: 'wrong' }, { apply: true })).rejects.toThrow(/401.*api\/folders/);
  fake.refuse = 412;
  await expect(pushDashboards(grafana, { apply: true })).rejects.toThrow(/412.*provisioned/);
});
