/** A source in memory: rows with a cursor, asked by window and page, with a session that can break at any call. */
import type { RenderedRequest, Session } from '../../src/ingest/session';
import { sourceDefinition, type SourceDefinition, type SourceInput } from '../../src/sources/source';
import { fromDate, toIso } from '../../src/vocabulary';
import { at } from './dossiers';

/** As the outside writes it; `hoTen`, `soDienThoai` must never be stored. */
export interface OutsideRow { ma: string; donVi: string; nhan: string | null; hen?: string | null; xong?: string | null; sua: string; kenh?: string; hoTen?: string; soDienThoai?: string }

type WindowInput = NonNullable<Extract<SourceInput['streams'][number], { record: 'dossier' }>['window']>;
const MOMENT = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

/** A source whose list is asked by the moment of the last change. */
export function stubDefinition(options: { id?: string; size?: number; window?: Partial<WindowInput> | null; parallel?: number; secondPass?: boolean } = {}): SourceDefinition {
  return sourceDefinition.parse({
    id: options.id ?? 'stub', title: 'Stub', baseUrl: 'http://stub.invalid', transport: { parallel: options.parallel ?? 1 },
    units: ['A', 'B', 'C'].map((code) => ({ code: `U.${code}`, name: `Đơn vị ${code}`, level: 'department', aliases: [code] })),
    streams: [{
      id: 'dossiers', record: 'dossier',
      paging: { kind: 'pages', first: 0, size: options.size ?? 10, stop: 'totalRows', totalRowsAt: 'total' }, envelope: { rows: 'rows' },
      ...(options.window === null ? { request: { path: '/list', query: { offset: '{page.offset}', size: '{page.size}' } } } : {
        request: { path: '/list', query: { from: '{window.from}', to: '{window.to}', offset: '{page.offset}', size: '{page.size}' } },
        window: { start: '2025-07-01', step: '1d', overlap: '1h', align: 'instant', holdBack: '0s', from: { pattern: MOMENT }, to: { pattern: MOMENT, end: 'exclusive' }, ...options.window },
      }),
      mapping: {
        code: 'ma', receivingUnit: { by: 'id', at: 'donVi' }, channel: { at: 'kenh', map: { online: 'online', quay: 'counter' }, empty: 'counter', unknown: 'reject' },
        receivedAt: { at: 'nhan', date: 'iso' }, dueAt: { at: 'hen', date: 'iso' }, endedAt: { at: 'xong', date: 'iso' }, modifiedAt: { at: 'sua', date: 'iso' },
      },
    }],
  } as SourceInput);
}

export const iso = (local: string) => toIso(at(local));

export interface StubSource {
  rows: OutsideRow[];
  session: Session;
  calls: RenderedRequest[];
  /** Called before each answer with the number of the call from 1; may throw. */
  before: (call: number) => void | Promise<void>;
}

export function createStub(rows: OutsideRow[] = []): StubSource {
  const stub: StubSource = {
    rows, calls: [], before: () => undefined,
    session: {
      async call(request) {
        stub.calls.push(request);
        await stub.before(stub.calls.length);
        const query = request.query ?? {};
        const [from, to] = [query.from, query.to].map((text) => (text === undefined ? null : fromDate(new Date(String(text)))));
        const inside = stub.rows.filter((row) => from === null || from === undefined || (fromDate(new Date(row.sua)) >= from && fromDate(new Date(row.sua)) < to!))
          .sort((a, b) => (a.sua < b.sua ? -1 : a.sua > b.sua ? 1 : 0)); // equal cursors stay in the order in which they stand
        const offset = Number(query.offset);
        const json = { total: inside.length, rows: inside.slice(offset, offset + Number(query.size)) };
        const text = JSON.stringify(json);
        return { status: 200, json: JSON.parse(text) as unknown, text, bytes: text.length };
      },
    },
  };
  return stub;
}

/** Small numbers, the same every run. */
export const generator = (seed: number) => {
  let state = seed >>> 0;
  const next = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32; };
  next();
  return { next, below: (n: number) => Math.floor(next() * n) };
};
