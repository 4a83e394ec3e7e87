'use strict';
/* The wall's page: shows the boards that the server sends, turns their pages, says what is old. */
(() => {
  const version = document.documentElement.dataset.version;
  const SILENT_MS = 18000; // heartbeats come every 7 s: a cut line is known early enough to be back within half a minute
  const OLD_MS = 15 * 60000; // without contact for so long, every figure is shown as old
  const RECONNECT_MS = 10000;
  const HOLD_MS = 60000; // after a key, the page stays for so long
  const NEW_ALARM_MS = 10 * 60000;
  const HOME = document.documentElement.dataset.home;
  const $ = (id) => document.getElementById(id);
  const { element, number, t } = Wall;

  const asked = new URLSearchParams(location.search);
  const slugs = [...new Set([decodeURIComponent(location.pathname.split('/')[2] || HOME), ...(asked.get('boards') || '').split(',')].filter(Boolean))];
  const briefing = asked.get('mode') === 'briefing';
  const turnMs = Math.max(1, Number(asked.get('turn') || 20)) * 1000;
  if (['light', 'dark'].includes(asked.get('theme'))) document.documentElement.dataset.theme = asked.get('theme');

  const boards = new Map(); // slug → { id, view }
  const red = new Map(); // slug → tiles that were red before
  const newRed = new Map(); // slug tile → since
  const rowsOf = new Map(); // tile → first row shown, and first row of the next turn
  let source = null, pulse = null, connected = false, lastHeard = Date.now(), lastTry = 0, offset = 0, lostSince = null;
  let pages = [], at = 0, shape = null, charts = [], turnAt = 0, paused = false, holdUntil = 0;

  const two = (n) => String(n).padStart(2, '0');
  function time(iso) {
    if (!iso) return '–';
    const t = new Date(Date.parse(iso) + 7 * 3600000); // Asia/Ho_Chi_Minh
    return `${two(t.getUTCDate())}/${two(t.getUTCMonth() + 1)}/${t.getUTCFullYear()} ${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`;
  }
  Wall.say = (text) => { $('live').textContent = text; };
  Wall.showing = () => { const page = pages[at]; const view = page && boards.get(page.slug)?.view; return { board: page ? page.slug : slugs.join(','), edition: view ? view.edition : null }; };
  Wall.age = (iso) => {
    const minutes = Math.max(0, Math.floor((Date.now() + offset - Date.parse(iso)) / 60000));
    if (minutes < 1) return t('vừa xong');
    if (minutes < 60) return t('{0} phút trước', minutes);
    return minutes < 2880 ? t('{0} giờ trước', Math.floor(minutes / 60)) : t('{0} ngày trước', Math.floor(minutes / 1440));
  };
  let outlines = null;
  /** The map once for the whole life of the page; asked for again when it did not come. */
  Wall.outlines = () => (outlines ??= fetch(`/wall/assets/map.json?v=${version}`).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null).then((map) => { if (!map) outlines = null; return map; }));

  // ---- connection ---------------------------------------------------------------------------------------------------
  function connect() {
    if (source) source.close();
    lastTry = Date.now();
    const query = new URLSearchParams({ boards: slugs.join(','), seen: [...boards.values()].map((board) => board.id).join(',') });
    for (const name of ['unit', 'level', 'map', 'period', 'lang']) if (asked.get(name)) query.set(name, asked.get(name));
    source = new EventSource(`/wall/events?${query}`);
    source.addEventListener('open', heard);
    source.addEventListener('board', (event) => { heard(); receive(JSON.parse(event.data)); });
    source.addEventListener('pulse', (event) => {
      heard();
      pulse = JSON.parse(event.data);
      offset = Date.parse(pulse.serverTime) - Date.now();
      reloadWhenNew(pulse.version);
      drawBanner();
    });
    source.addEventListener('error', () => { connected = false; drawBanner(); });
  }
  function heard() { connected = true; lastHeard = Date.now(); drawBanner(); }

  /** Reloads only when the server answers, at most once a minute: a page that cannot come back would lose its figures. */
  async function reloadWhenNew(serverVersion) {
    if (!serverVersion || serverVersion === version) return;
    if (Date.now() - Number(sessionStorage.getItem('reloadedAt') || 0) < 60000) return;
    try {
      const answer = await fetch(location.pathname, { cache: 'no-store' });
      if (!answer.ok) return;
      sessionStorage.setItem('reloadedAt', String(Date.now()));
      location.reload();
    } catch { /* the next heartbeat tries again */ }
  }
  setInterval(() => {
    if (Date.now() - lastHeard > SILENT_MS) connected = false;
    // The browser gives up on some errors, and a cut line makes no error at all: a new connection every ten seconds until one speaks.
    if (!connected && Date.now() - lastTry > RECONNECT_MS && (source.readyState === EventSource.CLOSED || Date.now() - lastHeard > SILENT_MS)) connect();
    drawBanner();
  }, 5000);

  function receive({ id, view }) {
    const before = boards.get(view.slug);
    boards.set(view.slug, { id, view });
    reloadWhenNew(view.version);
    const now = new Set(view.alarms.map((alarm) => alarm.tile));
    const fresh = before ? [...now].filter((tile) => !red.get(view.slug).has(tile)) : [];
    red.set(view.slug, now);
    for (const tile of fresh) newRed.set(`${view.slug} ${tile}`, Date.now());
    for (const key of newRed.keys()) { const [slug, tile] = key.split(' '); if (slug === view.slug && !now.has(tile)) newRed.delete(key); }
    if (before && before.view.edition !== view.edition && view.edition !== null) Wall.say(t('Ấn bản {0}, cập nhật lúc {1}.', number(view.edition), time(view.publishedAt)));
    layOut();
    const front = asked.get('alarm') === 'off' || briefing ? -1 : pages.findIndex((page) => page.slug === view.slug && page.placed.some((p) => fresh.includes(p.tile.id)));
    if (front >= 0) { at = front; turnAt = Date.now() + turnMs; } // twice as long
    draw();
  }

  // ---- pages --------------------------------------------------------------------------------------------------------
  /** Pages of all boards, those with a red light first; in a briefing as they are defined. */
  function layOut() {
    const place = pages[at] && pages[at].key;
    if (!place) turnAt = Date.now(); // the first page stays as long as the others
    shape = Wall.shapeOf(innerWidth, innerHeight);
    document.documentElement.style.fontSize = `${shape.rem}px`;
    document.body.classList.toggle('phone', shape.phone);
    pages = slugs.flatMap((slug) => {
      const board = boards.get(slug);
      if (!board) return [];
      if (shape.phone) return [{ slug, key: slug, titles: [], placed: board.view.sections.flatMap((section) => section.tiles.map((tile) => ({ tile }))) }];
      return Wall.pagesOf(board.view.sections, shape.across, shape.rows).map((page, i) => Object.assign(page, { slug, key: `${slug} ${i}` }));
    });
    const isRed = (page) => page.placed.some((p) => red.get(page.slug)?.has(p.tile.id));
    if (!briefing && !shape.phone && asked.get('alarm') !== 'off') pages = [...pages.filter(isRed), ...pages.filter((page) => !isRed(page))];
    at = Math.max(0, pages.findIndex((page) => page.key === place));
  }
  function turnTo(i) {
    if (pages.length === 0) return;
    at = (i + pages.length) % pages.length;
    turnAt = Date.now();
    for (const { tile } of pages[at].placed) { const rows = rowsOf.get(`${pages[at].slug} ${tile.id}`); if (rows) rows.from = rows.next; }
    draw();
  }
  setInterval(() => {
    if (briefing || paused || shape?.phone || (pages.length < 2 && !hasMoreRows()) || Date.now() < holdUntil || Date.now() - turnAt < turnMs) return;
    turnTo(at + 1);
  }, 500);
  const hasMoreRows = () => [...rowsOf.values()].some((rows) => rows.next > 0 || rows.from > 0);
  function byHand(i) { holdUntil = Date.now() + HOLD_MS; turnTo(i); }
  window.addEventListener('online', () => { if (!connected) connect(); });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || shape?.phone) return;
    const to = { ArrowRight: at + 1, PageDown: at + 1, ArrowLeft: at - 1, PageUp: at - 1, Home: 0, End: pages.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    byHand(to);
  });
  $('back').addEventListener('click', () => byHand(at - 1));
  $('next').addEventListener('click', () => byHand(at + 1));
  $('pause').addEventListener('click', () => {
    paused = !paused;
    turnAt = Date.now();
    holdUntil = 0;
    $('pause').setAttribute('aria-pressed', String(paused));
    $('pause').textContent = paused ? t('Tiếp tục') : t('Dừng');
  });
  let resizing = 0;
  // Numbers are fitted to their place by the letters they are drawn with: once more when the font has come.
  document.fonts.addEventListener('loadingdone', () => { if (pages.length) draw(); });
  window.addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(() => { layOut(); draw(); }, 150); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw());

  // ---- drawing ------------------------------------------------------------------------------------------------------
  function draw() {
    const page = pages[at];
    if (!page) return;
    const { view } = boards.get(page.slug);
    $('whose').textContent = view.whose;
    $('title').textContent = [view.title, ...page.titles].join(' – ');
    $('month').textContent = view.monthLabel;
    $('map').textContent = view.mapLabel ?? '';
    $('map').hidden = view.mapLabel === null;
    const head = document.querySelector('h1');
    head.style.fontSize = '';
    // One line: a long title becomes smaller, not higher, but never smaller than the titles of tiles.
    if (!shape.phone) { head.style.whiteSpace = 'nowrap'; head.style.width = '100%'; const most = head.scrollWidth / head.clientWidth; if (most > 1) head.style.fontSize = `${Math.max(1.6, 2 / most - 0.02)}rem`; head.style.whiteSpace = ''; head.style.width = ''; }
    document.title = `${view.whose} – ${view.title}`;
    $('stamp').textContent = view.edition === null ? t('Chưa có ấn bản') : t('Số liệu đến {0} · cập nhật lúc {1} · ấn bản {2}', time(view.asOf), time(view.publishedAt), number(view.edition));
    const focused = document.activeElement?.closest('[data-testid]')?.dataset.testid;
    for (const chart of charts) chart.dispose();
    charts = [];
    const main = $('page');
    if (shape.phone) {
      main.style.gridTemplateRows = '';
      main.replaceChildren(...pages.flatMap((p) => boards.get(p.slug).view.sections.flatMap((section) => {
        const head = element('h2', '', section.title);
        return [head, ...section.tiles.map((tile) => tileNode(p.slug, tile))];
      })));
    } else {
      main.style.gridTemplateRows = `repeat(${page.rows}, minmax(0, 1fr))`;
      const heading = element('h2', 'unseen', page.titles.join(', '));
      main.replaceChildren(heading, ...page.placed.map((p) => {
        const node = tileNode(page.slug, p.tile);
        node.style.gridArea = `${p.y + 1} / ${p.x + 1} / span ${p.h} / span ${p.w}`;
        return node;
      }));
    }
    // All that takes room stands before rows and numbers are fitted into what is left.
    $('turn').hidden = shape.phone || (pages.length < 2 && view.alarms.length === 0);
    $('place').textContent = pages.length > 1 ? t('Trang {0} / {1}', at + 1, pages.length) : '';
    for (const id of ['back', 'next']) $(id).hidden = pages.length < 2;
    $('pause').hidden = briefing || pages.length < 2;
    $('alarm').textContent = view.alarms.length ? t('■ Chưa đạt: {0}', view.alarms.slice(0, 3).map((alarm) => alarm.text).join('; ')) + (view.alarms.length > 3 ? t('; và {0} mục khác', view.alarms.length - 3) : '') : '';
    document.body.classList.remove('old');
    drawBanner(false);
    const placed = shape.phone ? pages.flatMap((p) => p.placed) : page.placed;
    const nodes = main.querySelectorAll('.tile');
    placed.forEach(({ tile }, i) => {
      const node = nodes[i];
      const key = `${page.slug} ${tile.id}`;
      const from = rowsOf.get(key)?.from ?? 0;
      rowsOf.set(key, { from, next: Wall.fit(node, tile, from) });
      const box = node.querySelector('.chart');
      if (box && !box.querySelector('.empty')) charts.push(Wall.chart(box, tile));
    });
    if (focused) main.querySelector(`[data-testid="${CSS.escape(focused)}"] a`)?.focus();
  }
  function tileNode(slug, tile) {
    const since = newRed.get(`${slug} ${tile.id}`);
    return Wall.tile(tile, since !== undefined && Date.now() - since < NEW_ALARM_MS);
  }

  /** `refit`: when it comes or goes, the page has another height. */
  function drawBanner(refit = true) {
    const view = pages[at] ? boards.get(pages[at].slug).view : null;
    lostSince = connected && (!pulse || pulse.ok) ? null : lostSince || Date.now();
    const said = view ? t(' – số liệu lúc {0}', time(view.asOf)) : '';
    let text = '';
    if (!connected) text = t('Mất kết nối') + said;
    else if (pulse && !pulse.ok) text = t('Máy chủ không đọc được cơ sở dữ liệu') + said;
    else if (view && view.warning) text = view.warning;
    const banner = $('banner');
    const moves = banner.hidden !== (text === '');
    banner.hidden = text === '';
    if (banner.textContent !== text) banner.textContent = text;
    if (moves && refit && view) { draw(); return; }
    const old = lostSince !== null && Date.now() - lostSince > OLD_MS;
    if (old && view && !document.body.classList.contains('old')) {
      document.body.classList.add('old');
      for (const tile of document.querySelectorAll('.tile')) if (['fresh', 'incomplete'].includes(tile.dataset.state)) {
        tile.dataset.state = 'stale';
        const note = tile.querySelector('.note') || tile.insertBefore(element('p', 'note'), tile.querySelector('.foot'));
        note.textContent = t('SỐ LIỆU CŨ – đến {0}', time(view.asOf));
      }
    } else if (!old && document.body.classList.contains('old')) draw();
  }

  connect();
  Wall.startScreen();
})();
