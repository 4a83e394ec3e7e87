import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766PaidProcedures: RatioIndicator = {
  id: 'index766-paid-procedures',
  code: 'TT.TTHC',
  title: { vi: 'TTHC có giao dịch thanh toán trực tuyến (766 – 3.5b)', en: 'Procedures with an online payment (index 766 – 3.5b)' },
  question: { vi: 'Bao nhiêu TTHC có phí đã phát sinh thanh toán trực tuyến?', en: 'How many procedures with a fee had an online payment?' },
  law: [{ ...INDEX_766, place: 'chỉ số 3.5b' }],
  counts: {
    vi: 'TTHC có giao dịch trên TTHC có phí; đủ điểm từ 80 %.',
    en: 'Procedures with a payment ÷ procedures with a fee; full points from 80 %.',
  },
  groupBy: 'receivingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['feeProceduresPaidOnline'],
  total: ['feeProcedures'],
  empty: 'zero',
  scoring: { kind: 'cap', max: '2', fullAt: '0.8' },
  par: 7,
  version: '1',
};
