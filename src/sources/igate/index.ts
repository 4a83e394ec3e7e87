/** VNPT iGate 2.0 ("digo" services). What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Một cửa điện tử (VNPT iGate 2.0)'),
  baseUrl: z.string(),
  tokenUrl: z.string().default('/auth/realms/digo/protocol/openid-connect/token').describe('Absolute when the single sign-on has a host of its own'),
  clientId: z.string(), clientSecret: z.string().optional(), sendSecret: z.enum(['form', 'basic']).default('basic'),
  user: z.string().optional().describe('With password: the password grant, as some provinces give it to a public client'), password: z.string().optional(),
  start: z.string().describe('First day of data, yyyy-MM-dd'),
  variant: z.string().default('kgg').describe('Private suffix of the province in report addresses'),
  pageSize: z.number().int().min(10).max(2000).default(500),
  every: z.string().default('5m'), callsPerSecond: z.number().positive().default(8),
  onlineReport: z.boolean().default(true).describe('Read the online report (units by name only)'), digitisation: z.boolean().default(true).describe('Read the digitisation report'),
}).refine((o) => (o.user === undefined) === (o.password === undefined), 'user và password đi cùng nhau').refine((o) => o.clientSecret !== undefined || o.user !== undefined, 'cần clientSecret, hoặc user và password');

/** Local midnight labelled Z is what this product expects in questions; its answers are true UTC. */
const LOCAL_AS_Z = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
const UTC = { date: "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", zone: 'UTC' };

/** A month at a time: a longer window takes this product minutes. */
const monthly = (start: string) => ({ start, step: 'month' as const, overlap: '40d', holdBack: '0s', from: { pattern: LOCAL_AS_Z }, to: { pattern: LOCAL_AS_Z, end: 'inclusive' as const } });

export const igate: SourceFamily<typeof options> = {
  id: 'igate',
  title: 'VNPT iGate 2.0',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'igate', baseUrl: o.baseUrl, schedule: { every: o.every },
    auth: o.user === undefined
      ? { kind: 'clientCredentials', path: o.tokenUrl, clientId: o.clientId, clientSecret: o.clientSecret!, send: o.sendSecret, prefix: 'bearer' }
      : { kind: 'password', path: o.tokenUrl, clientId: o.clientId, clientSecret: o.clientSecret, user: o.user, password: o.password!, send: o.clientSecret === undefined ? 'form' : o.sendSecret, prefix: 'bearer' },
    transport: { connectTimeout: '30s', readTimeout: '180s', callsPerSecond: o.callsPerSecond, parallel: 2 },
    streams: [
      {
        record: 'unit', id: 'units', request: { path: '/ba/agency/name+code', query: { page: '{page.number}', size: '{page.size}' } },
        paging: { kind: 'pages', first: 0, size: 2000, stop: 'last', lastAt: 'last', numberAt: 'number' }, envelope: { rows: 'content', allowEmpty: false },
        mapping: { id: 'id', code: 'code', name: 'name', parentId: 'parent.id' },
      },
      {
        record: 'dossier', id: 'dossiers',
        request: { path: '/pa/dossier/search', query: { page: '{page.number}', size: '{page.size}', spec: 'slice', 'updated-from': '{window.from}', 'updated-to': '{window.to}' } },
        paging: { kind: 'pages', first: 0, size: o.pageSize, stop: 'last', lastAt: 'last', numberAt: 'number' },
        window: { start: o.start, step: '3d', overlap: '2h', align: 'instant', holdBack: '1m', from: { pattern: LOCAL_AS_Z }, to: { pattern: LOCAL_AS_Z, end: 'inclusive' } },
        // By the moment of acceptance, as Spring pages, which state their total.
        list: {
          by: 'received', request: { path: '/pa/dossier/search', query: { page: '{page.number}', size: '{page.size}', spec: 'page', 'from-date': '{window.from}', 'to-date': '{window.to}' } },
          paging: { kind: 'pages', first: 0, size: o.pageSize, stop: 'totalRows', totalRowsAt: 'totalElements', numberAt: 'number' },
        },
        envelope: { rows: 'content' },
        skip: [
          { at: 'code', matches: '(^|[^a-z])test', reason: 'hồ sơ thử nghiệm' }, { at: 'procedure.code', matches: '^test', reason: 'thủ tục thử nghiệm' },
        ],
        mapping: {
          code: 'code',
          procedureCode: 'procedure.code', procedureName: ['procedure.translate.name', 'procedure.translate.0.name', 'procedure.translate.228.name'],
          fieldCode: 'procedure.sector.code', fieldName: ['procedure.sector.name.0.name', 'procedure.sector.name'],
          receivingUnit: { by: 'id', at: ['receivingAgency.id', 'agency.id'], name: ['receivingAgency.name', 'agency.name'] },
          resolvingUnit: { by: 'id', at: 'agency.id', name: 'agency.name' },
          channel: { at: 'applyMethod.id', map: { 0: 'online', 1: 'counter', 2: 'postal' }, empty: 'counter', unknown: 'reject' },
          serviceLevel: { at: 'procedureLevel', map: { 4: 'full', 3: 'partial', 2: 'information' }, unknown: 'null' },
          status: {
            at: 'dossierStatus.id', unknown: 'reject',
            map: { 0: 'registered', 1: 'supplement', 2: 'inProcess', 3: 'financial', 4: 'done', 5: 'handedOver', 6: 'withdrawn', 7: 'refused', 8: 'stopped', 9: 'accepted' },
          },
          submittedAt: { at: 'appliedDate', ...UTC }, receivedAt: { at: 'acceptedDate', ...UTC }, dueAt: { at: ['appointmentDate', 'dueDate'], ...UTC },
          endedAt: { at: 'completedDate', ...UTC }, returnedAt: { at: 'returnedDate', ...UTC }, supplementAt: { at: 'additionalRequirementDate', ...UTC }, supplementCount: 'additionalRequirementCount',
          returnChannel: { at: 'dossierReceivingKind.id', map: { 0: 'online', 1: 'counter', 2: 'postal' }, unknown: 'null' },
          digitised: { at: 'hasDigitizedComponent', true: [true, 1, '1'], false: [false, 0, '0'] },
          electronicResult: { at: 'hasElectronicResult', true: [true, 1, '1'], false: [false, 0, '0'] },
          feeDue: { at: 'hasFee', true: [true, 1], false: [false, 0] }, paidOnline: { at: 'onlinePayment', true: [1, 2], false: [0, 3] },
          modifiedAt: { at: 'updatedDate', ...UTC },
        },
      },
      {
        record: 'statistic', id: 'report-by-unit',
        request: { path: `/pa/dossier-statistic/--statistic-agency-${o.variant}`, query: { 'from-date': '{window.from}', 'to-date': '{window.to}', 'hide-agency-no-dossier': 0, 'suppended-cancelled': 0 } },
        window: monthly(o.start), envelope: { rows: '$' },
        // The report groups by the agency that resolves (chưa xác minh với từng bản triển khai).
        compareWith: { received: 'accepted' },
        differs: { receivedOnline: 'Báo cáo đếm theo đơn vị giải quyết, hệ thống đếm theo đơn vị tiếp nhận (chưa xác minh).', receivedCounter: 'Báo cáo đếm theo đơn vị giải quyết và gộp bưu chính vào trực tiếp (chưa xác minh).' },
        mapping: {
          unit: { by: 'id', at: 'agency.id', name: 'agency.name' }, period: 'window',
          values: { received: 'received', receivedOnline: 'receivedOnline', receivedCounter: 'receivedDirect', resolved: 'resolved', resolvedLate: 'resolvedOverdue', resolvedEarly: 'resolvedEarly', inProgress: 'unresolved', inProgressLate: 'unresolvedOverdue' },
        },
        checks: [{ total: 'resolved', parts: ['resolvedEarly', 'resolvedOnTime', 'resolvedOverdue'] }, { total: 'unresolved', parts: ['unresolvedOnTime', 'unresolvedOverdue'] }],
      },
      ...(o.onlineReport ? [{
        // Units by name only: what is not known by its exact name waits in the list of unmatched names.
        record: 'statistic' as const, id: 'online-report',
        request: { path: `/pa/${o.variant}-dossier-statistic/--${o.variant}-dossier-report-online`, query: { 'from-applied-date': '{window.from}', 'to-applied-date': '{window.to}' } },
        window: monthly(o.start), envelope: { rows: ['content', '$'] }, skip: [{ at: 'agency_name', matches: '^\\s*tổng', reason: 'dòng tổng' }],
        mapping: {
          unit: { by: 'name', at: 'agency_name' },
          values: {
            onlineSubmittedPartial: 'phatsinh_1phan_quantity', onlineSubmittedFull: 'phatsinh_toanphan_quantity', onlineWaiting: 'chotiepnhan_quantity', onlineAccepted: 'datiepnhan_quantity',
            onlineCompleted: 'hoanthanh_quantity', onlineRefused: 'tuchoi_quantity', onlinePaid: 'onlinepaid_quantity', onlineSubmitted: 'total',
          },
        },
      }] : []),
      ...(o.digitisation ? [{
        record: 'statistic' as const, id: 'digitisation',
        request: { path: `/pa/${o.variant}-digitize/digitization-by-agency`, query: { from: '{window.from}', to: '{window.to}' } },
        window: monthly(o.start), envelope: { rows: ['content', '$'] },
        mapping: {
          unit: { by: 'id', at: ['agency.id', 'agencyId'], name: ['agency.name', 'agencyName'] },
          values: { digitisationReceived: 'totalReceiver', receivedDigitised: 'totalReceiverHavingFile', digitisationResolved: 'totalComplete', resolvedDigitised: 'totalCompleteHavingFile', bothDigitised: 'totalReceiverCompleteHavingFile' },
        },
        checks: [{ total: 'totalReceiver', parts: ['totalReceiverHavingFile', 'totalReceiverNopeFile'] }, { total: 'totalComplete', parts: ['totalCompleteHavingFile', 'totalCompleteNopeFile'] }],
      }] : []),
    ],
  }),
};
