import { fixedClock } from './clock';
import { HttpFailure } from './errors';
import { createLogger } from './logger';

function capture(terminal: boolean) {
  const lines: string[] = [];
  return { lines, logger: createLogger({ terminal, clock: fixedClock('2026-08-17T03:00:00Z'), write: (line) => { lines.push(line); } }) };
}

test('one JSON line per event with named fields; debug is left out', () => {
  const { lines, logger } = capture(false);
  logger.child({ source: 'igate' }).info('run finished', { rows: 12, failure: new HttpFailure('quota', { host: 'h', reason: 'hết lượt', status: 429 }) });
  logger.debug('detail');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ time: '2026-08-17T03:00:00.000Z', level: 'info', message: 'run finished', source: 'igate', rows: 12, failure: { class: 'quota', status: 429 } });
});

test('a readable line on a terminal', () => {
  const { lines, logger } = capture(true);
  logger.warn('page asked again', { page: 3, reason: undefined });
  expect(lines).toEqual(['03:00:00 WARN  page asked again page=3']);
});

test.each([true, false])('secret keys and registered values are masked in every form (terminal: %s)', (terminal) => {
  const { lines, logger } = capture(terminal);
  const value = 'm@t "khau"';
  logger.secret(value);
  logger.error(`failed with ${value}`, {
    password: 'p1x2', nested: { access_token: 'p1x2', Authorization: 'p1x2', list: [{ clientSecret: 'p1x2' }] }, cookie: 'p1x2',
    url: `https://user:p1x2@host/?q=${encodeURIComponent(value)}`, raw: JSON.stringify({ value }), basic: Buffer.from(value).toString('base64'), header: 'Bearer p1x2', error: new Error(`boom ${value}`),
  });
  for (const hidden of ['p1x2', 'm@t', 'khau', encodeURIComponent(value), Buffer.from(value).toString('base64')]) expect(lines.join()).not.toContain(hidden);
  expect(lines[0]).toContain('host/');
});
