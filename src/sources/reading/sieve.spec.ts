import { sourceDefinition } from '../source';
import { compileStream } from './mapping';
import { compileSieve } from './sieve';

const stream = sourceDefinition.parse({ id: 'x', title: 'x', baseUrl: 'http://x.test', streams: [{
  id: 's', record: 'dossier', request: { path: '/' }, envelope: { rows: ['data.soLieu|json.list', 'rows'], success: [{ at: 'code' }] },
  paging: { kind: 'pages', size: 10, stop: 'totalRows', totalRowsAt: 'meta.total' },
  skip: [{ at: 'kind', matches: 'x', reason: 'r' }], keep: ['files'],
  mapping: {
    code: ['code', 'ma'], channel: { const: 'online' }, receivedAt: { at: 'dates.0.at', date: 'iso' },
    fieldName: { at: 'tags', pick: { by: 'key', equals: 'lv', value: 'text' } },
    electronicResult: { present: 'result.file' }, procedureName: 'procedure', receivingUnit: { by: 'id', at: 'agency.id', name: 'agency.name' },
  },
}] }).streams[0]!;
const sieve = compileSieve(stream);
const row = {
  code: '1', ma: '2', kind: 'k', applicant: { name: 'Nguyễn Văn A', phone: '0900' }, agency: { id: 3, name: 'Xã', head: 'Trần B' }, procedure: { name: 'an object' },
  dates: [{ at: '2026-01-01', by: 'Lê C' }, { at: 'z', by: 'D' }], tags: [{ key: 'lv', text: 'Đất đai', owner: 'E' }, 'F'], result: { file: 'nguyen-van-a.pdf' }, files: [{ id: 1 }],
};
const kept = {
  code: '1', ma: '2', kind: 'k', agency: { id: 3, name: 'Xã' }, procedure: {}, dates: [{ at: '2026-01-01' }],
  tags: [{ key: 'lv', text: 'Đất đai' }, null], result: { file: true }, files: [{ id: 1 }],
};

describe('sieve', () => {
  it('[mode 39] keeps named paths only', () => expect(sieve({ code: 0, user: 'A', meta: { total: 1, by: 'B' }, rows: [row] })).toEqual({ code: 0, meta: { total: 1 }, rows: [kept] }));
  it('looks into JSON in text', () => {
    const answer = { data: { soLieu: JSON.stringify({ list: [row], asker: 'A' }), other: 1 } };
    const sieved = sieve(answer) as { data: { soLieu: string } };
    expect(Object.keys(sieved.data)).toEqual(['soLieu']);
    expect(JSON.parse(sieved.data.soLieu)).toEqual({ list: [kept] });
    expect(compileStream(stream).rows(sieve(answer)).rows).toHaveLength(1);
  });
  it('keeps unreadable JSON unreadable, without its content', () => {
    const answer = sieve({ data: { soLieu: 'Nguyễn Văn A' } });
    expect(JSON.stringify(answer)).not.toContain('Nguyễn');
    expect(compileStream(stream).rows(answer).problem).toBeDefined();
  });
  it('does not keep text in place of an answer', () => expect(sieve('<html>Nguyễn Văn A</html>')).toBeNull());
  it('reads the same after the sieve as before', () => {
    const reader = compileStream(stream);
    const context = { now: Date.UTC(2026, 5, 1) * 1000 };
    for (const candidate of [row, { ...row, procedure: 'Khai sinh' }, { ...row, result: { file: '' }, procedure: null }])
      expect(reader.read((sieve({ rows: [candidate] }) as { rows: unknown[] }).rows[0], context)).toEqual(reader.read(candidate, context));
  });
  it('keeps a time in a field of its own, a date in parts, and of a group only what is named', () => {
    const grouped = compileSieve(sourceDefinition.parse({ id: 'g', title: 'g', baseUrl: 'http://x.test', streams: [{ id: 's', record: 'dossier', request: { path: '/' }, envelope: { rows: 'ds' },
      mapping: { code: 'so', channel: { const: 'online' }, receivingUnit: { by: 'id', at: 'group.id' }, receivedAt: { at: 'ngay', time: 'gio', date: 'dd/MM/yyyy HH:mm' }, dueAt: { at: 'hen', date: 'parts' } } }] }).streams[0]!);
    expect(grouped({ ds: [{ so: 1, ngay: '01/02/2026', gio: '08:00', hen: [2026, 2, 3], nguoi: 'A', group: { id: 7, truong: 'B' } }] })).toEqual({ ds: [{ so: 1, ngay: '01/02/2026', gio: '08:00', hen: [2026, 2, 3], group: { id: 7 } }] });
  });
  it('does not change the answer', () => { const before = JSON.stringify(row); sieve({ rows: [row] }); expect(JSON.stringify(row)).toBe(before); });
});
