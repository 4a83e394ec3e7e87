import type { Board } from '../board';
import { trend, trust, TWO_YEARS, value, worst } from './tiles';

export const phanAnhNhiemVu: Board = {
  uid: 'cchc-phan-anh-nhiem-vu', file: 'phan-anh-nhiem-vu.json', title: 'CCHC – Phản ánh, kiến nghị và nhiệm vụ', audience: 'homeAffairs', rotates: true, scope: 'province', map: 'today', variables: ['period', 'map', 'level'], time: TWO_YEARS,
  description: 'Người dân phản ánh gì, được trả lời đúng hạn không; nhiệm vụ Chính phủ, Thủ tướng giao đang trễ ở đâu?',
  sections: [
    trust,
    { title: 'Phản ánh, kiến nghị và hài lòng', tiles: [
      value('feedback-register-on-time'), value('index766-feedback-on-time'), value('index766-feedback-satisfaction'), value('index766-dossier-satisfaction'), value('feedback-on-procedures'), value('feedback-on-staff'),
      { ...trend('feedback-register-on-time'), height: 11 }, worst('feedback-register-on-time'),
      { kind: 'table', id: 'feedback-open', title: 'Phản ánh chưa xử lý xong', description: 'Theo đơn vị, tính đến hôm nay; quá hạn trước.', query: 'feedback-open', explains: 'feedback-register-on-time', width: 24, height: 10 },
      { kind: 'table', id: 'survey', title: 'Kết quả đã công bố (PAR Index, SIPAS)', description: 'Như quyết định công bố, không tính lại.', query: 'survey-results', width: 24, height: 8 },
    ] },
    { title: 'Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao', tiles: [
      value('government-tasks-on-time', 12), value('government-tasks-overdue', 12),
      { kind: 'bars', id: 'task-overdue', title: 'Nhiệm vụ quá hạn theo đơn vị', description: 'Chưa hoàn thành, đã qua hạn, tính đến hôm nay.', query: 'task-overdue-by-unit', explains: 'government-tasks-overdue', width: 12, height: 10 },
      { kind: 'table', id: 'tasks-open', title: 'Nhiệm vụ chưa hoàn thành', description: 'Theo đơn vị, tính đến hôm nay; quá hạn trước.', query: 'tasks-open', explains: 'government-tasks-overdue', width: 12, height: 10 },
      { ...worst('government-tasks-on-time'), width: 24 },
    ] },
  ],
};
