/** A stream's rows in our words. Compiled once for each stream; the only place where names of the outside meet names of ours. */
import { MEASURES, type Dossier, type Instant, type Measure, type Period, type Statistic, type UnitRecord, parsePeriod } from '../../vocabulary';
import type { DossierStream, StatisticStream, Stream, UnitStream } from '../source';
import { checkDossier } from './checks';
import { compilePath } from './path';
import { dateOf, flagOf, mapOf, numberOf, textOf, unitOf, type Rule } from './rules';
import { compileRowSieve } from './sieve';

export interface ReadContext { now: Instant; window?: { from: Instant; to: Instant } | undefined; period?: Period | undefined }

export type ReadResult =
  | { kind: 'record'; record: Dossier | Statistic | UnitRecord; flags: string[] }
  | { kind: 'skipped'; reason: string }
  | { kind: 'rejected'; reason: string; message: string; pointer: string };

export interface Reader {
  /** Rows of an answer; `problem` (a text for operators) when they are not a list. */
  rows(answer: unknown): { rows: unknown[]; problem?: string };
  /** One row; never throws. */
  read(row: unknown, context: ReadContext): ReadResult;
  /** What tells rows of one list apart; null when the row does not say. */
  keyOf(row: unknown): string | null;
  /** The row with only the fields that the stream names. */
  sieveRow(row: unknown): unknown;
}

type RowReader = (row: unknown, context: ReadContext) => ReadResult;

export function compileStream(stream: Stream): Reader {
  const getRows = compilePath(stream.envelope.rows);
  const skips = stream.skip.map((filter) => ({ get: compilePath(filter.at), pattern: new RegExp(filter.matches, 'iu'), reason: filter.reason }));
  const readRow: RowReader = stream.record === 'dossier' ? dossierReader(stream) : stream.record === 'statistic' ? statisticReader(stream) : unitReader(stream);
  const key: Rule<string> = stream.record === 'dossier' ? textOf(stream.mapping.code) : stream.record === 'unit' ? textOf(stream.mapping.id) : () => null;
  const where = Array.isArray(stream.envelope.rows) ? stream.envelope.rows.join(' | ') : stream.envelope.rows;
  return {
    rows(answer) {
      const rows = getRows(answer);
      if (!Array.isArray(rows)) return { rows: [], problem: `Dòng dữ liệu ("${where}") không phải là danh sách: cấu trúc trả về đã đổi.` };
      if (rows.length === 0 && !stream.envelope.allowEmpty) return { rows: [], problem: `Danh sách "${where}" trống; nguồn này không được phép trả danh sách trống.` };
      return { rows };
    },
    read(row, context) {
      if (row === null || typeof row !== 'object') return reject('not-a-row', 'Dòng dữ liệu không phải là đối tượng.', '');
      for (const skip of skips) {
        const value = skip.get(row);
        if ((typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') && skip.pattern.test(String(value))) return { kind: 'skipped', reason: skip.reason };
      }
      return readRow(row, context);
    },
    keyOf: (row) => key(row) ?? null,
    sieveRow: compileRowSieve(stream),
  };
}

const reject = (reason: string, message: string, field: string): ReadResult => ({ kind: 'rejected', reason, message, pointer: `/${field}` });
const unreadable = (field: string): ReadResult => reject('unreadable', `Giá trị ở trường "${field}" không đọc được theo khai báo.`, field);

function dossierReader({ mapping: m }: DossierStream): RowReader {
  // In the order of Dossier; each rule may refuse its field.
  const rules: [keyof Dossier, Rule<unknown>][] = [
    ['code', textOf(m.code)], ['procedureCode', textOf(m.procedureCode)], ['procedureName', textOf(m.procedureName)], ['fieldCode', textOf(m.fieldCode)], ['fieldName', textOf(m.fieldName)],
    ['receivingUnit', unitOf(m.receivingUnit)], ['resolvingUnit', unitOf(m.resolvingUnit)], ['channel', mapOf(m.channel)], ['serviceLevel', mapOf(m.serviceLevel)],
    ['status', m.status === 'fromDates' ? () => null : mapOf(m.status)],
    ['submittedAt', dateOf(m.submittedAt)], ['receivedAt', dateOf(m.receivedAt)], ['dueAt', dateOf(m.dueAt)], ['endedAt', dateOf(m.endedAt)], ['returnedAt', dateOf(m.returnedAt)],
    ['supplementAt', dateOf(m.supplementAt)], ['supplementCount', numberOf(m.supplementCount)], ['returnChannel', mapOf(m.returnChannel)],
    ['digitised', flagOf(m.digitised)], ['electronicResult', flagOf(m.electronicResult)], ['feeDue', flagOf(m.feeDue)], ['paidOnline', flagOf(m.paidOnline)], ['apologyLetter', flagOf(m.apologyLetter)],
    ['modifiedAt', dateOf(m.modifiedAt)],
  ];
  return (row, { now }) => {
    const record: Record<string, unknown> = {};
    for (const [field, rule] of rules) {
      const value = rule(row);
      if (value === undefined) return unreadable(field);
      record[field] = value;
    }
    if (record.code === null) return reject('missing-code', 'Hồ sơ không có mã.', 'code');
    if (record.channel === null) return reject('unknown-channel', 'Hồ sơ không có kênh nộp.', 'channel');
    record.supplementCount = record.supplementCount ?? (record.supplementAt === null ? 0 : 1);
    if (m.status === 'fromDates') record.status = record.endedAt === null ? 'inProcess' : 'done';
    if (record.status === null) return reject('unknown-status', 'Hồ sơ không có trạng thái.', 'status');
    const dossier = record as unknown as Dossier;
    const flags: string[] = [];
    const refusal = checkDossier(dossier, now, flags);
    return refusal ? reject(refusal.reason, refusal.message, refusal.field) : { kind: 'record', record: dossier, flags };
  };
}

function statisticReader({ mapping: m }: StatisticStream): RowReader {
  const unit = unitOf(m.unit);
  const values = Object.entries(m.values).map(([measure, rule]) => [measure as Measure, numberOf(rule)] as const);
  const sourceTime = dateOf(m.sourceTime);
  const stated = m.period === 'window' ? null : { type: compilePath(m.period.type), typeMap: m.period.typeMap, year: compilePath(m.period.year), number: compilePath(m.period.number) };
  return (row, context) => {
    const ref = unit(row);
    if (!ref) return reject('missing-unit', 'Dòng thống kê không có đơn vị.', 'unit');
    let period = context.period;
    if (stated) {
      const type = stated.typeMap[String(stated.type(row))];
      const [year, number] = [String(stated.year(row)), Number(stated.number(row))];
      try {
        period = parsePeriod(type === 'year' ? year : type === 'quarter' ? `${year}-Q${number}` : type === 'half' ? `${year}-H${number}` : `${year}-${String(number).padStart(2, '0')}`);
      } catch {
        period = undefined;
      }
    }
    if (!period) return reject('missing-period', 'Dòng thống kê không có kỳ báo cáo đọc được.', 'period');
    const record: Statistic = { unit: ref, period, values: {}, sourceTime: sourceTime(row) ?? null };
    for (const [measure, rule] of values) {
      const value = rule(row);
      if (value === undefined) return unreadable(`values.${measure}`);
      if (value !== null && (value < 0 || !Number.isInteger(value))) return reject('impossible-count', `"${measure}" là ${value}: số đếm phải là số nguyên không âm (${MEASURES[measure]}).`, `values.${measure}`);
      record.values[measure] = value;
    }
    return { kind: 'record', record, flags: [] };
  };
}

function unitReader({ mapping: m }: UnitStream): RowReader {
  const [id, code, name, parentId] = [textOf(m.id), textOf(m.code), textOf(m.name), textOf(m.parentId)];
  return (row) => {
    const [unitId, unitName] = [id(row), name(row)];
    if (!unitId || !unitName) return reject('missing-unit', 'Dòng danh mục thiếu mã hoặc tên đơn vị.', unitId ? 'name' : 'id');
    return { kind: 'record', record: { id: unitId, code: code(row) ?? null, name: unitName, parentId: parentId(row) ?? null }, flags: [] };
  };
}
