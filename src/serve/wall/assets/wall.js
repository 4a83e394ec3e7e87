/* The wall page: shows what the server sends, keeps the last figures when the line breaks, and says so. No formula lives here. */
(() => {
  const $ = (id) => document.getElementById(id);
  const whole = new Intl.NumberFormat('vi-VN');
  const two = new Intl.NumberFormat('vi-VN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const moment = (iso) => {
    const parts = Object.fromEntries(new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }).formatToParts(new Date(iso)).map((p) => [p.type, p.value]));
    return `${parts.hour}:${parts.minute} ${parts.day}/${parts.month}/${parts.year}`;
  };
  const percent = (ratio) => `${two.format(ratio * 100)} %`;
  const node = (tag, className, text) => { const n = document.createElement(tag); if (className) n.className = className; if (text !== undefined) n.textContent = text; return n; };
  let snapshot = null;
  let chart = null;

  function tile(t, asOf) {
    const box = node('article', 'tile');
    box.dataset.testid = `tile-${t.indicator}`;
    box.dataset.state = t.state;
    box.title = t.question;
    box.append(node('h3', '', t.title));
    if (t.state === 'unavailable') {
      box.append(node('p', 'words', 'Không có số liệu'), node('p', 'reason', t.reason || ''));
      return box;
    }
    if (t.state === 'none' || t.value === null) {
      box.append(node('p', 'words', 'Không phát sinh'));
    } else {
      const value = node('p', 'value');
      if (t.show === 'hits') value.append(whole.format(t.hits), node('small', '', ' hồ sơ'));
      else if (t.score !== null && t.maxScore !== null) value.append(two.format(t.score), node('small', '', ` / ${whole.format(t.maxScore)} điểm`));
      else if (t.kind === 'ratio' || t.kind === 'group') value.append(percent(t.value));
      else { value.append(t.kind === 'mean' ? two.format(t.value) : whole.format(t.value), node('small', '', ` ${t.unit || 'hồ sơ'}`)); }
      box.append(value);
    }
    if (t.total !== null) box.append(node('p', 'counts', `${whole.format(t.hits)} / ${whole.format(t.total)}${(t.score !== null || t.show === 'hits') && t.value !== null ? ` = ${percent(t.value)}` : ''}`));
    if (t.value !== null && t.previous !== null) box.append(movement(t));
    const marks = { stale: `SỐ LIỆU CŨ – đến ${asOf ? moment(asOf) : '?'}`, incomplete: `CHƯA ĐỦ – đã nạp ${two.format((t.coverage || 0) * 100)} % kỳ` };
    box.append(node('p', 'mark', marks[t.state] || `cập nhật lúc ${asOf ? moment(asOf) : '?'}`));
    return box;
  }

  function movement(t) {
    const ratio = t.kind === 'ratio' || t.kind === 'group';
    const change = t.value - t.previous;
    const steady = Math.abs(change) < (ratio ? 0.00005 : 0.5);
    const better = t.direction === 'none' || steady ? '' : (change > 0) === (t.direction === 'up') ? ' better' : ' worse';
    const line = node('p', `move${better}`);
    const amount = ratio ? `${two.format(Math.abs(change) * 100)} đ.%` : t.kind === 'mean' ? two.format(Math.abs(change)) : whole.format(Math.abs(change));
    line.append(node('b', '', steady ? '■ không đổi' : `${change > 0 ? '▲' : '▼'} ${amount}`), ' so tháng\u00a0trước');
    return line;
  }

  function ranking(s) {
    const rows = document.querySelector('#ranking .rows');
    $('ranking-note').textContent = `tháng ${s.period.slice(5)}/${s.period.slice(0, 4)} · ${whole.format(s.rankedUnits)} đơn vị${s.unrankedUnits ? `, ${whole.format(s.unrankedUnits)} chưa đủ số liệu` : ''}`;
    rows.replaceChildren();
    if (s.ranking.length === 0) { rows.append(node('p', 'empty', 'Chưa đơn vị nào đủ số liệu để xếp hạng')); return; }
    const head = node('div', 'row head');
    head.append(node('span', 'number', 'Hạng'), node('span', '', 'Đơn vị'), node('span', 'number', 'Điểm'), node('span', 'counts', 'Đúng hạn / Tổng'));
    rows.append(head);
    const many = s.ranking.length > 20;
    const line = (r) => {
      const row = node('div', 'row');
      row.append(node('span', 'number strong', String(r.rank)), node('span', 'name', r.name), node('span', 'number strong', two.format(r.score)), node('span', 'counts', `${whole.format(r.hits)} / ${whole.format(r.total)}`));
      return row;
    };
    for (const r of many ? s.ranking.slice(0, 12) : s.ranking) rows.append(line(r));
    if (many) { rows.append(node('div', 'row gap', '⋯')); for (const r of s.ranking.slice(-7)) rows.append(line(r)); }
  }

  function overdue(s) {
    const rows = document.querySelector('#overdue .rows');
    rows.replaceChildren();
    if (s.overdue.length === 0) { rows.append(node('p', 'empty', 'Không có hồ sơ quá hạn')); return; }
    const head = node('div', 'row head');
    for (const [i, text] of ['Số ngày quá hạn', '1–10', '11–30', '> 30', 'Tổng'].entries()) head.append(node('span', i ? 'number' : '', text));
    rows.append(head);
    for (const r of s.overdue) {
      const row = node('div', 'row');
      row.append(node('span', 'name', r.name), node('span', 'number', whole.format(r.short)), node('span', 'number', whole.format(r.middle)), node('span', `number${r.long ? ' bad' : ''}`, whole.format(r.long)), node('span', 'number strong', whole.format(r.total)));
      rows.append(row);
    }
  }

  function trend(s) {
    const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
    chart = chart || echarts.init($('chart'), null, { renderer: 'svg' });
    const text = { color: '#a9b8d0', fontSize: size * 0.95 };
    chart.setOption({
      animation: false, textStyle: { fontFamily: 'inherit' }, grid: { left: 8, right: 8, top: size * 0.8, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: s.trend.map((m) => `${m.month.slice(5)}/${m.month.slice(2, 4)}`), axisLabel: text, axisLine: { lineStyle: { color: '#26344f' } } },
      yAxis: [
        { type: 'value', axisLabel: { ...text, formatter: (n) => whole.format(n) }, splitLine: { lineStyle: { color: '#26344f' } } },
        { type: 'value', min: 0, max: 100, axisLabel: { ...text, formatter: (n) => `${whole.format(n)} %` }, splitLine: { show: false } },
      ],
      series: [
        { name: 'Tiếp nhận', type: 'bar', data: s.trend.map((m) => m.received), itemStyle: { color: '#3b6ea8' }, barGap: 0 },
        { name: 'Giải quyết', type: 'bar', data: s.trend.map((m) => m.resolved), itemStyle: { color: '#8fa3c2' } },
        { name: 'Tỷ lệ đúng hạn', type: 'line', yAxisIndex: 1, symbol: 'diamond', symbolSize: size * 0.7, lineStyle: { width: 3 }, data: s.trend.map((m) => (m.onTime === null ? null : Math.round(m.onTime * 10000) / 100)), itemStyle: { color: '#4cc38a' } },
      ],
    }, true);
  }

  function show(s) {
    if (snapshot && s.version !== document.body.dataset.version) { location.reload(); return; }
    snapshot = s;
    $('province').textContent = s.province;
    $('asof').textContent = s.asOf ? `Cập nhật lúc ${moment(s.asOf)}` : 'Chưa có số liệu';
    $('edition').textContent = s.edition === null ? '' : `Ấn bản ${whole.format(s.edition)}`;
    const words = { fresh: 'mới', failing: 'đang lỗi', stale: 'SỐ LIỆU CŨ', never: 'chưa nạp', imported: 'nhập tệp' };
    $('sources').replaceChildren(...s.sources.map((source) => {
      const item = node('li', '', `${source.title}: ${words[source.state]}`);
      item.dataset.state = source.state;
      item.title = source.error || source.title;
      return item;
    }));
    $('tiles').replaceChildren(...s.tiles.map((t) => tile(t, s.asOf)));
    ranking(s);
    overdue(s);
    trend(s);
  }

  function banner(text) {
    $('banner').hidden = !text;
    $('banner').textContent = text;
    if (chart) chart.resize();
  }

  function connect() {
    const events = new EventSource('/wall/events');
    events.onmessage = (event) => { banner(''); show(JSON.parse(event.data)); };
    events.onopen = () => { banner(''); };
    events.onerror = () => {
      banner(snapshot && snapshot.asOf ? `Mất kết nối với máy chủ – số liệu lúc ${moment(snapshot.asOf)}; đang tự kết nối lại` : 'Chưa kết nối được với máy chủ; đang thử lại');
      if (events.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
    };
  }
  // Figures age while nobody sends anything: after half an hour without newer ones the page says so itself.
  setInterval(() => { if (snapshot && snapshot.asOf && Date.now() - Date.parse(snapshot.asOf) > 30 * 60000 && $('banner').hidden) banner(`Số liệu đã cũ – cập nhật lúc ${moment(snapshot.asOf)}`); }, 30000);
  addEventListener('resize', () => { if (chart) { chart.resize(); if (snapshot) trend(snapshot); } });
  connect();
})();
