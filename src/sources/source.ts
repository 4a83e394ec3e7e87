/**
 * The vocabulary in which a source is described: how to sign in, what to ask, how pages and windows go, where the rows are and
 * what each field means in our words. Families (igate, tandan …) and operators' YAML files use the same words; the JSON
 * Schema for editors is generated from here (config/source.schema.json).
 *
 * Paths are dotted (`data.rows`, `agency.id`, `tags.0.name`); `$` is the whole answer or row; `|json` decodes text that holds JSON
 * (`data.soLieu|json`); in paging `$headers.x-total-count` is a header of the answer. Where a path is expected a list of alternatives may stand: the first that is present wins.
 * Placeholders in requests: {window.from} {window.to} {page.number} {page.size} {page.offset} {page.row} {page.end} {page.last}
 * {page.cursor} {month} {monthText} {quarter} {half} {year} {pastYear} {each} {unit.id} {unit.code}.
 */
import { z } from 'zod';
import { DECODER_NAMES } from './decoders';
import { CHANNEL, DOSSIER_STATUS, EDOCUMENT_REQUEST, EDOCUMENT_SIDE, EDOCUMENT_STATE, ITEM_KIND_NAMES, MEASURE_NAMES, SERVICE_LEVEL, UNIT_LEVELS, type ItemKind } from '../vocabulary';

const duration = z.string().regex(/^\d+(ms|s|m|h|d)$/, 'thời lượng như 500ms, 30s, 10m, 6h hoặc 7d');
const path = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'ngày như 2026-08-17').refine((text) => !/^\d{4}-\d{2}-\d{2}$/.test(text) || isDay(text), 'ngày có thật, như 2026-08-17');
const zone = z.string().regex(/^(Asia\/Ho_Chi_Minh|UTC|[+-](0\d|1[0-4]):[0-5]\d)$/, 'Asia/Ho_Chi_Minh, UTC hoặc độ lệch như "+07:00"');
const sourceId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'chữ thường không dấu, chữ số và dấu gạch nối');
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const isDay = (text: string) => { const at = new Date(`${text}T00:00:00Z`); return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text); };
/** More than nothing: a step of no width never ends. */
const width = duration.refine((text) => Number.parseInt(text, 10) > 0, 'thời lượng lớn hơn 0, như 7d');
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'giờ như "23:00-01:00"');

const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('bearer'), token: z.string().min(1), prefix: z.string().default('Bearer') }),
  z.strictObject({ kind: z.literal('headers'), headers: z.record(z.string(), z.string()) })
    .describe('Fixed header values, such as the pair X-SystemId and X-SecretKey'),
  z.strictObject({ kind: z.literal('basic'), user: z.string().min(1), password: z.string() }).describe('HTTP Basic with every request'),
  z.strictObject({
    kind: z.literal('clientCredentials'), path: z.string().describe('Token address, absolute or below baseUrl'),
    clientId: z.string(), clientSecret: z.string(), send: z.enum(['form', 'basic']).default('form'), scope: z.string().optional(),
    tokenAt: z.string().default('access_token'), lifetimeAt: z.string().default('expires_in').describe('Seconds'),
    lifetime: duration.default('10m').describe('Used when the answer states none'), prefix: z.string().default('Bearer'),
  }),
  z.strictObject({
    kind: z.literal('login'), method: z.enum(['GET', 'POST']).default('POST').describe('GET: the fields of body go into the address'), path: z.string(), body: z.record(z.string(), z.unknown()).default({}), headers: z.record(z.string(), z.string()).default({}),
    tokenIn: z.enum(['body', 'text', 'header', 'cookie']).default('body').describe('Where the answer holds the value: at a path; as its bare text; in a header or cookie of that name'),
    tokenAt: z.string().default('$'), refreshTokenAt: z.string().optional(),
    refresh: z.strictObject({ path: z.string(), body: z.record(z.string(), z.unknown()).describe('May hold {token} and {refreshToken}') }).optional(),
    lifetimeAt: z.string().optional(), lifetime: duration.default('10m'), prefix: z.string().default('Bearer'),
    put: z.enum(['header', 'body', 'query', 'cookie']).default('header').describe('Where the value goes: a header, a field of each body (session in body) or address, a cookie'),
    putAs: z.string().default('authorization').describe('Name of that header, field or cookie'),
    scope: z.strictObject({ path: z.string(), body: z.record(z.string(), z.unknown()), tokenAt: z.string().optional() }).optional().describe('A second call, with the first token, that switches to a working scope; its token counts from then on'),
  }),
  z.strictObject({
    kind: z.literal('password'), path: z.string(), clientId: z.string(), clientSecret: z.string().optional().describe('Absent: a public client'),
    user: z.string(), password: z.string(), send: z.enum(['form', 'basic']).default('form'), scope: z.string().optional(),
    tokenAt: z.string().default('access_token'), lifetimeAt: z.string().default('expires_in'), lifetime: duration.default('10m'), prefix: z.string().default('Bearer'),
  }).describe('OAuth2 password grant'),
  z.strictObject({
    kind: z.literal('cookie'), path: z.string().describe('Page that sets the cookies; it is also sent as Referer'), needs: z.array(z.string()).default([]).describe('Cookies that must be set, such as JSESSIONID'),
    headers: z.record(z.string(), z.string()).default({ 'x-requested-with': 'XMLHttpRequest' }), lifetime: duration.default('20m'),
  }).describe('Cookie of a page, with Referer and Origin'),
  z.strictObject({
    kind: z.literal('signed'), headers: z.record(z.string(), z.string()).describe('May hold {timestamp} and {signature}'), secret: z.string().min(1),
    sign: z.array(z.string()).min(1).describe('Parts that are signed, in order; may hold {timestamp} {method} {path} {secret}'), join: z.string().default(''),
    algorithm: z.enum(['hmacSha256', 'sha256']).default('hmacSha256').describe('sha256: a plain hash; let {secret} be one of the parts'), encoding: z.enum(['hex', 'base64']).default('hex'),
    timestamp: z.string().default('epochMillis').describe('How {timestamp} is written: epochMillis, epochSeconds or a pattern'),
  }).describe('Each request carries a signature of its own'),
]);

const transport = z.strictObject({
  connectTimeout: duration.default('10s'), readTimeout: duration.default('60s'),
  maxBytes: z.number().int().positive().default(64 * 1024 * 1024).describe('Ceiling of one answer after decompression'),
  tries: z.number().int().min(1).max(10).default(4), backoff: duration.default('1s'), maxWait: duration.default('2m'),
  pause: z.strictObject({ min: duration, max: duration }).optional().describe('Random pause before each call, for systems that are guests to us'),
  callsPerSecond: z.number().positive().default(8), callsPerDay: z.number().int().positive().optional(),
  parallel: z.number().int().min(1).max(8).default(1).describe('Pages fetched ahead'),
  allowHosts: z.array(z.string()).default([]).describe('Further hosts a redirect may lead to'),
  proxy: z.strictObject({ url: z.url({ protocol: /^https?$/ }), user: z.string().optional(), password: z.string().default('') }).optional().describe('Proxy server through which this source is reached; what the environment says about proxies does not count'),
  caFile: z.string().optional().describe('PEM file with the certificates this source is checked against'),
  certFile: z.string().optional().describe('PEM file of our client certificate, for security servers that ask for one'), keyFile: z.string().optional().describe('PEM file of its private key'),
});

const request = z.strictObject({
  method: z.enum(['GET', 'POST']).default('GET'), path: z.string(),
  query: z.record(z.string(), z.union([scalar, z.array(scalar)])).default({}).describe('A list is sent as the same name several times'), headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional().describe('An object goes as JSON, or as form or multipart fields where content-type says so; an object inside such a field becomes JSON text. A text goes as it is: any XML message'),
  soap: z.strictObject({
    operation: z.string(), namespace: z.string(), action: z.string().default(''), version: z.enum(['1.1', '1.2']).default('1.1'),
    arguments: z.record(z.string(), scalar).default({}).describe('Elements of the message, in this order'),
  }).optional().describe('SOAP envelope instead of a body'),
});
const forEach = z.union([
  z.strictObject({ values: z.array(scalar).min(1) }).describe('Once for each value: levels, types'),
  z.strictObject({ stream: sourceId, at: path.optional().describe('Field of its rows that becomes {each}; absent: its id') }).describe('Once for each row of another stream of this source, asked first: units, then their reports'),
]);

const paging = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('pages'), first: z.union([z.literal(0), z.literal(1)]).default(0), size: z.number().int().min(1).max(10_000),
    stop: z.enum(['empty', 'short', 'last', 'more', 'totalPages', 'totalRows']).describe('What ends the list: an empty page, a page shorter than size, a flag, a stated number'),
    lastAt: z.string().optional(), moreAt: z.string().optional().describe('Where the answer says whether there are further pages'), totalPagesAt: z.string().optional(), totalRowsAt: z.string().optional(),
    numberAt: z.string().optional().describe('Where the answer states its own page number; another page than the one asked for is asked again'),
    maxPages: z.number().int().min(1).default(10_000),
    secondPass: z.boolean().default(false).describe('Read the list again until no new key appears: for lists whose rows move and that state no total'),
    repeatsLast: z.boolean().default(false).describe('Behind its end the system sends the last page again: the same page twice is the end'),
  }),
  z.strictObject({
    kind: z.literal('next'), size: z.number().int().min(1).max(10_000).describe('Rows that a whole page holds'),
    at: z.string().optional().describe('Where the answer says what leads to the next page; null, empty or false: this was the last. Absent: the header Link with rel=next'),
    as: z.enum(['cursor', 'address']).default('cursor').describe('cursor: what stands there fills {page.cursor}, which the first question leaves out; address: it is the next question itself, asked on the host of this source'),
    totalRowsAt: z.string().optional(), maxPages: z.number().int().min(1).default(10_000), secondPass: z.boolean().default(false),
  }).describe('Each page leads to the next'),
]);

const moment = z.strictObject({ pattern: z.string().describe("Such as yyyy-MM-dd, yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"), zone: zone.default('Asia/Ho_Chi_Minh') });
const window = z.strictObject({
  step: z.union([width, z.enum(['month', 'quarter', 'half', 'year'])]).default('7d').describe('Greatest width of one question'),
  from: moment.optional(), to: moment.extend({ end: z.enum(['inclusive', 'exclusive']).default('inclusive') }).optional(),
  align: z.enum(['day', 'instant']).default('day').describe('day: whole local days; instant: exact moments'),
  overlap: duration.default('3d').describe('How far back each run reads again, for late corrections'),
  holdBack: duration.default('5m').describe('The newest moments are not asked for: rows may still be on their way'),
  start: day.describe('First day this system has data of'),
  current: z.boolean().default(false).describe('The system only ever answers for the period that runs now: no other is asked for'),
  deep: z.strictObject({ every: duration, back: duration }).optional().describe('Now and then a deeper second reading, for dossiers that close late'),
});

const dateRule = z.strictObject({
  at: path, time: path.optional().describe('The time of day, where it stands in a field of its own: put behind the date with a blank'),
  date: z.string().describe('iso, epochMillis, epochSeconds, aspNet (/Date(…)/), parts ([2026, 8, 17, 8, 15]) or a pattern such as dd/MM/yyyy HH:mm'), zone: zone.default('Asia/Ho_Chi_Minh') });

const successRule = z.strictObject({ at: z.string(), equals: scalar.optional(), in: z.array(scalar).optional(), contains: z.string().min(1).optional() });
const errorRule = z.strictObject({
  status: z.number().int().optional(), at: z.string().optional(), equals: scalar.optional(), contains: z.string().min(1).optional().describe('Without at: in a page that is not the answer, and in the texts around the rows'),
  class: z.enum(['retry', 'quota', 'password', 'stop']).describe('retry: try again; quota: wait until tomorrow; password: renew once, then stop; stop: give up this run'),
});
const shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tree'), children: z.string(), parents: z.boolean().default(true).describe('false: only rows without children') }).describe('Units inside units become a flat list'),
  z.strictObject({ kind: z.literal('groups'), rows: z.string(), as: z.string().default('group') }).describe('Lists inside groups (the dossiers of a unit): the rows become one list, each with its group under the name `as`'),
  z.strictObject({ kind: z.literal('cells'), names: z.array(z.string()).min(1) }).describe('Rows that are lists of cells, as tables on pages are sent: each cell gets its name'),
  z.strictObject({ kind: z.literal('values'), as: z.string().default('key') }).describe('Stands first: the rows are the values of an object ({"H17.01": {…}}), each gets its name there under the name `as`'),
  z.strictObject({ kind: z.literal('pivot'), key: z.array(z.string()).describe('Empty: all rows are one'), column: z.string(), value: z.string() }).describe('Rows of code and value become one row for each key, with a field for each code'),
  z.strictObject({ kind: z.literal('unpivot'), columns: z.record(z.string(), scalar), column: z.string(), value: z.string() }).describe('Columns (field → meaning) become rows with the fields named by `column` and `value`'),
  z.strictObject({ kind: z.literal('unique'), by: z.string(), highest: z.string() }).describe('Of rows with the same key the one with the highest value stays'),
  z.strictObject({ kind: z.literal('empty'), texts: z.array(z.string().min(1)).min(1), at: z.array(z.string()).min(1).optional().describe('Fields of the row; absent: all') }).describe('Texts by which the system says that a field is empty, such as - or 0001-01-01T00:00:00: read as null'),
  z.strictObject({ kind: z.literal('decoder'), name: z.enum(DECODER_NAMES) }).describe('A named decoder of a family, for what these words cannot say'),
]);
const envelope = z.strictObject({
  format: z.enum(['json', 'xml']).default('json').describe('xml: elements by their local names; nil is null; texts stay texts'),
  attributes: z.boolean().default(false).describe('xml: attributes count too, as fields @name of an element that holds no text'),
  shape: z.array(shape).refine((list) => list.findLastIndex(({ kind }) => kind === 'values') <= 0, 'values đứng đầu').default([]).describe('What is done to the rows before they are read, in this order'),
  countAt: z.string().optional().describe('Where the answer states how many rows it holds; another number is refused'),
  rows: path.default('$'), success: z.array(successRule).default([]), errors: z.array(errorRule).default([]),
  sourceTime: dateRule.optional().describe('Where the answer says when its figures were made; statistics whose rows do not say it take it'), allowEmpty: z.boolean().default(true),
  emptyWhen: z.array(z.union([successRule, z.strictObject({ status: z.number().int().describe('HTTP status, such as 204') })])).min(1).optional().describe('When all of these hold, a list that is missing or null is an empty one; otherwise it is a failure'),
  charset: z.string().regex(/^[a-z0-9-]+$/, 'bảng mã như windows-1258').optional().describe('How the text is written, where the system says it wrongly or not at all'),
  single: z.boolean().default(false).describe('At rows stands one row as an object, not a list'),
});

const unknownPolicy = z.union([z.literal('reject'), z.literal('null'), z.strictObject({ default: scalar })]);
const textRule = z.union([z.string(), z.array(z.string()), z.strictObject({ join: z.array(path).min(2), with: z.string().default('|') }).describe('Several fields as one; empty when one of them is'), z.strictObject({ at: path.optional(), const: z.string().optional(), pick: z.strictObject({ by: z.string(), equals: scalar, value: z.string() }).optional().describe('Out of a list: the entry whose `by` equals, then its `value`') })]);
const numberPart = z.strictObject({
  at: path.optional(), const: z.number().optional(), format: z.enum(['plain', 'vi', 'en']).default('plain').describe('vi: dot for thousands, comma for decimals; en: the other way round'),
  times: z.number().positive().optional().describe('What one of theirs is of ours: 1000 where amounts are in thousand đồng'),
  pick: z.strictObject({ by: z.string(), equals: scalar, value: z.string() }).optional().describe('Out of a list of long rows: the entry whose `by` equals, then its `value`'),
});
const numberRule = z.union([z.string(), z.array(z.string()), numberPart, z.strictObject({ sum: z.array(z.union([z.string(), numberPart])).min(1).describe('Added; when one is missing the sum is not known'), less: z.array(z.union([z.string(), numberPart])).min(1).optional().describe('Taken away') })]);
const dateRules = z.union([dateRule, z.array(dateRule)]);
const flagRule = z.union([
  z.strictObject({ at: path, true: z.array(scalar).min(1), false: z.array(scalar).optional() }),
  z.strictObject({ present: path }).describe('True when the field is there and not empty; the value itself is not kept'),
  z.strictObject({ const: z.boolean() }),
]);
const valueMap = <T extends string>(values: [T, ...T[]]) => z.union([
  z.strictObject({ const: z.enum(values) }),
  z.strictObject({ at: path, map: z.record(z.string(), z.enum(values)), empty: z.enum(values).optional(), unknown: unknownPolicy.default('reject') }),
]);
const keys = <T extends string>(object: Record<T, unknown>) => Object.keys(object) as [T, ...T[]];
const unitRule = z.union([
  z.strictObject({ by: z.enum(['code', 'id', 'name']), at: path, name: path.optional() }),
  z.strictObject({ const: z.string().describe('Unit code of the registry') }),
  z.strictObject({ by: z.enum(['code', 'id', 'name']), request: z.enum(['each', 'unit.id', 'unit.code']) }).describe('The unit that was asked for (forEach)'),
]);

const dossierMapping = z.strictObject({
  code: textRule, otherCode: textRule.optional().describe('Second code of the same dossier: two rows that name each other are one dossier, counted once'),
  procedureCode: textRule.optional(), procedureName: textRule.optional(), fieldCode: textRule.optional(), fieldName: textRule.optional(),
  receivingUnit: unitRule.optional(), resolvingUnit: unitRule.optional().describe('Absent: the receiving unit'),
  channel: valueMap(keys(CHANNEL)), serviceLevel: valueMap(keys(SERVICE_LEVEL)).optional(),
  status: z.union([z.literal('fromDates'), valueMap(keys(DOSSIER_STATUS))]).default('fromDates').describe('fromDates: done when there is an end; otherwise waiting for a supplement while the last listed request has no answer, else in process'),
  submittedAt: dateRules.optional(), receivedAt: dateRules, dueAt: dateRules.optional(), endedAt: dateRules.optional(), returnedAt: dateRules.optional(),
  supplementAt: dateRules.optional(), secondSupplementAt: dateRules.optional().describe('Second request for a supplement'), supplementCount: numberRule.optional(),
  pauses: z.strictObject({ at: path.describe('List of supplements of the row'), asked: dateRules, answered: dateRules.optional() }).optional().describe('Time not counted: each from the request to the answer; paths are those of an entry of the list. Without `answered` only the requests are known: no working time, and past periods of index 766 – 2.1 do not know how long a dossier waited'),
  reappointments: numberRule.optional().describe('How often the due date was set again'), returnChannel: valueMap(keys(CHANNEL)).optional(),
  digitised: flagRule.optional(), electronicResult: flagRule.optional(), feeDue: flagRule.optional(), paidOnline: flagRule.optional(), apologyLetter: flagRule.optional(),
  addressPresent: flagRule.optional().describe('Presence only: use present'), phonePresent: flagRule.optional().describe('Presence only: use present'), homeUnit: unitRule.optional().describe("Unit of the applicant's residence or seat, by code or id"),
  modifiedAt: dateRules.optional(),
});
const statisticMapping = z.strictObject({
  unit: unitRule,
  period: z.union([z.literal('window'), z.strictObject({ month: path }).describe('Number of a month in the year of the window'), z.strictObject({ type: path, typeMap: z.record(z.string(), z.enum(['month', 'quarter', 'half', 'year'])), year: path, number: path }), z.strictObject({ const: z.enum(['month', 'quarter', 'half', 'year']), year: path, number: path.optional() })]).default('window'),
  values: z.partialRecord(z.enum(MEASURE_NAMES as [string, ...string[]]), numberRule), sourceTime: dateRules.optional(),
  add: z.strictObject({ key: path.describe('What tells two rows apart: one that comes twice counts once') }).optional().describe('The rows of a window are added up by unit: a list of cases becomes counts (a value of 1 for each: { const: 1 })'),
});
const itemMapping = z.strictObject({
  code: textRule, unit: unitRule.optional(),
  class: z.union([z.strictObject({ const: z.string() }), z.strictObject({ at: path, map: z.record(z.string(), z.string()), empty: z.string().optional(), unknown: unknownPolicy.default('null') })]).optional(),
  openedAt: dateRules, dueAt: dateRules.optional(), doneAt: dateRules.optional(),
  cancelled: flagRule.optional().describe('True: withdrawn, merged or sent on; no longer counted'),
  verdict: flagRule.optional().describe('Whether the outcome was a good one: satisfied, compliant, simplified'),
  amount: numberRule.optional(), amountDone: numberRule.optional(),
});
const procedureMapping = z.strictObject({
  code: textRule, name: textRule, fieldCode: textRule.optional(), fieldName: textRule.optional(), level: textRule.optional().describe('Levels at which it is carried out, as the catalogue says it'),
  active: flagRule.optional().describe('Absent: what is listed is in force'), hasFee: flagRule.optional(),
});
const edocumentMapping = z.strictObject({
  code: textRule, document: textRule.optional().describe('Identity of the document, the same for all its receivers; absent: the code'),
  sender: unitRule.optional(), receiver: unitRule.optional(),
  province: z.string().optional().describe('Part of the agency codes of this province (H17): agencies without it lie outside, they are known and not counted'),
  sentAt: dateRules, receivedAt: dateRules.optional(), state: valueMap(keys(EDOCUMENT_STATE)), request: valueMap(keys(EDOCUMENT_REQUEST)).optional(), replaces: textRule.optional(),
  signed: flagRule.optional(), paperCopy: flagRule.optional(),
});
const unitMapping = z.strictObject({ id: textRule, code: textRule.optional(), name: textRule, parentId: textRule.optional() });

const measures = z.enum(MEASURE_NAMES as [string, ...string[]]);
const compared = {
  differs: z.partialRecord(measures, z.string().min(1)).default({}).describe('Measures that this system is known to count by another definition, and in what they differ; shown beside the difference'),
};
const listRule = z.strictObject({
  by: z.literal('received').describe('The list answers by the moment of reception, so that a dossier that is not in it is gone'),
  request: request.optional().describe("Absent: the stream's own request"), paging: paging.optional(), step: duration.optional(), from: moment.optional(), to: window.shape.to,
});
const summaryRule = z.strictObject({
  request, envelope: envelope.prefault({}), step: z.enum(['day', 'month', 'quarter', 'year']).default('month'), from: moment.optional(), to: window.shape.to,
  zone: zone.optional().describe('Zone in which the system itself draws the days of its count, where it is not ours: rows at the border of a period then differ'),
  unit: unitRule.optional().describe('Absent: one answer for the whole system'),
  values: z.partialRecord(measures, numberRule).describe('accepted: received, counted for the resolving unit; received: counted for the receiving unit'), ...compared,
});

const rowFilter = z.strictObject({ at: path, matches: z.string().describe('Regular expression, case ignored'), reason: z.string() });
const rowCheck = z.union([
  z.strictObject({
    total: z.union([z.string(), z.strictObject({ sum: z.array(z.string()).min(2) })]), parts: z.array(z.string()).min(1), format: z.enum(['plain', 'vi', 'en']).default('plain'),
    otherwise: z.array(measures).min(1).optional().describe('Statistics: where the sum differs these measures are not taken, and the row stays; absent: the row goes to quarantine'),
  }).describe('The total is the sum of its parts; not judged where one is empty'),
  z.strictObject({ at: z.string(), min: z.number().optional(), max: z.number().optional(), format: z.enum(['plain', 'vi', 'en']).default('plain') }),
]);
const streamParts = {
  id: sourceId, request, forEach: forEach.optional(), paging: paging.default({ kind: 'none' }), window: window.optional(), envelope: envelope.prefault({}),
  skip: z.array(rowFilter).default([]).describe('Rows that are not dossiers of the public: tests, totals, migrated rows'),
  checks: z.array(rowCheck).default([]).describe('What must hold in a row'),
  confirmEmpty: z.strictObject({ request, countAt: z.string() }).optional().describe('A second question: an empty list is believed only when it states zero'),
  keep: z.array(z.string()).default([]).describe('Further fields to keep in raw pages; everything not named anywhere is dropped before it is stored'),
};
const stream = z.discriminatedUnion('record', [
  z.strictObject({
    record: z.literal('dossier'), ...streamParts, mapping: dossierMapping,
    list: listRule.optional().describe('How reconciliation reads the list again; absent: what disappeared cannot be told'),
    summary: summaryRule.optional().describe("The system's own count of these dossiers, for reconciliation; never mixed with ours"),
  }),
  z.strictObject({
    record: z.literal('statistic'), ...streamParts, mapping: statisticMapping, ...compared,
    compareWith: z.partialRecord(measures, measures).default({}).describe('Which of our measures a published one is held against, where the names differ (received: accepted)'),
    portal: z.boolean().default(false).describe('The figures are those of the national portal: gaps are told by category'),
  }),
  z.strictObject({ record: z.literal('item'), kind: z.enum(ITEM_KIND_NAMES as [ItemKind, ...ItemKind[]]).describe('Kind of register item that the rows are'), ...streamParts, mapping: itemMapping }),
  z.strictObject({
    record: z.literal('edocument'), side: z.enum(keys(EDOCUMENT_SIDE)).default('both').describe('Whose documents the list holds: sent by its units, received by them, or all of the axis'), ...streamParts, mapping: edocumentMapping,
  }),
  z.strictObject({ record: z.literal('unit'), ...streamParts, mapping: unitMapping }),
  z.strictObject({ record: z.literal('procedure'), ...streamParts, mapping: procedureMapping }).describe('Catalogue of procedures, always listed whole: what is no longer in it is switched off, never everything at once'),
]);

/** Dossiers received from that day on count from this source, earlier ones from the other; taken out, everything is as before. */
export const supersedes = z.strictObject({ source: sourceId, from: day }).describe('This source takes the place of another one on a day');

export const sourceDefinition = z.strictObject({
  id: sourceId, title: z.string().min(1), family: z.string().default('declared'), baseUrl: z.url({ protocol: /^https?$/ }),
  auth: auth.default({ kind: 'none' }), transport: transport.prefault({}),
  schedule: z.strictObject({ every: duration.default('5m'), quietHours: z.array(clock).default([]).describe('Local time in which the system is left alone') }).prefault({}),
  staleAfter: duration.default('30m').describe('Older figures are marked stale and the service is not healthy; nothing is old before one and a half times its own rhythm (statistics are asked for hourly at most, catalogues every six hours)'),
  units: z.array(z.strictObject({ code: z.string(), name: z.string(), level: z.enum(UNIT_LEVELS), parent: z.string().optional(), aliases: z.array(z.string()).default([]) })).default([])
    .describe('Units to be registered with this source; aliases are names or ids it uses for them'),
  supersedes: supersedes.optional(),
  enabled: z.boolean().default(true),
  fetch: z.boolean().default(true).describe('false: the system is never called; its answers are read from files (cchc ingest ID --stream S --file F)'),
  streams: z.array(stream).min(1),
});

export type SourceDefinition = z.infer<typeof sourceDefinition>;
export type SourceInput = z.input<typeof sourceDefinition>;
export type Stream = SourceDefinition['streams'][number];
export type DossierStream = Extract<Stream, { record: 'dossier' }>;
export type StatisticStream = Extract<Stream, { record: 'statistic' }>;
export type ItemStream = Extract<Stream, { record: 'item' }>;
export type ProcedureStream = Extract<Stream, { record: 'procedure' }>;
export type ForEach = NonNullable<Stream['forEach']>;
export type Shape = Envelope['shape'][number];
export type RowCheck = Stream['checks'][number];
export type EDocumentStream = Extract<Stream, { record: 'edocument' }>;
export type UnitStream = Extract<Stream, { record: 'unit' }>;
export type Auth = SourceDefinition['auth'];
export type Transport = SourceDefinition['transport'];
export type Window = NonNullable<Stream['window']>;
export type Paging = Stream['paging'];
export type Envelope = Stream['envelope'];
export type Path = z.infer<typeof path>;
export type TextRule = z.infer<typeof textRule>;
export type NumberRule = z.infer<typeof numberRule>;
export type DateRule = z.infer<typeof dateRule>;
export type FlagRule = z.infer<typeof flagRule>;
export type UnitRule = z.infer<typeof unitRule>;

/** Milliseconds of a duration as written in definitions and settings (500ms, 30s, 10m, 6h, 7d). */
export function milliseconds(text: string): number {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  if (!match) throw new RangeError(`"${text}" is not a duration; write 500ms, 30s, 10m, 6h or 7d`);
  return Number(match[1]) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as 'ms' | 's' | 'm' | 'h' | 'd'];
}
