/** Public figures of the national portal (Cổng DVCQG): index 766 and synchronisation. What is known of them: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const SCORES = {
  portalScoreTransparency: 'CKMB', portalScoreProgress: 'TDGQ', portalScoreOnline: 'CLGQ', portalScorePayment: 'TTTT', portalScoreSatisfaction: 'MDHL', portalScoreDigitisation: 'MDSH', portalScoreTotal: 'TONG_SCORE',
};
/** Field names of the evaluation API are not described anywhere: what stands here is a guess to be replaced (chưa xác minh). */
const ENDPOINTS: Record<string, Record<string, string>> = {
  transparency: { portalScoreTransparency: 'score' },
  'dvc-progress-tree': { handled: 'received', handledOnTime: 'onTime', portalScoreProgress: 'score' },
  'provide-online-tree': { onlineScope: 'total', onlineSubmitted: 'online', portalScoreOnline: 'score' },
  'formality-online-payment-tree': { feeDossiers: 'obligation', feeDossiersPaidOnline: 'paidOnline', feeProcedures: 'formalityFee', feeProceduresPaidOnline: 'formalityPaidOnline', portalScorePayment: 'score' },
  'dossier-digitized': { resultDossiers: 'resultTotal', handledElectronicResult: 'electronicResult', componentDossiers: 'componentTotal', handledDigitised: 'digitized', portalScoreDigitisation: 'score' },
  'handling-satisfaction': { satisfactionDossiers: 'dossiers', handledSatisfied: 'satisfied', feedback: 'feedback', feedbackOnTime: 'feedbackOnTime', portalScoreSatisfaction: 'score' },
};

const options = z.strictObject({
  title: z.string().default('Cổng DVCQG: Bộ chỉ số 766'),
  baseUrl: z.string().default('https://dichvucong.gov.vn'), start: z.string().describe('First day of data, yyyy-MM-dd'),
  fetch: z.boolean().default(false).describe('Call the portal over HTTP; only with the consent of its operator. Otherwise its answers come from files'),
  api: z.enum(['rest', 'evaluation']).default('evaluation').describe('rest: the old portal (2022–2025); evaluation: the portal of 2026'),
  provinceId: z.string().describe('Internal number of the province; it changed at the merger and is not the statistical code'),
  provinceUnit: z.string().describe('Our code of the province'),
  scores: z.record(z.string(), z.string()).default(SCORES).describe('rest: measure → column; two crawlers read CLGQ and TTTT the other way round (chưa xác minh)'),
  maxima: z.record(z.string(), z.number()).default({ CKMB: 18, TDGQ: 20, CLGQ: 12, TTTT: 10, MDHL: 18, MDSH: 22, TONG_SCORE: 100 }).describe('rest: most points of a column; more than that is refused'),
  decimals: z.enum(['plain', 'vi']).default('plain').describe('vi: 86,57'),
  endpoints: z.record(z.string(), z.record(z.string(), z.string())).default(ENDPOINTS).describe('evaluation: endpoint → measure → field (chưa xác minh)'),
  rows: z.string().default('data.items'), children: z.string().default('children'), unitCode: z.string().default('departmentCode'), unitName: z.string().default('departmentName'),
  pause: z.strictObject({ min: z.string(), max: z.string() }).default({ min: '2s', max: '7s' }), callsPerSecond: z.number().positive().default(0.5),
});
type Options = z.infer<typeof options>;

/** Scores are texts with decimals, never with thousands. */
const decimals = (o: Options) => (o.decimals === 'plain' ? 'en' as const : o.decimals);
/** A guest's manners: refused once means not today. */
const errors = [{ status: 403, class: 'quota' as const }, { status: 429, class: 'quota' as const }, { at: 'complete', equals: false, class: 'stop' as const }];
/** A period is asked for some days after its end: an empty list is then a wrong province number or a changed portal, never a period without figures. */
const window = (o: Options, step: 'month' | 'quarter' | 'year') => ({ start: o.start, step, overlap: '70d', holdBack: { month: '35d', quarter: '95d', year: '370d' }[step] });
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };

function rest(o: Options) {
  const call = (service: string, given: object) => ({ method: 'POST' as const, path: '/jsp/rest.jsp', headers: form, body: { params: { type: 'ref', service, ...given } } });
  const index = (step: 'month' | 'quarter' | 'year') => ({
    record: 'statistic' as const, id: `index-${step}`, window: window(o, step), envelope: { rows: '$', allowEmpty: false, errors },
    request: call('report_tinh_766_service', { p_nam: '{year}', p_6thang: 0, p_tinh_id: o.provinceId, p_quy: step === 'quarter' ? '{quarter}' : 0, p_thang: step === 'month' ? '{month}' : 0, p_loaidonvi: 1, loaichitieu: 0, pageIndex: '{page.number}', pageSize: '{page.size}' }),
    // No total: a short page is the end, and a round number of rows on the first page is looked behind.
    paging: { kind: 'pages' as const, first: 1, size: 200, stop: 'short' as const, maxPages: 50 },
    checks: Object.entries(o.maxima).map(([at, max]) => ({ at, min: 0, max, format: decimals(o) })),
    mapping: { unit: { by: 'code' as const, at: 'MA_COQUAN', name: 'TEN' }, values: Object.fromEntries(Object.entries(o.scores).map(([measure, at]) => [measure, { at, format: decimals(o) }])) },
  });
  return [
    index('month'), index('quarter'), index('year'),
    {
      record: 'statistic' as const, id: 'synchronisation', portal: true, request: call('report_by_month_sum_service', { p_nam: '{year}', p_thang: '{month}', p_tinh_id: o.provinceId }), window: window(o, 'month'),
      envelope: { rows: '$', allowEmpty: false, errors },
      // Its own words beside ours; whether it counts by the same rules is told by category (chưa xác minh).
      compareWith: { portalDossiers: 'accepted' as const, portalOnline: 'receivedOnline' as const, portalResolvedOnTime: 'resolvedOnTime' as const, portalResolvedLate: 'resolvedLate' as const, portalInProgressLate: 'inProgressLate' as const },
      mapping: {
        unit: { const: o.provinceUnit },
        values: {
          portalDossiers: 'HS_TOTAL', portalSynced: 'DB_TOTAL', portalLookups: 'TNTK_TOTAL', portalResolvedOnTime: 'HTDH', portalResolvedLate: 'HTQH', portalInProgress: 'DXLTH', portalInProgressLate: 'DXLQH',
          portalOnline: 'HTN_TRUCTUYEN', portalPaidOnline: 'GDTT_TOTAL',
        },
      },
    },
  ];
}

const evaluation = (o: Options) => Object.entries(o.endpoints).map(([endpoint, values]) => ({
  record: 'statistic' as const, id: endpoint,
  request: { method: 'POST' as const, path: `/api/v1/reporting/evaluation/${endpoint}`, body: { timeType: 'month', year: '{year}', quarter: '{quarter}', month: '{month}', rootDepartmentId: o.provinceId, currentPage: '{page.number}', pageSize: '{page.size}' } },
  paging: { kind: 'pages' as const, first: 1, size: 200, stop: 'short' as const, maxPages: 50 }, window: window(o, 'month'),
  envelope: { rows: o.rows, allowEmpty: false, errors, shape: [{ kind: 'tree' as const, children: o.children }] },
  mapping: { unit: { by: 'code' as const, at: o.unitCode, name: o.unitName }, values: Object.fromEntries(Object.entries(values).map(([measure, at]) => [measure, { at, format: decimals(o) }])) },
}));

export const portal: SourceFamily<typeof options> = {
  id: 'portal',
  title: 'Cổng Dịch vụ công quốc gia (số liệu công khai)',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'portal', baseUrl: o.baseUrl, fetch: o.fetch, schedule: { every: '1d', quietHours: ['07:00-18:00'] }, staleAfter: '45d',
    auth: o.api === 'rest' ? { kind: 'cookie', path: '/p/home/dvc-index-tinhthanhpho-tonghop.html', needs: ['JSESSIONID'] } : { kind: 'none' },
    transport: { parallel: 1, callsPerSecond: o.callsPerSecond, pause: o.pause, tries: 2, backoff: '30s', readTimeout: '120s' },
    streams: o.api === 'rest' ? rest(o) : evaluation(o),
  }),
};
