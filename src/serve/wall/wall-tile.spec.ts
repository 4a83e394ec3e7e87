import { keysOf, toFigure, type Row, type Trust } from './wall-tile';

const AS_OF = '2026-08-17T03:32:00.000Z';
const trust = (more: Partial<Trust> = {}): Trust => ({ sources: [{ source: 'igate', state: 'fresh', loaded_through: new Date(AS_OF) }, { source: 'portal', state: 'fresh', loaded_through: new Date(AS_OF) }], asOf: AS_OF, editionOld: false, ...more });
const row = (more: Partial<Row> = {}): Row => ({ indicator: 'on-time-resolution', hits: 412, total: 433, value: 412 / 433, score: null, max_score: null, status: 'available', reason: null, coverage: 1, source: 'dossiers:igate', ...more });
const stale = trust({ sources: [{ source: 'igate', state: 'stale', loaded_through: new Date('2026-08-16T01:00:00Z') }, { source: 'portal', state: 'fresh', loaded_through: new Date(AS_OF) }] });

test('a share stands with its hits and total and against the month before', () => {
  expect(toFigure('on-time-resolution', row(), row({ hits: 9, total: 10, value: 0.9 }), trust())).toMatchObject({
    value: { main: '95,2', unit: '%', detail: '412 / 433 hồ sơ' }, state: 'fresh', note: '', trend: { arrow: 'up', good: true, text: 'Tháng trước 90,0 %' },
  });
});

test('shares of fewer than five dossiers are not judged', () => {
  expect(toFigure('on-time-resolution', row({ hits: 4, total: 4, value: 1 }), row({ hits: 1, total: 2, value: 0.5 }), trust()).trend).toMatchObject({ arrow: 'up', good: null });
});

test('points of a month that still runs are no better or worse than those of a whole one; shares are', () => {
  const points = (score: number) => row({ indicator: 'index766-total', hits: null, total: null, value: score / 100, score, max_score: 100 });
  expect(toFigure('index766-total', points(59.79), points(77.74), trust({ running: true })).trend).toEqual({ arrow: 'down', good: null, text: 'Cả tháng trước 77,74 điểm' });
  expect(toFigure('index766-total', points(59.79), points(77.74), trust()).trend).toEqual({ arrow: 'down', good: false, text: 'Tháng trước 77,74 điểm' });
  expect(toFigure('on-time-resolution', row(), row({ hits: 9, total: 10, value: 0.9 }), trust({ running: true })).trend).toMatchObject({ good: true });
});

test('progress is shown in points', () => {
  expect(toFigure('index766-progress', row({ indicator: 'index766-progress', hits: 16, total: 18, value: 16 / 18, score: 17.78, max_score: 20 }), undefined, trust()).value)
    .toEqual({ main: '17,78', unit: '/ 20 điểm', detail: '88,9 % · 16 / 18 hồ sơ' });
});

test('[mode 34] a stale source marks what it feeds, alone or among others, and nothing else', () => {
  expect(toFigure('on-time-resolution', row(), undefined, stale)).toMatchObject({ state: 'stale', note: 'SỐ LIỆU CŨ – đến 08:00 16/08' });
  expect(toFigure('on-time-resolution', row({ source: 'dossiers:portal,igate' }), undefined, stale).state).toBe('stale');
  expect(toFigure('on-time-resolution', row({ source: 'statistics:portal+dossiers:igate' }), undefined, stale).state).toBe('stale');
  expect(toFigure('on-time-resolution', row({ source: 'dossiers:portal' }), undefined, stale).state).toBe('fresh');
});

test('a source that is no longer asked, or an edition that stands still, is old', () => {
  expect(toFigure('on-time-resolution', row({ source: 'dossiers:gone' }), undefined, trust()).state).toBe('stale');
  expect(toFigure('on-time-resolution', row(), undefined, trust({ editionOld: true }))).toMatchObject({ state: 'stale', note: 'SỐ LIỆU CŨ – đến 10:32 17/08' });
});

test('incomplete, unavailable, nothing happened and nothing published are four different things', () => {
  expect(toFigure('on-time-resolution', row({ coverage: 0.979 }), undefined, trust())).toMatchObject({ state: 'incomplete', note: 'CHƯA ĐỦ – mới có 97 % kỳ' });
  expect(toFigure('on-time-resolution', row({ status: 'unavailable', reason: 'Nguồn x chưa nạp.', hits: null, total: null, value: null }), undefined, trust())).toMatchObject({ state: 'unavailable', note: 'Nguồn x chưa nạp.', value: { main: 'Không có số liệu' }, trend: null });
  expect(toFigure('on-time-resolution', row({ hits: 0, total: 0, value: null }), undefined, trust())).toMatchObject({ state: 'fresh', value: { main: 'Không phát sinh', detail: '0 / 0 hồ sơ' } });
  expect(toFigure('index766-paid-dossiers', row({ indicator: 'index766-paid-dossiers', hits: 0, total: 0, value: 0 }), undefined, trust()).value).toEqual({ main: '0,0', unit: '%', detail: '0 / 0 hồ sơ · không phát sinh' });
  expect(toFigure('on-time-resolution', undefined, undefined, trust())).toMatchObject({ state: 'none', status: 'none', value: { main: 'Không có số liệu' } });
});

test('keys of a basis', () => {
  expect(keysOf('dossiers:a,b+statistics:c')).toEqual(['a', 'b', 'c']);
  expect(keysOf('none')).toEqual([]);
});

test('a held figure says why in words, without what operators type; sources are called by their titles', () => {
  const held = 'Tạm giữ để kiểm tra: nhảy vọt: 521.000.000 so với mức thường 101.000.000. Chờ dữ liệu được sửa hoặc người có trách nhiệm xác nhận (cchc quality confirm on-time-resolution H17.11 2026-02).';
  const unavailable = (reason: string) => toFigure('on-time-resolution', row({ status: 'unavailable', reason, hits: null, total: null, value: null }), undefined, trust({ sources: [{ source: 'igate', title: 'Một cửa cấp xã', state: 'fresh', loaded_through: null }] })).note;
  expect(unavailable(held)).toBe('Tạm giữ để kiểm tra: nhảy vọt: 521.000.000 so với mức thường 101.000.000. Chờ dữ liệu được sửa hoặc người có trách nhiệm xác nhận.');
  expect(unavailable('Nguồn igate chưa nạp.')).toBe('Nguồn Một cửa cấp xã chưa nạp.');
});
