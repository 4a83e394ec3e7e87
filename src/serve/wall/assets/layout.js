'use strict';
/* Lays the tiles of a board out on pages of 60 columns × rows, whatever the shape of the screen. Pure; the page draws what it returns. */
window.Wall = window.Wall || {};
(() => {
  const COLUMNS = 60;
  /** Rem of a line in each kind of list (see wall.css), of a tile's head and foot, and of one row of the page. */
  const LINE = { table: 2.5, ranking: 2.5, composition: 4.15, sources: 2.6, text: 2.2 };
  const FRAME = 8;
  const ROW = 9.8;
  const highFor = (lines, kind, least = 2) => Math.max(least, Math.min(6, Math.ceil((lines * LINE[kind] + FRAME) / ROW)));
  /** Width in figures beside each other, height in rows of about ten rem; by kind and by how much there is to show. */
  function sizeOf(tile) {
    switch (tile.kind) {
      case 'figure': return { wide: 1, high: 2 };
      case 'ranking': if (tile.ranking.rows.length === 0) return { wide: 2, high: 2 }; return { wide: 2, high: highFor(tile.ranking.rows.length, 'ranking') };
      case 'map': return { wide: 2, high: 6 };
      case 'table': return tile.rows.length === 0 ? { wide: 2, high: tile.note || tile.empty.length > 60 ? 2 : 1 } : { wide: tile.columns.length > 5 ? 99 : 2, high: highFor(tile.rows.length + 1, 'table') };
      case 'sources': return { wide: 2, high: highFor(tile.lines.length, 'sources') };
      case 'text': return { wide: 2, high: highFor(tile.lines.length, 'text') };
      case 'composition': return { wide: 2, high: highFor(tile.parts.length, 'composition') };
      default: return { wide: 2, high: 3 };
    }
  }

  /** Figures of a section are spread evenly: five on a screen for four stand as three and two. */
  function boxes(tiles, across, rows) {
    const list = [];
    for (let i = 0; i < tiles.length;) {
      let run = 0;
      while (i + run < tiles.length && tiles[i + run].kind === 'figure') run += 1;
      if (run === 0) {
        const { wide, high } = sizeOf(tiles[i]);
        list.push({ tile: tiles[i], w: Math.floor((Math.min(wide, across) * COLUMNS) / across), h: Math.min(high, rows) });
        i += 1;
        continue;
      }
      const lines = Math.ceil(run / across);
      for (let line = 0, left = run; line < lines; line += 1) {
        const count = Math.ceil(left / (lines - line));
        for (let k = 0; k < count; k += 1) list.push({ tile: tiles[i + run - left + k], w: Math.floor(COLUMNS / count), h: 2 });
        left -= count;
      }
      i += run;
    }
    return list;
  }

  class Page {
    constructor(rows) { this.rows = rows; this.cells = Array.from({ length: rows }, () => new Array(COLUMNS).fill(false)); this.placed = []; this.titles = []; }
    isFree(x, y, w, h) {
      if (x + w > COLUMNS || y + h > this.rows) return false;
      for (let r = y; r < y + h; r += 1) for (let c = x; c < x + w; c += 1) if (this.cells[r][c]) return false;
      return true;
    }
    mark(x, y, w, h, to) { for (let r = y; r < y + h; r += 1) this.cells[r].fill(to, x, x + w); }
    put(box) {
      for (let y = 0; y + box.h <= this.rows; y += 1) for (let x = 0; x + box.w <= COLUMNS; x += 1) if (this.isFree(x, y, box.w, box.h)) {
        this.mark(x, y, box.w, box.h, true);
        this.placed.push({ ...box, x, y });
        return true;
      }
      return false;
    }
    isHalfEmpty() { return this.cells.flat().filter(Boolean).length * 2 <= this.rows * COLUMNS; }
    /** All or none. */
    putAll(list) {
      const before = this.placed.length;
      if (list.every((box) => this.put(box))) return true;
      for (const p of this.placed.splice(before)) this.mark(p.x, p.y, p.w, p.h, false);
      return false;
    }
    /** Rows that nobody uses go; tiles grow into what stays free. */
    settle() {
      const used = Math.max(...this.placed.map((p) => p.y + p.h));
      this.rows = used;
      for (const p of [...this.placed].reverse()) {
        while (this.isFree(p.x + p.w, p.y, 1, p.h)) { this.mark(p.x + p.w, p.y, 1, p.h, true); p.w += 1; }
        while (p.y + p.h < used && this.isFree(p.x, p.y + p.h, p.w, 1)) { this.mark(p.x, p.y + p.h, p.w, 1, true); p.h += 1; }
      }
      return this;
    }
  }

  /** Pages of a board: a section starts a page of its own when it would be torn apart needlessly. */
  Wall.pagesOf = (sections, across, rows) => {
    const pages = [];
    let page = null;
    const open = () => { page = new Page(rows); pages.push(page); return page; };
    for (const section of sections) {
      const list = boxes(section.tiles, across, rows);
      const title = (on) => { if (!on.titles.includes(section.title)) on.titles.push(section.title); };
      if (page && page.putAll(list)) { title(page); continue; }
      // Each tile on the first page of its section with room for it, so that no tile stands alone while there is room elsewhere. A section that needs more
      // than one page begins where the one before has left half a page.
      const own = [page && (page.placed.length === 0 || (page.isHalfEmpty() && !new Page(rows).putAll(list))) ? page : open()];
      for (const box of list) {
        let on = own.find((p) => p.put(box));
        if (!on) { on = open(); own.push(on); on.put(box); }
        title(on);
      }
    }
    return pages.map((p) => p.settle());
  };

  /** How many figures beside each other and how many rows this screen takes; a phone scrolls in one column. */
  Wall.shapeOf = (width, height) => {
    if (width < 700) return { phone: true, across: 1, rows: 0, rem: 16 };
    const upright = width < height;
    const rem = upright ? width / 67.5 : Math.min(height / 67.5, width / 90);
    return { phone: false, rem, across: Math.max(1, Math.min(6, Math.round(width / rem / 29))), rows: Math.max(6, Math.floor((height / rem - 8) / 9.6)) };
  };
})();
