'use strict';
/* A screen that is enrolled (address with #ghi-danh=<secret>&ten=<name>, once) keeps a token of its own and reports every half minute that it is alive. */
(() => {
  const KEY = 'cchc-screen';
  const EVERY_MS = 30000;
  const post = (path, body, headers) => fetch(`/api/v1/screens${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

  async function enrol() {
    const given = new URLSearchParams(location.hash.slice(1));
    const secret = given.get('ghi-danh');
    if (!secret) return;
    history.replaceState(null, '', location.pathname + location.search); // the secret does not stay in the address
    try {
      const answer = await post('', { name: given.get('ten') || Wall.t('Màn hình'), secret });
      const said = await answer.json();
      if (answer.ok) { localStorage.setItem(KEY, said.token); Wall.say(Wall.t('Màn hình đã ghi danh.')); } else Wall.say(Wall.t('Chưa ghi danh được: {0}', said.message));
    } catch { Wall.say(Wall.t('Chưa ghi danh được: máy chủ không trả lời.')); }
  }

  async function report() {
    const token = localStorage.getItem(KEY);
    if (!token) return;
    const { board, edition } = Wall.showing();
    try {
      const answer = await post('/heartbeat', { board, edition, version: document.documentElement.dataset.version, size: `${innerWidth}×${innerHeight}` }, { authorization: `Bearer ${token}` });
      if (answer.status === 401) localStorage.removeItem(KEY);
    } catch { /* the next report tries again */ }
  }

  Wall.startScreen = async () => { await enrol(); await report(); setInterval(report, EVERY_MS); };
})();
