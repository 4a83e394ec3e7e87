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
  },
  {
    id: 'digitisation', title: 'Số hóa hồ sơ (766 – nhóm 4)', needs: ['component', 'numerator', 'denominator'],
    long: {
      component: 'component', hits: 'numerator', total: 'denominator', ratioPercent: 'ratio_pct',
      measures: {
        '4.1': ['handledElectronicResult', 'resultDossiers'], '4.2': ['handledDigitised', 'componentDossiers'], COPY: ['certifiedCopyUnitsProviding', 'certifiedCopyUnits'],
        '4.3': ['handledReused', 'reuseDossiers'], '4.4': ['handledStored', 'storeDossiers'], '4.5a': ['citizenProceduresConnected', 'citizenProcedures'], '4.5b': ['handledCitizenConnected', 'citizenDossiers'],
      },
    },
    scores: { score: '' }, within: [],
  },
];

export const LONG_INDICATORS: Record<string, string> = {
  '4.1': 'index766-electronic-results', '4.2': 'index766-digitised-components', COPY: 'index766-certified-copies', '4.3': 'index766-reused-data',
  '4.4': 'index766-personal-store', '4.5a': 'index766-citizen-procedures', '4.5b': 'index766-citizen-dossiers', TOTAL: 'index766-digitisation',
};
