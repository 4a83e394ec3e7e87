import { INDEX_766, REPORTED, type RatioIndicator } from '../../indicator';

export const index766DossierSatisfaction: RatioIndicator = {
  id: 'index766-dossier-satisfaction',
  code: 'HL.HOSO',
  title: { vi: 'Hài lòng về tiếp nhận, giải quyết hồ sơ (766 – 5.4)', en: 'Satisfaction with dossiers (index 766 – 5.4)' },
  question: { vi: 'Bao nhiêu phần hồ sơ đúng hạn và không bị phản ánh?', en: 'Which share of dossiers is on time and without feedback or dislike?' },
  law: [{ ...INDEX_766, place: 'chỉ số 5.4' }],
  counts: {
    vi: '100 % trừ hồ sơ quá hạn và hồ sơ có PAKN hoặc không hài lòng; đủ điểm từ 90 %. Không phải SIPAS.',
    en: '100 % less overdue and less those with feedback or a dislike; full points from 90 %. Not SIPAS.',
  },
  groupBy: 'resolvingUnit',
  grains: ['province', 'department', 'commune'],
  periods: REPORTED,
  direction: 'up',
  kind: 'ratio',
  hits: ['handledSatisfied'],
  total: ['satisfactionDossiers'],
  empty: 'zero',
  final: true,
  scoring: { kind: 'cap', max: '6', fullAt: '0.9' },
  target: { value: 0.9, document: 'QĐ 766/QĐ-TTg, chỉ số 5.4 (đủ điểm từ 90 %)', verified: true },
  version: '1',
};
