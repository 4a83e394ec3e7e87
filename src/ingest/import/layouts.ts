/** Layouts of published tables that can be imported as statistics: which column is which measure. Recognised by their headings. */
import type { Measure } from '../../vocabulary';

export interface Layout {
  id: string;
  title: string;
  /** Headings that must be there. */
  needs: string[];
  /** Column → measure, one row a unit. */
  wide?: Record<string, Measure>;
  /** Rows by component: numerator and denominator go to the component's measures. */
  long?: { component: string; hits: string; total: string; ratioPercent: string; measures: Record<string, [hits: Measure, total: Measure]> };
  /** Published score, to be set beside ours: column → indicator. */
  scores: Record<string, string>;
  /** [part, whole]: the part may not be larger. */
  within: [string, string][];
  /** [whole, parts…]: the parts add up to the whole; a publication in which they do not is told, not refused. */
  sums?: [whole: string, ...parts: string[]][];
  /** [percentage, hits, total] as published. */
  /** Columns that are all empty make an indicator temporary: the flag that the national portal gives then. */
  unsaid?: [indicator: string, ...columns: string[]];
  /** Indicator that bears the flag when they do not. */
  doubted?: string;
  percents?: [percent: string, hits: string, total: string][];
}

export const layouts: readonly Layout[] = [
  {
    id: 'portal-index', title: 'Điểm Bộ chỉ số 766 do Cổng DVCQG công bố', needs: ['ckmb', 'tdgq', 'tong_score'],
    wide: { ckmb: 'portalScoreTransparency', tdgq: 'portalScoreProgress', clgq: 'portalScoreOnline', tttt: 'portalScorePayment', mdhl: 'portalScoreSatisfaction', mdsh: 'portalScoreDigitisation', tong_score: 'portalScoreTotal' },
    scores: {}, within: [],
  },
  {
    id: 'progress', title: 'Tiến độ giải quyết (766 – nhóm 2)', needs: ['received', 'on_time'],
    wide: { received: 'handled', on_time: 'handledOnTime' }, scores: { score: 'index766-progress' }, within: [['on_time', 'received']],
    doubted: 'index766-progress', sums: [['received', 'on_time', 'overdue']], percents: [['ratio_pct', 'on_time', 'received']],
  },
  {
    id: 'payment', title: 'Thanh toán trực tuyến (766 – nhóm 3b)', needs: ['paid_online', 'obligation', 'tthc_fee'],
    wide: { paid_online: 'feeDossiersPaidOnline', obligation: 'feeDossiers', tthc_paid_online: 'feeProceduresPaidOnline', tthc_fee: 'feeProcedures', tthc_fee_synced: 'feeProceduresSynced' },
    scores: { score: 'index766-payment' }, within: [['paid_online', 'obligation'], ['tthc_paid_online', 'tthc_fee'], ['tthc_fee_synced', 'tthc_fee']],
  },
  {
    id: 'satisfaction', title: 'Mức độ hài lòng (766 – nhóm 5)', needs: ['ok_dossiers', 'dossiers', 'pakn'],
    wide: { ok_dossiers: 'handledSatisfied', dossiers: 'satisfactionDossiers', pakn_on_time: 'feedbackOnTime', pakn: 'feedback', pakn_satisfied: 'feedbackSatisfied' },
    scores: { score_54: 'index766-dossier-satisfaction', score_52: 'index766-feedback-on-time', score_53: 'index766-feedback-satisfaction', total: 'index766-satisfaction' },
    within: [['ok_dossiers', 'dossiers'], ['pakn_on_time', 'pakn'], ['pakn_satisfied', 'pakn']],
    doubted: 'index766-dossier-satisfaction', percents: [['ratio_54_pct', 'ok_dossiers', 'dossiers']],
  },
  {
    id: 'sync', title: 'Đồng bộ hồ sơ (766 – 1.4)', needs: ['synced', 'national_report', 'portal_received'],
    wide: { synced: 'dossiersSynced', national_report: 'reportedNationally', portal_received: 'receivedByPortal' }, scores: { score: 'index766-dossier-sync' }, within: [],
    unsaid: ['index766-dossier-sync', 'national_report', 'portal_received'],
  },
  {
    id: 'online', title: 'Cung cấp DVCTT (766 – nhóm 3a)', needs: ['authority', 'partial', 'full', 'services'],
    wide: { authority: 'authorityProcedures', partial: 'partialServices', full: 'fullServices', services_with_dossier: 'onlineServicesUsed', services: 'onlineServices', online: 'receivedOnline', received: 'received' },
    scores: { score_31: 'index766-online-provision', score_32: 'index766-services-used', score_33: 'index766-online-dossiers', score: 'index766-online' },
    within: [['services_with_dossier', 'services'], ['online', 'received']],
  },
  {
    id: 'counts', title: 'Tình hình giải quyết hồ sơ đã công bố', needs: ['received_total', 'resolved'],
    wide: { received_total: 'handled', received_new: 'accepted', carried_over: 'carriedOver', resolved: 'resolved', resolved_on_time: 'resolvedOnTime', resolved_late: 'resolvedLate', in_process: 'inProgress', in_process_late: 'inProgressLate' },
    scores: {}, within: [['received_new', 'received_total'], ['resolved', 'received_total'], ['resolved_on_time', 'resolved'], ['in_process_late', 'in_process']],
    doubted: 'on-time-resolution', sums: [['received_total', 'received_new', 'carried_over'], ['received_total', 'resolved', 'in_process'], ['resolved', 'resolved_on_time', 'resolved_late']],
    percents: [['resolved_on_time_pct', 'resolved_on_time', 'resolved']],
  },
  {
    id: 'digitisation', title: 'Thành phần của Bộ chỉ số 766 (số hóa và các nhóm khác)', needs: ['component', 'numerator', 'denominator'],
    long: {
      component: 'component', hits: 'numerator', total: 'denominator', ratioPercent: 'ratio_pct',
      measures: {
        '1.1': ['announcedOnTime', 'announcedProcedures'], '1.2': ['publishedOnTime', 'publishableProcedures'], '1.3': ['publicComplete', 'publicProcedures'], '1.4': ['dossiersSynced', 'dossiersToSync'],
        '4.1': ['handledElectronicResult', 'resultDossiers'], '4.2': ['handledDigitised', 'componentDossiers'], COPY: ['certifiedCopyUnitsProviding', 'certifiedCopyUnits'],
        '4.3': ['handledReused', 'reuseDossiers'], '4.4': ['handledStored', 'storeDossiers'], '4.5a': ['citizenProceduresConnected', 'citizenProcedures'], '4.5b': ['handledCitizenConnected', 'citizenDossiers'],
      },
    },
    scores: { score: '' }, within: [],
  },
];

export const LONG_INDICATORS: Record<string, string> = {
  '1.1': 'index766-announced-on-time', '1.2': 'index766-published-on-time', '1.3': 'index766-complete-content', '1.4': 'index766-dossier-sync',
  '4.1': 'index766-electronic-results', '4.2': 'index766-digitised-components', COPY: 'index766-certified-copies', '4.3': 'index766-reused-data',
  '4.4': 'index766-personal-store', '4.5a': 'index766-citizen-procedures', '4.5b': 'index766-citizen-dossiers',
};
/** As it is written in files, in whatever case, to the component; TOTAL: the group itself. */
export const COMPONENT_OF: ReadonlyMap<string, string> = new Map([...Object.keys(LONG_INDICATORS), 'TOTAL'].map((id) => [id.toLowerCase(), id]));
/** What a row TOTAL beside these components is the score of. */
export const GROUP_OF_COMPONENT: Record<string, string> = Object.fromEntries(Object.keys(LONG_INDICATORS).map((id) => [id, id.startsWith('1.') ? 'index766-transparency' : 'index766-digitisation']));
