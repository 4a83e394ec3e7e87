/** Registers: what is open and overdue, by kind and unit. */
import { count, inUnit, unitColumns, type NamedQuery } from './query';

const kind = { label: 'Loại việc', words: 'item', width: 220 } as const;
const open = { open: count('Chưa xong'), overdue: count('Quá hạn'), first_due_on: { label: 'Hạn sớm nhất', unit: 'time:DD/MM/YYYY', width: 110 } } as const;
const sums = `sum(r.open) as open, sum(r.overdue) as overdue, min(r.first_due_on)::timestamp at time zone 'Asia/Ho_Chi_Minh' as first_due_on`;
const NOTHING = 'Không còn việc nào chưa xong';
/** A register that nobody has loaded is a row of its own: nothing of it is open, and nothing of it is known. */
const notLoaded = (kinds: string) => `from unnest(array[${kinds}]) n(kind) where not exists (select from mart.register_kind k where k.kind = n.kind)`;
const ofUnits = (kinds: string): NamedQuery => ({
  format: 'table', empty: NOTHING, columns: { ...unitColumns, kind, ...open },
  sql: `select r.unit_code, r.unit_name, r.kind, ${sums} from mart.register_open r where r.kind in (${kinds}) group by 1, 2, 3
union all select null, 'chưa nạp sổ', n.kind, null, null, null ${notLoaded(kinds)} order by 5 desc nulls last, 4 desc nulls last, 2 limit 40`,
});
const ofOneKind = (name: string): NamedQuery => ({
  format: 'table', empty: NOTHING, columns: { ...unitColumns, ...open },
  sql: `select r.unit_code, r.unit_name, ${sums} from mart.register_open r where r.kind = '${name}' group by 1, 2
union all select null, 'chưa nạp sổ', null, null, null ${notLoaded(`'${name}'`)} order by 4 desc nulls last, 3 desc nulls last, 2 limit 40`,
});

export const registerQueries = {
  'registers-open': {
    format: 'table', columns: { kind, ...open },
    sql: `select k.kind, coalesce(sum(r.open), 0) as open, coalesce(sum(r.overdue), 0) as overdue, min(r.first_due_on)::timestamp at time zone 'Asia/Ho_Chi_Minh' as first_due_on
from mart.register_kind k left join mart.register_open r on r.kind = k.kind group by 1 order by 3 desc, 2 desc, 1`,
    empty: 'Chưa nạp sổ nào',
  },
  'unit-registers-open': { format: 'table', empty: 'Không còn việc nào chưa xong trong các sổ đã nạp', columns: { kind, ...open }, sql: `select r.kind, ${sums} from mart.register_open r where ${inUnit('r')} group by 1 order by 3 desc, 2 desc, 1` },
  'feedback-open': ofOneKind('feedback'),
  'tasks-open': ofOneKind('task'),
  'legal-finance-open': ofUnits(`'legalDocument', 'expiredDocument', 'reviewedDocument', 'appraisal', 'expiredList', 'enforcementFinding', 'inspectionFinding', 'auditRecommendation', 'facility', 'assetReport', 'intangibleAssetRule'`),
  'land-open': ofUnits(`'inspection', 'project'`),
  'task-overdue-by-unit': {
    format: 'table', empty: 'Không nhiệm vụ nào quá hạn', columns: { unit_code: unitColumns.unit_code, label: { label: 'Đơn vị', link: 'unit' }, value: count('Quá hạn') },
    sql: `select r.unit_code, r.unit_name as label, r.overdue as value from mart.register_open r where r.kind = 'task' and r.overdue > 0
union all select null, 'chưa nạp sổ', null ${notLoaded("'task'")} order by 3 desc nulls last, 2 limit 15`,
  },
} satisfies Record<string, NamedQuery>;
