/** Registers: what is open and overdue, by kind and unit. */
import { count, inUnit, unitColumns, type NamedQuery } from './query';

const kind = { label: 'Loại việc', words: 'item', width: 300 } as const;
const open = { open: count('Chưa xong'), overdue: count('Quá hạn'), first_due_on: { label: 'Hạn sớm nhất', unit: 'time:DD/MM/YYYY', width: 110 } } as const;
const sums = `sum(r.open) as open, sum(r.overdue) as overdue, min(r.first_due_on)::timestamp at time zone 'Asia/Ho_Chi_Minh' as first_due_on`;
const NOTHING = 'Không còn việc nào chưa xong trong các sổ đã nạp';
const ofUnits = (kinds: string): NamedQuery => ({
  format: 'table', empty: NOTHING, columns: { ...unitColumns, kind, ...open },
  sql: `select r.unit_code, r.unit_name, r.kind, ${sums} from mart.register_open r where r.kind in (${kinds}) group by 1, 2, 3 order by 5 desc, 4 desc, 2 limit 40`,
});
const ofOneKind = (name: string): NamedQuery => ({
  format: 'table', empty: NOTHING, columns: { ...unitColumns, ...open },
  sql: `select r.unit_code, r.unit_name, ${sums} from mart.register_open r where r.kind = '${name}' group by 1, 2 order by 4 desc, 3 desc, 2 limit 40`,
});

export const registerQueries = {
  'registers-open': { format: 'table', empty: NOTHING, columns: { kind, ...open }, sql: `select r.kind, ${sums} from mart.register_open r group by 1 order by 3 desc, 2 desc, 1` },
  'unit-registers-open': { format: 'table', empty: NOTHING, columns: { kind, ...open }, sql: `select r.kind, ${sums} from mart.register_open r where ${inUnit('r')} group by 1 order by 3 desc, 2 desc, 1` },
  'feedback-open': ofOneKind('feedback'),
  'tasks-open': ofOneKind('task'),
  'legal-finance-open': ofUnits(`'legalDocument', 'expiredDocument', 'reviewedDocument', 'appraisal', 'expiredList', 'enforcementFinding', 'inspectionFinding', 'auditRecommendation', 'facility', 'assetReport', 'intangibleAssetRule'`),
  'land-open': ofUnits(`'inspection', 'project'`),
  'task-overdue-by-unit': {
    format: 'table', empty: 'Không nhiệm vụ nào quá hạn trong sổ đã nạp', columns: { unit_code: unitColumns.unit_code, label: { label: 'Đơn vị', link: 'unit' }, value: count('Quá hạn') },
    sql: `select r.unit_code, r.unit_name as label, r.overdue as value from mart.register_open r where r.kind = 'task' and r.overdue > 0 order by 3 desc, 2 limit 15`,
  },
} satisfies Record<string, NamedQuery>;
