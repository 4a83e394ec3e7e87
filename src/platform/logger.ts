import { type Clock, systemClock } from './clock';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Record<string, unknown>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same logger with fields added to every line. */
  child(fields: LogFields): Logger;
  /** From now on this value is masked wherever it appears. */
  secret(value: string): void;
}

export interface LoggerOptions {
  clock?: Clock;
  level?: LogLevel;
  write?: (line: string) => void;
  terminal?: boolean;
  redactor?: Redactor;
}

/** One JSON line per event, or a readable line on a terminal. The message is constant; what varies goes into named fields. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { clock = systemClock, level = 'info', terminal = process.stderr.isTTY === true, redactor = createRedactor() } = options;
  const write = options.write ?? ((line: string) => { process.stderr.write(`${line}\n`); });
  const make = (base: LogFields): Logger => {
    const emit = (at: LogLevel) => (message: string, fields: LogFields = {}) => {
      if (LEVELS.indexOf(at) < LEVELS.indexOf(level)) return;
      const time = new Date(clock.now() / 1000).toISOString();
      const safe = redactor.fields({ ...base, ...fields });
      write(terminal ? readable(time, at, redactor.text(message), safe) : JSON.stringify({ time, level: at, message: redactor.text(message), ...safe }));
    };
    return { debug: emit('debug'), info: emit('info'), warn: emit('warn'), error: emit('error'), child: (fields) => make({ ...base, ...fields }), secret: (value) => redactor.register(value) };
  };
  return make({});
}

export interface Redactor {
  register(value: string): void;
  text(value: string): string;
  fields(value: LogFields): LogFields;
}

/** Masks values of keys that sound secret, and every registered value wherever it stands (also encoded for URLs or in base64). */
export function createRedactor(): Redactor {
  const values = new Set<string>();
  const text = (value: string) => {
    let result = value.replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${MASK}`).replace(/(\w+:\/\/)[^\s/@]+@/g, `$1${MASK}@`);
    for (const secret of values) result = result.split(secret).join(MASK);
    return result;
  };
  const clean = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'bigint') return value.toString();
    if (value === null || typeof value !== 'object') return value;
    if (depth > 5) return '…';
    if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1));
    if (value instanceof Date) return value.toISOString();
    if (value instanceof Error) {
      const { code, remedy, class: kind, host, status } = value as Error & Record<string, unknown>;
      return clean({ name: value.name, message: value.message, code, class: kind, host, status, remedy }, depth + 1);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, SECRET_KEY.test(key) && item !== undefined ? MASK : clean(item, depth + 1)]));
  };
  return {
    register(value) {
      if (value.length < 4) return;
      for (const form of [value, encodeURIComponent(value), Buffer.from(value).toString('base64'), JSON.stringify(value).slice(1, -1)]) values.add(form);
    },
    text,
    fields: (value) => clean(value, 0) as LogFields,
  };
}

const MASK = '***';
const LEVELS: LogLevel[] = ['debug', 'info', 'warn', 'error'];
const SECRET_KEY = /passw(or)?d|passphrase|secret|token|authorization|cookie|api-?key|credential|mat_?khau/i;

function readable(time: string, level: LogLevel, message: string, fields: LogFields): string {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [time.slice(11, 19), level.toUpperCase().padEnd(5), message, ...pairs].join(' ');
}
