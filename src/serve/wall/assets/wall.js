'use strict';
/* The wall's page: draws the snapshot that the server sends; computes no figure. Texts and numbers come ready from the server. */
(() => {
  const version = document.documentElement.dataset.version;
  const SILENT_MS = 40000; // heartbeats come every 15 s
  const OLD_MS = 15 * 60000; // without contact for so long, every figure is shown as old
  const $ = (id) => document.getElementById(id);
  let snapshot = null, source = null, pulse = null, connected = false, lastHeard = Date.now(), offset = 0, chart = null;

  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    return node;
  }
  const two = (n) => String(n).padStart(2, '0');
  function time(iso) {
    if (!iso) return '–';
    const t = new Date(Date.parse(iso) + 7 * 3600000); // Asia/Ho_Chi_Minh
    return `${two(t.getUTCDate())}/${two(t.getUTCMonth() + 1)}/${t.getUTCFullYear()} ${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`;
  }
  const number = (n) => new Intl.NumberFormat('vi-VN').format(n);

  // ---- connection ---------------------------------------------------------------------------------------------------
  function connect() {
    if (source) source.close();
    source = new EventSource('/wall/events');
    source.addEventListener('open', heard);
    source.addEventListener('snapshot', (event) => { heard(); snapshot = JSON.parse(event.data); reloadWhenNew(snapshot.version); draw(); });
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
    const last = Number(sessionStorage.getItem('reloadedAt') || 0);
    if (Date.now() - last < 60000) return;
    try {
      const answer = await fetch('/wall', { cache: 'no-store' });
      if (!answer.ok) return;
      sessionStorage.setItem('reloadedAt', String(Date.now()));
      location.reload();
    } catch { /* the next heartbeat tries again */ }
  }
  setInterval(() => {
    if (Date.now() - lastHeard > SILENT_MS) connected = false;
    if (!connected && (source.readyState === EventSource.CLOSED || Date.now() - lastHeard > SILENT_MS)) { lastHeard = Math.max(lastHeard, Date.now() - SILENT_MS + 5000); connect(); }
    drawBanner();
    if (snapshot) { drawSources(); }
  }, 5000);

  // ---- drawing ------------------------------------------------------------------------------------------------------
  let lostSince = null;
  function drawBanner() {
    lostSince = connected && (!pulse || pulse.ok) ? null : lostSince || Date.now();
    const at = snapshot ? ` – số liệu lúc ${time(snapshot.asOf)}` : '';
    let text = '';
    if (!connected) text = `Mất kết nối${at}`;
    else if (pulse && !pulse.ok) text = `Máy chủ không đọc được cơ sở dữ liệu${at}`;
    else if (snapshot && snapshot.warning) text = snapshot.warning;
    const banner = $('banner');
    banner.hidden = text === '';
    if (banner.textContent !== text) banner.textContent = text;
    const old = lostSince !== null && Date.now() - lostSince > OLD_MS;
    if (old && snapshot && !document.body.classList.contains('old')) {
      document.body.classList.add('old');
      for (const tile of document.querySelectorAll('.tile')) if (tile.dataset.state === 'fresh' || tile.dataset.state === 'incomplete') {
        tile.dataset.state = 'stale';
        tile.querySelector('.note').textContent = `SỐ LIỆU CŨ – đến ${time(snapshot.asOf)}`;
      }
    } else if (!old && document.body.classList.contains('old')) { document.body.classList.remove('old'); draw(); }
  }

  function draw() {
    $('province').textContent = `CCHC – ${snapshot.province}`;
    $('month').textContent = snapshot.monthLabel;
    $('stamp').textContent = snapshot.edition === null ? 'Chưa có ấn bản' : `Số liệu đến ${time(snapshot.asOf)} · cập nhật lúc ${time(snapshot.publishedAt)} · ấn bản ${number(snapshot.edition)}`;
    $('tiles').replaceChildren(...snapshot.tiles.map(tile));
    drawRanking();
    drawOverdue();
    drawSources();
    drawBanner();
    drawTrend();
  }

  function tile(t) {
    const node = element('article', 'tile');
    node.dataset.testid = `tile-${t.indicator}`;
    node.dataset.state = t.state;
    node.append(element('h2', '', t.title));
    const value = element('p', 'value');
    value.append(element('span', /\d/.test(t.value.main) ? 'main' : 'main words', t.value.main), ' ', element('span', 'unit', t.value.unit));
    node.append(value);
    if (t.value.detail) node.append(element('p', 'detail', t.value.detail));
    if (t.trend) {
      const line = element('p', 'trend');
      const mark = { up: '▲', down: '▼', level: '=' }[t.trend.arrow];
      line.append(element('span', t.trend.good === null ? '' : t.trend.good ? 'good' : 'bad', mark), ` ${t.trend.text}`);
      node.append(line);
    }
    node.append(element('p', 'note', t.note));
    return node;
  }

  function rankingRow(row) {
    const li = element('li');
    li.dataset.state = row.state;
    const rank = element('span', 'rank', row.rank);
    rank.append(element('small', '', `/${number(snapshot.ranking.rankOf)}`));
    li.append(rank, element('span', row.name.length > 34 ? 'name longest' : row.name.length > 24 ? 'name long' : 'name', row.name), element('span', 'of', `${number(row.hits)} / ${number(row.total)}`), element('span', 'percent', `${row.percent} %`));
    return li;
  }
  function drawRanking() {
    const { title, rankOf, leftOut, first, last } = snapshot.ranking;
    const head = $('ranking').querySelector('h2');
    head.replaceChildren('Xếp hạng đơn vị ', element('small', '', title));
    $('ranking-first').replaceChildren(...(first.length ? first.map(rankingRow) : [element('li', 'empty', 'Chưa có đơn vị nào đủ điều kiện xếp hạng.')]));
    $('ranking').querySelector('.foot').textContent = `Xếp hạng ${number(rankOf)} đơn vị${leftOut ? `, không xếp ${number(leftOut)} (dưới 5 hồ sơ hoặc thiếu số liệu)` : ''}`;
    $('ranking-last').replaceChildren(...last.map(rankingRow));
  }

  function drawOverdue() {
    const panel = $('overdue');
    const { rows, units, state, note, countedAt } = snapshot.overdue;
    panel.dataset.state = state === 'stale' ? 'stale' : 'fresh';
    panel.querySelector('tbody').replaceChildren(...rows.map((row) => {
      const tr = element('tr');
      tr.append(element('td', row.name.length > 34 ? 'longest' : row.name.length > 21 ? 'long' : '', row.name), ...[row.to10, row.from11To30, row.over30, row.total].map((n) => element('td', '', number(n))));
      return tr;
    }));
    const text = rows.length === 0 ? 'Không có hồ sơ quá hạn' : `${number(units)} đơn vị có hồ sơ quá hạn`;
    panel.querySelector('.foot').textContent = note || `${text} · đếm lúc ${time(countedAt)}`;
  }

  function drawTrend() {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    chart ??= echarts.init($('chart'), null, { renderer: 'canvas' });
    chart.resize();
    const months = snapshot.trend;
    const fed = snapshot.tiles.find((t) => t.indicator === 'on-time-resolution');
    $('trend').querySelector('h2').replaceChildren('14 tháng gần đây ', fed.note ? element('small', 'warn', fed.state === 'unavailable' ? 'thiếu số liệu tháng này' : fed.note.split(' · ')[0]) : '');
    const labels = months.map((m) => m.label);
    const last = months.length - 1;
    const quiet = '#b4c1d6', size = Math.round(rem * 1.1);
    const shares = months.map((m) => (m.onTime === null ? null : m.onTime * 100));
    const known = shares.filter((s) => s !== null);
    const low = known.length ? Math.max(0, Math.floor((Math.min(...known) - 3) / 5) * 5) : 0;
    const category = (grid, show) => ({ type: 'category', gridIndex: grid, data: labels, axisLabel: { show, color: quiet, fontSize: size, interval: (i) => (last - i) % 2 === 0 }, axisTick: { show: false }, axisLine: { lineStyle: { color: '#2c3b55' } } });
    const axis = (grid, extra) => ({ type: 'value', gridIndex: grid, splitNumber: 2, axisLabel: { color: quiet, fontSize: size, formatter: (n) => (n >= 10000 ? `${number(n / 1000)}k` : number(n)) }, splitLine: { lineStyle: { color: '#22304a' } }, ...extra });
    chart.setOption({
      animation: false,
      grid: [{ left: rem * 4.2, right: rem * 4.5, top: rem * 1.4, height: '36%' }, { left: rem * 4.2, right: rem * 4.5, bottom: rem * 1.9, top: '56%' }],
      xAxis: [category(0, false), category(1, true)],
      yAxis: [axis(0, { min: low, max: 100, interval: (100 - low) / 2 }), axis(1, {})],
      series: [
        { type: 'line', xAxisIndex: 0, yAxisIndex: 0, data: shares.map((s, i) => ({ value: s, symbol: months[i].state === 'fresh' ? 'circle' : 'emptyDiamond', label: { show: i === last && s !== null, position: 'right', formatter: months[i].onTimeText, color: '#f3f6fb', fontSize: Math.round(rem * 1.2), fontWeight: 'bold' } })), symbolSize: rem * .6, connectNulls: false, lineStyle: { width: rem * .2, color: '#5fd38d' }, itemStyle: { color: '#5fd38d' } },
        { type: 'bar', xAxisIndex: 1, yAxisIndex: 1, data: months.map((m) => m.received), itemStyle: { color: '#6cb6ff' }, barGap: '10%', barCategoryGap: '30%' },
        { type: 'bar', xAxisIndex: 1, yAxisIndex: 1, data: months.map((m) => m.resolved), itemStyle: { color: 'transparent', borderColor: '#ffd166', borderWidth: Math.max(1, rem * .12) } },
      ],
    }, true);
    $('chart').setAttribute('aria-label', months.map((m) => `${m.label}: ${m.onTimeText || 'không có'}`).join('; '));
  }
  window.addEventListener('resize', () => { if (snapshot) { chart.resize(); drawTrend(); } });

  const STATES = { fresh: ['●', ''], failing: ['▲', 'đang lỗi, '], stale: ['■', 'CŨ, '], never: ['✕', 'chưa nạp lần nào'], imported: ['◆', 'nhập tay'] };
  const ORDER = ['never', 'stale', 'failing', 'fresh', 'imported'];
  const SHOWN = 3;
  function age(iso) {
    const minutes = Math.max(0, Math.floor((Date.now() + offset - Date.parse(iso)) / 60000));
    if (minutes < 1) return 'vừa xong';
    if (minutes < 60) return `${minutes} phút trước`;
    return minutes < 2880 ? `${Math.floor(minutes / 60)} giờ trước` : `${Math.floor(minutes / 1440)} ngày trước`;
  }
  function drawSources() {
    const sorted = [...snapshot.sources].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.title < b.title ? -1 : 1));
    const shown = sorted.length > SHOWN ? sorted.slice(0, SHOWN - 1) : sorted;
    const lines = shown.map((s) => {
      const li = element('li', s.state);
      const [mark, said] = STATES[s.state];
      li.dataset.testid = `source-${s.key}`;
      li.append(element('span', 'mark', mark), element('span', 'title', s.title), element('span', 'said', s.state === 'never' ? said : `${said}${said && s.state === 'imported' ? ' ' : ''}${s.lastSuccessAt ? age(s.lastSuccessAt) : ''}`));
      return li;
    });
    const rest = sorted.slice(shown.length);
    if (rest.length) {
      const li = element('li', rest[0].state);
      const bad = rest.filter((s) => s.state === 'never' || s.state === 'stale' || s.state === 'failing').length;
      li.append(element('span', 'mark', STATES[rest[0].state][0]), element('span', 'title', `${rest.length} nguồn khác`), element('span', 'said', bad ? `${bad} nguồn có lỗi` : 'bình thường'));
      lines.push(li);
    }
    $('sources').querySelector('ul').replaceChildren(...(lines.length ? lines : [element('li', '', 'Chưa khai báo nguồn nào.')]));
  }

  connect();
})();
