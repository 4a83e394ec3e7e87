'use strict';
/* Draws one tile. Texts and numbers come ready from the server; nothing is computed here but places on the screen. */
window.Wall = window.Wall || {};
(() => {
  const element = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    return node;
  };
  const SVG = 'http://www.w3.org/2000/svg';
  const drawing = (tag, attributes) => { const node = document.createElementNS(SVG, tag); for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value); return node; };
  /** A text of ours in the language of the page; `Wall.messages` comes from the server for English. */
  const t = (id, ...holes) => (Wall.messages?.[id] ?? id).replace(/\{(\d)\}/g, (_, i) => holes[i]);
  const number = (n) => new Intl.NumberFormat(document.documentElement.lang === 'en' ? 'en-GB' : 'vi-VN').format(n);
  const LIGHTS = { reached: '●', near: '▲', missed: '■', none: '○' };
  const LIGHT_WORDS = { reached: t('đạt'), near: t('gần đạt'), missed: t('chưa đạt'), none: t('không xếp') };
  Wall.t = t;
  Wall.element = element;
  Wall.number = number;

  function lightMark(light) {
    const mark = element('span', `light ${light}`, LIGHTS[light]);
    mark.setAttribute('role', 'img');
    mark.setAttribute('aria-label', LIGHT_WORDS[light]);
    return mark;
  }
  const movedText = (n) => (n === null || n === 0 ? '' : n > 0 ? `▲${n}` : `▼${-n}`);

  Wall.tile = (tile, alarmed) => {
    const node = element('article', alarmed ? 'tile alarmed' : 'tile');
    Object.assign(node.dataset, { testid: `tile-${tile.id}`, state: tile.state, kind: tile.kind });
    const head = element('h3');
    head.id = `t-${tile.id}`;
    node.setAttribute('aria-labelledby', head.id);
    if (tile.href) { const link = element('a', '', tile.title); link.href = tile.href; link.title = tile.description; head.append(link); } else { head.textContent = tile.title; head.title = tile.description; }
    if (alarmed) head.append(' ', element('span', 'new-alarm', t('■ CẢNH BÁO')));
    const body = element('div', 'body');
    node.append(head, body);
    KINDS[tile.kind](body, tile, node);
    if (tile.note) node.append(element('p', 'note', tile.note));
    node.append(element('p', 'foot', tile.foot));
    return node;
  };

  const KINDS = {
    figure(body, { figure, light, place, bar }) {
      const value = element('p', 'value');
      const line = element('span', 'line');
      line.append(element('span', /\d/.test(figure.value.main) ? 'main' : 'main words', figure.value.main), ' ', element('span', 'unit', figure.value.unit));
      value.append(line);
      body.append(value);
      if (bar) body.append(barOf(bar, figure));
      if (figure.value.detail) body.append(element('p', 'detail', figure.value.detail));
      if (light) { const p = element('p', 'goal'); p.append(lightMark(light.light), ` ${light.text}`); body.append(p); }
      if (figure.trend) {
        const p = element('p', 'trend');
        const mark = element('span', figure.trend.good === null ? '' : figure.trend.good ? 'good' : 'bad', { up: '▲', down: '▼', level: '=' }[figure.trend.arrow]);
        mark.setAttribute('role', 'img');
        mark.setAttribute('aria-label', { up: t('tăng'), down: t('giảm'), level: t('không đổi') }[figure.trend.arrow] + (figure.trend.good === null ? '' : figure.trend.good ? t(', tốt lên') : t(', xấu đi')));
        p.append(mark, ` ${figure.trend.text}`);
        body.append(p);
      }
      if (place) body.append(element('p', 'detail', place));
    },

    chart(body, tile) {
      const legend = element('p', 'legend');
      const several = tile.series.length > 1;
      tile.series.forEach((series, i) => { if (several) legend.append(element('span', `key ${series.shape} s${i}`), series.title); });
      if (tile.target !== null) legend.append(element('span', 'key target'), t('Chỉ tiêu {0}', `${number(tile.target)}${tile.percent ? ' %' : ''}`));
      if (tile.series.some((series) => series.shape === 'line' && series.whole.some((whole, i) => !whole && series.data[i] !== null))) legend.append(element('span', 'key open', '◇'), t('chưa trọn kỳ'));
      if (legend.childNodes.length) body.append(legend);
      const box = element('div', 'chart');
      body.append(box);
      if (tile.series.every((series) => series.data.every((n) => n === null))) box.append(element('p', 'empty', tile.labels.length ? t('Không có số liệu') : t('Không phát sinh')));
      else { box.setAttribute('role', 'img'); box.setAttribute('aria-label', tile.spoken); }
    },

    ranking(body, { ranking }) {
      if (ranking.rows.length === 0) { body.append(element('p', 'empty', ranking.empty), element('p', 'said', ranking.said)); return; }
      const list = element('ol', ranking.rows.some((row) => row.text.length > 7) ? 'rows ranking points' : 'rows ranking');
      const narrow = ranking.rows.every((row) => !row.of);
      const placed = ranking.rows.some((row) => row.rank !== null);
      list.append(...ranking.rows.map((row) => {
        const li = element('li', [narrow ? 'narrow' : '', placed ? '' : 'unplaced'].join(' ').trim());
        li.dataset.state = row.state;
        const name = element('a', 'name', row.name);
        name.href = row.href;
        li.append(lightMark(row.light), name, ...(narrow ? [] : [element('span', 'of', row.of)]), element('span', 'percent', row.text));
        if (placed) {
          const rank = element('span', 'rank', row.rank);
          rank.append(element('small', '', `/${number(ranking.rankOf)}`));
          const moved = element('span', row.moved > 0 ? 'moved good' : 'moved bad', movedText(row.moved));
          if (row.moved) { moved.setAttribute('role', 'img'); moved.setAttribute('aria-label', row.moved > 0 ? t('lên {0} bậc', row.moved) : t('xuống {0} bậc', -row.moved)); }
          li.prepend(rank);
          name.after(moved);
        }
        return li;
      }));
      body.append(list, element('p', 'said', ranking.said));
    },

    table(body, tile) {
      if (tile.rows.length === 0) { body.append(element('p', 'empty', tile.empty)); return; }
      const table = element('table', 'rows');
      table.setAttribute('aria-labelledby', `t-${tile.id}`);
      const head = element('tr');
      // What the columns of stated width leave belongs to the others.
      const wide = (column) => !column.width && !column.number && tile.columns.some((other) => other.width);
      const share = 100 / tile.columns.filter(wide).length;
      for (const column of tile.columns) {
        const th = element('th', column.number ? 'number' : wide(column) ? 'wide' : '', column.label);
        th.scope = 'col';
        if (column.width) th.style.setProperty('--width', `${column.width / (column.number ? 14 : 10)}rem`);
        if (wide(column)) th.style.setProperty('--share', `${share}%`);
        head.append(th);
      }
      const thead = element('thead');
      thead.append(head);
      const rows = element('tbody');
      rows.append(...tile.rows.map((cells) => {
        const tr = element('tr');
        tr.append(...cells.map((cell, i) => {
          const td = element('td', [tile.columns[i].number ? 'number' : '', /^[\d–▲▼=−][^ ]*( \d\d:\d\d)?$/.test(cell.text) ? 'whole' : '', cell.tone || ''].join(' ').trim(), cell.href ? null : cell.text);
          if (cell.href) { const link = element('a', '', cell.text); link.href = cell.href; td.append(link); }
          return td;
        }));
        return tr;
      }));
      table.append(thead, rows);
      body.append(table, element('p', 'said', endOf(tile)));
    },

    sources(body, { lines }) {
      const list = element('ul', 'rows sources');
      const sorted = [...lines].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.title.localeCompare(b.title, 'vi'));
      list.append(...sorted.map((s) => {
        const li = element('li', s.state);
        const [mark, word] = STATES[s.state];
        li.dataset.testid = `source-${s.key}`;
        const shape = element('span', 'mark', mark);
        shape.setAttribute('aria-hidden', 'true');
        const age = s.state === 'never' || !s.lastSuccessAt ? '' : Wall.age(s.lastSuccessAt);
        li.append(shape, element('span', 'name', s.title), element('span', 'state', [word, age].filter(Boolean).join(', ')));
        return li;
      }));
      if (lines.length === 0) body.append(element('p', 'empty', t('Chưa khai báo nguồn nào.')));
      else body.append(list, element('p', 'said'));
    },

    composition(body, tile) {
      const { parts, empty } = tile;
      if (parts.length === 0) { body.append(element('p', 'empty', empty)); return; }
      const list = element('ul', 'rows parts');
      list.append(...parts.map((part) => {
        const li = element('li', part.tone || '');
        const track = element('span', 'track');
        const fill = element('span', 'fill');
        fill.style.width = `${(part.share || 0) * 100}%`;
        track.append(fill);
        const name = element(part.href ? 'a' : 'span', 'name', part.title);
        if (part.href) name.href = part.href;
        li.append(name, element('span', 'percent', part.text), track);
        return li;
      }));
      body.append(list, element('p', 'said', endOf(tile)));
    },

    map(body, tile) {
      const box = element('div', 'map');
      body.append(box);
      const legend = element('ul', 'legend lights');
      const entry = (className, text) => {
        const li = element('li');
        const swatch = drawing('svg', { viewBox: '0 0 30 20', class: 'swatch', 'aria-hidden': 'true' });
        swatch.append(drawing('rect', { width: 30, height: 20, class: `area ${className}` }));
        li.append(swatch, text);
        legend.append(li);
      };
      if (tile.thirds) tile.thirds.forEach((text, i) => entry(`third${i + 1}`, text));
      else for (const light of ['reached', 'near', 'missed']) entry(light, `${LIGHT_WORDS[light]}: ${number(tile.counts[light])}`);
      const shown = Object.values(tile.areas).filter((area) => (tile.thirds ? area.third : area.light !== 'none')).length;
      entry('none', t('không xếp: {0}', number(Math.max(0, Object.values(tile.counts).reduce((sum, n) => sum + n, 0) - shown))));
      body.append(legend, element('p', 'said', tile.rule));
      box.setAttribute('role', 'img');
      box.setAttribute('aria-label', `${tile.title}: ${[...legend.children].map((li) => li.textContent).join(', ')}`);
      Wall.outlines().then((map) => { if (map) box.append(mapOf(map, tile)); else box.append(element('p', 'empty', t('Chưa tải được bản đồ.'))); });
    },

    text(body, { lines }) { body.append(...lines.map((line) => element('p', 'words', line))); },
  };

  /** Where a list ends that may go on. */
  const endOf = ({ most }) => (most ? t('Danh sách dừng ở {0} dòng đầu', number(most)) : '');

  const STATES = { fresh: ['●', ''], failing: ['▲', t('đang lỗi')], stale: ['■', t('CŨ')], never: ['✕', t('chưa nạp lần nào')], imported: ['◆', t('nhập tay')] };
  const ORDER = ['never', 'stale', 'failing', 'fresh', 'imported'];

  function barOf({ share, target }, figure) {
    const track = element('div', 'track');
    track.setAttribute('role', 'meter');
    track.setAttribute('aria-label', figure.title);
    track.setAttribute('aria-valuemin', '0');
    track.setAttribute('aria-valuemax', '100');
    track.setAttribute('aria-valuenow', String(Math.round(share * 1000) / 10));
    const fill = element('span', 'fill');
    fill.style.width = `${share * 100}%`;
    track.append(fill);
    if (target !== null) { const tick = element('span', 'tick'); tick.style.left = `${Math.min(100, target * 100)}%`; track.append(tick); }
    return track;
  }

  /** Lights differ by pattern as well as by colour: plain, dotted, striped, empty. */
  function mapOf(map, tile) {
    const svg = drawing('svg', { viewBox: `-4 -4 ${map.width + 8} ${map.height + 8}`, 'aria-hidden': 'true' });
    const defs = drawing('defs', {});
    const near = drawing('pattern', { id: 'near', width: 12, height: 12, patternUnits: 'userSpaceOnUse' });
    near.append(drawing('rect', { width: 12, height: 12, class: 'near-ground' }), drawing('circle', { cx: 6, cy: 6, r: 2.6, class: 'near-mark' }));
    const missed = drawing('pattern', { id: 'missed', width: 10, height: 10, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' });
    missed.append(drawing('rect', { width: 10, height: 10, class: 'missed-ground' }), drawing('rect', { width: 4, height: 10, class: 'missed-mark' }));
    defs.append(near, missed);
    svg.append(defs);
    for (const frame of map.frames) svg.append(drawing('rect', { x: frame.x, y: frame.y, width: frame.width, height: frame.height, class: 'frame' }));
    for (const area of map.areas) {
      const known = tile.areas[area.id];
      const path = drawing('path', { d: area.path, class: `area ${!known ? 'none' : known.third ? `third${known.third}` : known.light}` });
      const title = drawing('title', {});
      title.textContent = known ? `${known.name}: ${known.text}` : t('{0}: không có số liệu', area.name);
      path.append(title);
      svg.append(path);
    }
    for (const frame of map.frames) {
      const label = drawing('text', { x: frame.x + frame.width / 2, y: frame.y - 10, 'text-anchor': 'middle', class: 'label' });
      label.textContent = frame.title;
      svg.append(label);
    }
    return svg;
  }

  /** After the tile stands on the page: rows that do not fit go, and that is said; numbers and names shrink to their place. */
  Wall.shrink = (node, width) => shrink(node, width);
  Wall.fit = (node, tile, from) => {
    const main = node.querySelector('.value .line');
    shorten(node);
    if (main) { shrink(main, main.parentElement.clientWidth); lower(main, node.querySelector('.body')); }
    const list = node.querySelector('.rows');
    // Columns take the room that the definition asks for, where the tile is wide enough for it.
    if (list?.tagName === 'TABLE') { list.classList.add('roomy'); if (list.scrollWidth > list.parentElement.clientWidth) list.classList.remove('roomy'); }
    if (!list) return 0;
    const body = node.querySelector('.body');
    const items = [...(list.tagName === 'TABLE' ? list.tBodies[0].rows : list.children)];
    const said = node.querySelector('.said');
    const full = () => body.scrollHeight > body.clientHeight + 1;
    if (!full()) { grow(list, full); return 0; }
    if (tile.kind === 'ranking') {
      // The best and the last stay, the middle goes.
      const gap = element('li', 'gap', '⋯');
      gap.setAttribute('aria-hidden', 'true');
      let [head, tail] = [Math.ceil(items.length / 2) - 1, Math.ceil(items.length / 2)];
      items[head].replaceWith(gap);
      let removed = 1;
      while (full() && items.length - removed > 2) {
        const fromHead = head > (items.length - tail) * 2;
        if (fromHead) { head -= 1; items[head].remove(); } else { items[tail].remove(); tail += 1; }
        removed += 1;
        if (tail >= items.length) tail = items.length - 1;
      }
      said.textContent += t(' · hiện {0}', number(items.length - removed));
      return 0;
    }
    // A long table turns its rows: the next time this page comes round, the next rows are shown.
    const start = from < items.length ? from : 0;
    items.slice(0, start).forEach((item) => item.remove());
    let shown = items.length - start;
    const end = tile.most ? ` · ${t('danh sách dừng ở đó')}` : '';
    said.textContent = t('Dòng {0}–{1} / {2}', '000', '000', '000') + end;
    while (full() && shown > 1) { shown -= 1; items[start + shown].remove(); }
    said.textContent = t('Dòng {0}–{1} / {2}', number(start + 1), number(start + shown), number(items.length)) + end;
    return start + shown >= items.length ? 0 : start + shown;
  };

  /** A short list in much room is written larger, as long as little more is broken into lines. */
  function grow(list, full) {
    if (document.body.classList.contains('phone')) return;
    const high = list.offsetHeight;
    for (const size of [1.6, 1.45, 1.3, 1.15]) {
      list.style.setProperty('--grow', size);
      if (!full() && list.scrollWidth <= list.parentElement.clientWidth && list.offsetHeight <= high * size * 1.25) return;
    }
    list.style.removeProperty('--grow');
  }

  /** A reason too long for its tile loses its last sentences; the page that explains says it all. */
  function shorten(node) {
    const [note, body, line] = ['.note', '.body', '.value .line'].map((name) => node.querySelector(name));
    if (!note || !line) return;
    const least = leastOf(line);
    const size = line.style.fontSize;
    line.style.fontSize = `${least}px`;
    for (let text = note.textContent; body.scrollHeight > body.clientHeight + 1 && /[.;:] /.test(text);) {
      text = text.slice(0, Math.max(...['. ', '; ', ': '].map((end) => text.lastIndexOf(end))));
      note.textContent = `${text} …`;
    }
    line.style.fontSize = size;
  }

  /** The size of a title; words are set in .55 of the line (see wall.css). */
  const leastOf = (line) => (parseFloat(getComputedStyle(document.documentElement).fontSize) * 1.6) / (line.querySelector('.words') ? 0.55 : 1);

  /** A number gives way to what stands under it, down to the size of the title. */
  function lower(node, body) {
    const least = leastOf(node);
    for (let size = parseFloat(getComputedStyle(node).fontSize); size > least && body.scrollHeight > body.clientHeight + 1;) { size *= 0.92; node.style.fontSize = `${size}px`; }
  }

  function shrink(node, width) {
    const size = parseFloat(getComputedStyle(node).fontSize);
    if (node.scrollWidth > width && node.scrollWidth > 0) node.style.fontSize = `${Math.floor(((size * width) / node.scrollWidth) * 0.98)}px`;
  }

  Wall.chart = (box, tile) => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    // A phone is read from near.
    const rem = parseFloat(style.fontSize) * (document.body.classList.contains('phone') ? 0.62 : 1);
    const size = Math.round(rem * 1.4);
    const family = getComputedStyle(document.body).fontFamily;
    const palette = [colour('--blue'), colour('--amber'), colour('--bad'), colour('--quiet')];
    const known = tile.series.flatMap((series) => series.data).filter((n) => n !== null);
    const lines = tile.series.every((series) => series.shape === 'line');
    // Shares end at 100 and begin at a multiple of 20, so that the scale has four even steps.
    const low = lines && known.length ? Math.max(0, Math.floor((Math.min(...known, tile.target ?? Infinity) - 2) / 20) * 20) : 0;
    const last = tile.labels.length - 1;
    const every = Math.max(1, Math.ceil((tile.labels.length * size * 3.4) / Math.max(1, box.clientWidth - rem * 8)));
    const chart = echarts.init(box, null, { renderer: 'canvas' });
    chart.setOption({
      animation: false, textStyle: { fontFamily: family },
      grid: { left: rem * 5.2, right: rem * (lines ? 7 : 1.5), top: rem * 1.6, bottom: rem * 2.9 },
      xAxis: { type: 'category', data: tile.labels, axisLabel: { color: colour('--quiet'), fontSize: size, margin: rem * 0.9, interval: (i) => (last - i) % every === 0 }, axisTick: { show: false }, axisLine: { lineStyle: { color: colour('--edge') } } },
      yAxis: { type: 'value', min: tile.percent ? low : lines ? undefined : 0, scale: lines, max: tile.percent ? 100 : undefined, interval: tile.percent ? (100 - low) / 4 : undefined, splitNumber: 3, axisLabel: { color: colour('--quiet'), fontSize: size, formatter: (n) => (n >= 1000000 ? t('{0} tr', number(n / 1000000)) : number(Math.round(n * 100) / 100)) }, splitLine: { lineStyle: { color: colour('--edge') } } },
      series: tile.series.flatMap((series, i) => {
        const point = (n, k) => ({ value: n, symbol: series.whole[k] ? ['circle', 'rect', 'triangle'][i % 3] : 'emptyDiamond', label: { show: lines && k === last && n !== null, position: 'right', formatter: series.texts[k], color: colour('--text'), fontSize: Math.round(rem * 1.6), fontWeight: 'bold', fontFamily: family } });
        const drawn = (type, data) => ({
          type: series.shape === 'line' ? 'line' : 'bar', connectNulls: false, symbolSize: rem * 0.8, barGap: '10%', barMaxWidth: rem * 5, barCategoryGap: '25%', lineStyle: { width: rem * 0.28, type, color: palette[i % 4] },
          itemStyle: series.shape === 'hollow' ? { color: 'transparent', borderColor: palette[i % 4], borderWidth: Math.max(1, rem * 0.16) } : { color: palette[i % 4] }, data,
        });
        // What is not whole at the end is no fall or rise yet: dashes lead to it.
        const running = series.shape === 'line' && last > 0 && !series.whole[last];
        if (!running) return [drawn('solid', series.data.map(point))];
        return [drawn('solid', series.data.map((n, k) => (k === last ? null : point(n, k)))), drawn('dashed', series.data.map((n, k) => (k === last ? point(n, k) : k === last - 1 ? { value: n, symbol: 'none' } : null)))];
      }).concat(tile.target === null ? [] : [{ type: 'line', data: tile.labels.map(() => tile.target), symbol: 'none', lineStyle: { type: 'dashed', width: rem * 0.18, color: colour('--text') }, itemStyle: { color: colour('--text') } }]),
    });
    return chart;
  };
})();
