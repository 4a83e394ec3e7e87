/** Rows of an answer and what each means in our words: a stream compiled once, then read row by row. */
import { CHANNEL, DOSSIER_STATUS, EDOCUMENT_REQUEST, EDOCUMENT_STATE, localDay, parsePeriod, SERVICE_LEVEL, type Channel, type Dossier, type DossierPause, type DossierStatus, type EDocument, type EDocumentRequest, type EDocumentState, type Instant, type Item, type Measure, type Period, type ProcedureRecord, type ServiceLevel, type Statistic, type UnitRecord, type UnitRef } from '../../vocabulary';
import type { DossierStream, EDocumentStream, ItemStream, NumberRule, ProcedureStream, RowCheck, StatisticStream, Stream, UnitStream } from '../source';
import { checkDossier, checkEDocument, checkItem, checkStatistic } from './checks';
import { compilePath, pointerOf, UnreadableValue } from './path';
import { compileDates, compileFlag, compileNumber, compileText, compileUnit, compileValueMap, composed, isEmpty, type Asked, type Read } from './rules';
import { compileUnfold } from './unfold';

export interface ReadContext { now: Instant; window?: { from: Instant; to: Instant }; period?: Period; asked?: Asked; /** Of the answer that holds the row. */ sourceTime?: Instant | null }
export type SourceRecord = Dossier | EDocument | Item | ProcedureRecord | Statistic | UnitRecord;
export type RowResult =
  | { kind: 'record'; record: SourceRecord; flags: string[] }
  | { kind: 'skipped'; reason: string }
  | { kind: 'rejected'; reason: string; message: string; pointer: string };
/** A problem is always of class `format`: the answer is not the list it was declared to be. */
export interface RowsResult { rows: unknown[]; problem?: string; class?: 'format'; /** Nothing stands where the list should be. */ missing?: boolean }
export interface Reader {
  /** The answer with its rows in the form in which they are read (envelope.shape); comes before everything else. */
  unfold(answer: unknown): { answer: unknown; problem?: string };
  rows(answer: unknown): RowsResult;
  /** When the answer says its figures were made; null where it does not say, or not in a way that can be read. */
  sourceTime(answer: unknown): Instant | null;
  read(row: unknown, context: ReadContext): RowResult;
}

type Translate = (row: unknown, context: ReadContext, flags: string[]) => SourceRecord;

/** Compiles a stream. Throws RangeError for a path, pattern or expression that is not one. */
export function compileStream(stream: Stream): Reader {
  const { envelope } = stream;
  const { single } = envelope;
  const rowsAt = compilePath(envelope.rows);
  const skips = stream.skip.map((filter) => ({ get: compilePath(filter.at), matches: new RegExp(composed(filter.matches), 'iu'), whenEmpty: filter.matches === '^$', reason: filter.reason }));
  const translate = translationOf(stream);
  const checks = stream.checks.filter((check) => measuresAtStake(check).length === 0).map(compileCheck);
  const unfold = compileUnfold(stream);
  const timeOf = optional(envelope.sourceTime, compileDates);
  return {
    unfold(answer) {
      try { return { answer: unfold(answer) }; } catch (error) {
        if (error instanceof UnreadableValue) return { answer, problem: error.message };
        throw error;
      }
    },
    rows(answer) {
      const problem = (text: string): RowsResult => ({ rows: [], problem: text, class: 'format' });
      try {
        const found = rowsAt(answer);
        const rows = single ? (typeof found === 'object' && found !== null && !Array.isArray(found) ? [found] : null) : found;
        if (!Array.isArray(rows)) return Object.assign(problem(`Câu trả lời không có ${single ? 'đối tượng' : 'danh sách'} tại "${[stream.envelope.rows].flat().join('" hoặc "')}"`), { missing: isEmpty(found) });
        return { rows };
      } catch (error) {
        if (error instanceof UnreadableValue) return problem(error.message);
        throw error;
      }
    },
    sourceTime(answer) {
      try { return timeOf(answer); } catch (error) {
        if (error instanceof UnreadableValue) return null;
        throw error;
      }
    },
    read(row, context) {
      if (typeof row !== 'object' || row === null || Array.isArray(row)) return { kind: 'rejected', reason: 'not-a-row', message: 'Dòng dữ liệu không phải là một đối tượng', pointer: '' };
      try {
        for (const skip of skips) {
          const value = skip.get(row);
          if (value === null || value === undefined ? skip.whenEmpty : typeof value !== 'object' && skip.matches.test(composed(String(value)))) return { kind: 'skipped', reason: skip.reason };
        }
        for (const check of checks) {
          const broken = check(row);
          if (broken) throw broken;
        }
        const flags: string[] = [];
        return { kind: 'record', record: translate(row, context, flags), flags };
      } catch (error) {
        if (error instanceof UnreadableValue) return { kind: 'rejected', reason: error.code, message: error.message, pointer: error.pointer };
        throw error;
      }
    },
  };
}

function translationOf(stream: Stream): Translate {
  switch (stream.record) {
    case 'dossier': return dossiers(stream);
    case 'edocument': return edocuments(stream);
    case 'item': return items(stream);
    case 'procedure': return procedures(stream);
    case 'statistic': return statistics(stream);
    case 'unit': return units(stream);
  }
}

const nothing = () => null;
const optional = <R, T>(rule: R | undefined, compile: (rule: R) => Read<T | null>): Read<T | null> => (rule === undefined ? nothing : compile(rule));
const valuesOf = (object: object) => Object.keys(object);

function dossiers({ mapping: m }: DossierStream): Translate {
  const [code, otherCode] = [compileText(m.code), optional(m.otherCode, compileText)];
  const [procedureCode, procedureName, fieldCode, fieldName] = [m.procedureCode, m.procedureName, m.fieldCode, m.fieldName].map((rule) => optional(rule, compileText)) as [Read<string | null>, Read<string | null>, Read<string | null>, Read<string | null>];
  const receivingUnit = optional(m.receivingUnit, compileUnit);
  const resolvingUnit = m.resolvingUnit ? compileUnit(m.resolvingUnit) : null;
  const channel = compileValueMap<Channel>(m.channel, valuesOf(CHANNEL), false);
  const serviceLevel = optional(m.serviceLevel, (rule) => compileValueMap<ServiceLevel>(rule, valuesOf(SERVICE_LEVEL), true));
  const returnChannel = optional(m.returnChannel, (rule) => compileValueMap<Channel>(rule, valuesOf(CHANNEL), true));
  const status = m.status === 'fromDates' ? null : compileValueMap<DossierStatus>(m.status, valuesOf(DOSSIER_STATUS), false);
  const date = (rule: typeof m.dueAt) => optional(rule, compileDates);
  const [submittedAt, receivedAt, dueAt, endedAt, returnedAt, supplementAt, secondSupplementAt, modifiedAt] = [date(m.submittedAt), date(m.receivedAt), date(m.dueAt), date(m.endedAt), date(m.returnedAt), date(m.supplementAt), date(m.secondSupplementAt), date(m.modifiedAt)];
  const [supplementCount, reappointments] = [optional(m.supplementCount, compileNumber), optional(m.reappointments, compileNumber)];
  const homeUnit = optional(m.homeUnit, compileUnit);
  const pauses = m.pauses ? compilePauses(m.pauses) : nothing;
  const flag = (rule: typeof m.feeDue) => optional(rule, compileFlag);
  const [digitised, electronicResult, feeDue, paidOnline, apologyLetter, addressPresent, phonePresent] = [flag(m.digitised), flag(m.electronicResult), flag(m.feeDue), flag(m.paidOnline), flag(m.apologyLetter), flag(m.addressPresent), flag(m.phonePresent)];
  const pointers = pointersOf(m);
  const must = <T>(value: T | null, field: string): T => {
    if (value === null) throw new UnreadableValue('unknown-value', 'Giá trị bắt buộc bị trống hoặc chưa được khai báo', pointers(field));
    return value;
  };
  return (row, context, flags) => {
    const receiving = receivingUnit(row);
    const ended = endedAt(row);
    const times = (read: Read<number | null>, field: string, what: string): number => {
      const n = read(row) ?? 0;
      if (n < 0 || !Number.isSafeInteger(n)) throw new UnreadableValue('bad-number', `${what} phải là số nguyên không âm`, pointers(field));
      return n;
    };
    const [listed, second] = [pauses(row), secondSupplementAt(row) ?? null];
    const paused = m.pauses?.answered ? listed : null; // requests alone do not say how long it waited
    const asked = (n: number) => listed?.[n]?.asked ?? null;
    const [own, other] = [code(row) ?? '', otherCode(row)];
    const dossier: Dossier = {
      code: own, otherCode: other === own ? null : other, procedureCode: procedureCode(row), procedureName: procedureName(row), fieldCode: fieldCode(row), fieldName: fieldName(row),
      receivingUnit: receiving, resolvingUnit: resolvingUnit ? resolvingUnit(row) : receiving,
      channel: must(channel(row), 'channel'), serviceLevel: serviceLevel(row),
      status: status ? must(status(row), 'status') : ended !== null ? 'done' : paused?.at(-1)?.answered === null ? 'supplement' : 'inProcess',
      submittedAt: submittedAt(row), receivedAt: receivedAt(row), dueAt: dueAt(row), endedAt: ended, returnedAt: returnedAt(row),
      supplementAt: supplementAt(row) ?? asked(0), secondSupplementAt: second ?? asked(1), pauses: paused,
      supplementCount: Math.max(times(supplementCount, 'supplementCount', 'Số lần bổ sung'), second === null ? 0 : 2, listed?.length ?? 0), reappointments: times(reappointments, 'reappointments', 'Số lần hẹn lại'), returnChannel: returnChannel(row),
      digitised: digitised(row), electronicResult: electronicResult(row), feeDue: feeDue(row), paidOnline: paidOnline(row), apologyLetter: apologyLetter(row), addressPresent: addressPresent(row), phonePresent: phonePresent(row), homeUnit: homeUnit(row),
      modifiedAt: modifiedAt(row),
    };
    const rejection = checkDossier(dossier, context.now, flags);
    if (rejection) throw new UnreadableValue(rejection.reason, rejection.message, pointers(rejection.field));
    return dossier;
  };
}

/** Waiting for supplements, in the order of the requests; an entry without the moment of its request cannot be used. */
function compilePauses(rule: NonNullable<DossierStream['mapping']['pauses']>): Read<DossierPause[] | null> {
  const [at, asked, answered] = [compilePath(rule.at), compileDates(rule.asked), optional(rule.answered, compileDates)];
  const refuse = (code: string, message: string) => new UnreadableValue(code, message, pointerOf(rule.at));
  return (row) => {
    const list = at(row);
    if (isEmpty(list) || (Array.isArray(list) && list.length === 0)) return null; // no list is not "never asked": the count tells
    if (!Array.isArray(list)) throw refuse('wrong-type', 'Các lần bổ sung phải là danh sách');
    return list.map((entry) => {
      const pause = { asked: asked(entry), answered: answered(entry) };
      if (pause.asked === null) throw refuse('missing-value', 'Lần bổ sung không có thời điểm yêu cầu');
      if (pause.answered !== null && pause.answered < pause.asked) throw refuse('bad-pause', 'Thời điểm bổ sung xong đứng trước thời điểm yêu cầu');
      return pause as DossierPause;
    }).sort((a, b) => a.asked - b.asked);
  };
}

function items({ kind, mapping: m }: ItemStream): Translate {
  const [code, unit, openedAt] = [compileText(m.code), optional(m.unit, compileUnit), compileDates(m.openedAt)];
  const [dueAt, doneAt] = [optional(m.dueAt, compileDates), optional(m.doneAt, compileDates)];
  const className = optional(m.class, (rule) => compileValueMap<string>(rule, 'map' in rule ? Object.values(rule.map) : [], true));
  const [cancelled, verdict] = [optional(m.cancelled, compileFlag), optional(m.verdict, compileFlag)];
  const [amount, amountDone] = [optional(m.amount, compileNumber), optional(m.amountDone, compileNumber)];
  const pointers = pointersOf(m);
  return (row, context) => {
    const opened = openedAt(row);
    if (opened === null) throw new UnreadableValue('missing-opened', 'Không có ngày phát sinh', pointers('openedAt'));
    const item: Item = {
      kind, code: code(row) ?? '', unit: unit(row), class: className(row), openedAt: opened, dueAt: dueAt(row), doneAt: doneAt(row),
      cancelled: cancelled(row) ?? false, verdict: verdict(row), amount: amount(row), amountDone: amountDone(row),
    };
    const rejection = checkItem(item, context.now);
    if (rejection) throw new UnreadableValue(rejection.reason, rejection.message, pointers(rejection.field));
    return item;
  };
}

function edocuments({ side, mapping: m }: EDocumentStream): Translate {
  const [code, identity, replaces] = [compileText(m.code), optional(m.document, compileText), optional(m.replaces, compileText)];
  const [sender, receiver] = [optional(m.sender, compileUnit), optional(m.receiver, compileUnit)];
  const [sentAt, receivedAt] = [compileDates(m.sentAt), optional(m.receivedAt, compileDates)];
  const state = compileValueMap<EDocumentState>(m.state, valuesOf(EDOCUMENT_STATE), false);
  const request = optional(m.request, (rule) => compileValueMap<EDocumentRequest>(rule, valuesOf(EDOCUMENT_REQUEST), true));
  const [signed, paperCopy] = [optional(m.signed, compileFlag), optional(m.paperCopy, compileFlag)];
  const pointers = pointersOf(m);
  const province = m.province?.toUpperCase();
  /** Codes are compared part by part: H5 is not H56. */
  const inside = (ref: UnitRef | null, field: string, needed: boolean) => {
    if (ref === null && needed) throw new UnreadableValue('missing-unit', 'Văn bản không có đơn vị gửi hoặc đơn vị nhận', pointers(field));
    return ref !== null && province !== undefined && !ref.value.toUpperCase().split('.').includes(province) ? null : ref;
  };
  return (row, context) => {
    const sent = sentAt(row);
    if (sent === null) throw new UnreadableValue('missing-sent', 'Không có ngày gửi', pointers('sentAt'));
    const document: EDocument = {
      side, code: code(row) ?? '', document: identity(row) ?? code(row) ?? '', sender: inside(sender(row), 'sender', side !== 'received'), receiver: inside(receiver(row), 'receiver', side !== 'sent'),
      sentAt: sent, receivedAt: receivedAt(row), state: state(row)!, request: request(row) ?? 'new', replaces: replaces(row), signed: signed(row), paperCopy: paperCopy(row),
    };
    const rejection = checkEDocument(document, context.now);
    if (rejection) throw new UnreadableValue(rejection.reason, rejection.message, pointers(rejection.field));
    return document;
  };
}

function statistics({ mapping: m, checks }: StatisticStream): Translate {
  const unit = compileUnit(m.unit);
  const values = Object.entries(m.values).map(([measure, rule]) => [measure, compileNumber(rule!)] as const);
  const partly = checks.filter((check) => measuresAtStake(check).length > 0).map((check) => ({ judge: compileCheck(check), measures: measuresAtStake(check) }));
  const sourceTime = optional(m.sourceTime, compileDates);
  const period = m.period === 'window' ? null : periodReader(m.period);
  const pointers = pointersOf(m.values);
  return (row, context) => {
    const ref = unit(row, context.asked);
    if (!ref) throw new UnreadableValue('missing-unit', 'Số liệu thống kê không có đơn vị', pointersOf(m)('unit'));
    const found = period ? period(row, context) : context.period;
    if (!found) throw new UnreadableValue('missing-period', 'Số liệu thống kê không có kỳ báo cáo', '');
    const statistic: Statistic = { unit: ref, period: found, values: {}, sourceTime: sourceTime(row) ?? context.sourceTime ?? null };
    for (const [measure, read] of values) statistic.values[measure as keyof Statistic['values']] = read(row);
    for (const { judge, measures } of partly) if (judge(row)) for (const measure of measures) statistic.values[measure] = null;
    const rejection = checkStatistic(statistic);
    if (rejection) throw new UnreadableValue(rejection.reason, rejection.message, pointers(rejection.field));
    return statistic;
  };
}

function periodReader(rule: Exclude<StatisticStream['mapping']['period'], 'window'>): (row: unknown, context: ReadContext) => Period {
  if ('month' in rule) {
    const month = compileNumber({ at: rule.month, format: 'plain' });
    return (row, { window }) => {
      try { return parsePeriod(`${window ? localDay(window.from).slice(0, 4) : '?'}-${String(month(row)).padStart(2, '0')}`); } catch (error) {
        if (error instanceof UnreadableValue) throw error;
        throw new UnreadableValue('bad-period', 'Kỳ báo cáo không có thật', pointerOf(rule.month));
      }
    };
  }
  const typeOf = 'const' in rule ? () => rule.const : ((type) => (row: unknown) => rule.typeMap[type(row) ?? ''])(compileText({ at: rule.type }));
  const [year, number] = [compileNumber({ at: rule.year, format: 'plain' }), rule.number === undefined ? () => null : compileNumber({ at: rule.number, format: 'plain' })];
  return (row) => {
    const kind = typeOf(row);
    const n = kind === 'year' ? 1 : number(row);
    if (!kind) throw new UnreadableValue('unknown-value', 'Loại kỳ báo cáo chưa được khai báo', 'type' in rule ? pointerOf(rule.type) : '');
    const suffix = { year: '', half: `-H${n}`, quarter: `-Q${n}`, month: `-${String(n).padStart(2, '0')}` }[kind];
    try { return parsePeriod(`${year(row)}${suffix}`); } catch (error) {
      if (error instanceof UnreadableValue) throw error;
      throw new UnreadableValue('bad-period', 'Kỳ báo cáo không có thật', pointerOf(rule.number ?? rule.year));
    }
  };
}

function procedures({ mapping: m }: ProcedureStream): Translate {
  const [code, name, fieldCode, fieldName, level] = [compileText(m.code), compileText(m.name), optional(m.fieldCode, compileText), optional(m.fieldName, compileText), optional(m.level, compileText)];
  const [active, hasFee] = [optional(m.active, compileFlag), optional(m.hasFee, compileFlag)];
  const pointers = pointersOf(m);
  return (row) => {
    const [theCode, theName] = [code(row), name(row)];
    if (!theCode || theCode.length > 100) throw new UnreadableValue('missing-code', 'Thủ tục không có mã, hoặc mã quá dài', pointers('code'));
    if (!theName) throw new UnreadableValue('missing-name', 'Thủ tục không có tên', pointers('name'));
    return { code: theCode, name: theName, fieldCode: fieldCode(row), fieldName: fieldName(row), level: level(row), active: active(row) ?? true, hasFee: hasFee(row) };
  };
}

const measuresAtStake = (check: RowCheck) => ('total' in check ? check.otherwise ?? [] : []) as Measure[];

/** What a row breaks; null where it holds or cannot be judged. */
function compileCheck(check: RowCheck): (row: unknown) => UnreadableValue | null {
  const number = (rule: Extract<RowCheck, { total: unknown }>['total']) => compileNumber(typeof rule === 'string' ? { at: rule, format: check.format } : { sum: rule.sum.map((at) => ({ at, format: check.format })) } satisfies NumberRule);
  if ('total' in check) {
    const [total, parts, pointer] = [number(check.total), check.parts.map(number), pointerOf(typeof check.total === 'string' ? check.total : check.total.sum[0]!)];
    return (row) => {
      const [whole, values] = [total(row), parts.map((read) => read(row))];
      if (whole === null || values.includes(null)) return null;
      const sum = values.reduce<number>((a, b) => a + b!, 0);
      return sum === whole ? null : new UnreadableValue('sum-mismatch', `Tổng ${whole} không bằng các phần cộng lại (${sum})`, pointer);
    };
  }
  const [read, pointer, { min = -Infinity, max = Infinity }] = [number(check.at), pointerOf(check.at), check];
  return (row) => {
    const value = read(row);
    return value !== null && (value < min || value > max) ? new UnreadableValue('out-of-range', `Giá trị ${value} nằm ngoài khoảng có thể`, pointer) : null;
  };
}

function units({ mapping: m }: UnitStream): Translate {
  const [id, name, code, parentId] = [compileText(m.id), compileText(m.name), optional(m.code, compileText), optional(m.parentId, compileText)];
  const pointers = pointersOf(m);
  return (row) => {
    const [unitId, unitName] = [id(row), name(row)];
    if (!unitId) throw new UnreadableValue('missing-id', 'Đơn vị không có mã định danh', pointers('id'));
    if (!unitName) throw new UnreadableValue('missing-name', 'Đơn vị không có tên', pointers('name'));
    return { id: unitId, code: code(row), name: unitName, parentId: parentId(row) };
  };
}

/** Where in the row a field of ours comes from. */
function pointersOf(mapping: object): (field: string) => string {
  return (field) => {
    const rules = (mapping as Record<string, unknown>)[field];
    const rule = Array.isArray(rules) && typeof rules[0] === 'object' ? rules[0] : rules;
    const path = typeof rule === 'string' || Array.isArray(rule) ? rule : (rule as { at?: string } | undefined)?.at;
    return path === undefined || path === 'fromDates' ? '' : pointerOf(path);
  };
}
