/**
 * A named query of the boards: SQL on schema mart only; values are computed before, never here. What the viewer chose stands as `:period`
 * (2026-08, 2026-Q3, 2026-H1, 2026), `:unit`, `:level`; each rendering fills it in its own way.
 */
import { indicators } from '../../indicators';
import { words, type WordList } from '../words';

export interface Column {
  label: string; unit?: string; decimals?: number;
  /** Pixels in a table. */
  width?: number;
  /** Places or points gained: ▲3, ▼2. */
  moved?: true;
  /** Codes read as the words of this list, or as titles of indicators. */
  words?: WordList | 'indicator';
  /** Only for links; not shown. */
  hidden?: true;
  /** `unit`: the row's unit_code on the board of one unit. `explain`: the row's indicator (and unit_code) step by step. */
  link?: 'unit' | 'explain';
}
export interface NamedQuery { sql: string; format: 'table' | 'time_series'; columns: Readonly<Record<string, Column>>; /** Said when there are no rows. */ empty?: string }

/** How many rows a list has at most; null: all there are. */
export const limitOf = ({ sql }: Pick<NamedQuery, 'sql'>): number | null => { const found = / limit (\d+)\s*$/.exec(sql); return found ? Number(found[1]) : null; };

export const TYPE = 'mart.period_type(:period)';
export const START = 'mart.period_start(:period)';
export const AFTER = 'mart.period_after(:period)';
/** Conditions of the chosen period on an alias. */
export const inPeriod = (alias: string) => `${alias}.period_type = ${TYPE} and ${alias}.period_start = ${START}`;
/** The chosen reading of units, on an alias of mart.figure_map; `on_map`: without units that are not on it. */
export const onMap = (alias: string) => `${alias}.map = :map`;
/** Today's province: before a merger others had that level too. */
export const ofProvince = (alias: string) => `${alias}.unit_code = (select max(p.code) from mart.unit p where p.level = 'province')`;
export const YEAR = `extract(year from ${START})::int`;
/** The chosen unit; the province stands for all units. */
export const inUnit = (alias: string) => `(${alias}.unit_code = :unit or exists (select from mart.unit c where c.code = :unit and c.level = 'province'))`;

/** The chosen field (lĩnh vực) of procedures. */
export const inField = (alias: string) => `(:field = '*' or ${alias}.field_code = :field)`;

export const unitColumns = { unit_code: { label: 'Mã đơn vị', hidden: true }, unit_name: { label: 'Đơn vị', width: 240, link: 'unit' } } as const satisfies Record<string, Column>;
export const figureColumns = {
  hits: { label: 'Tử số', unit: 'locale', width: 80 }, total: { label: 'Mẫu số', unit: 'locale', width: 80 }, ratio: { label: 'Tỷ lệ', unit: 'percentunit', decimals: 1, width: 75 },
  score: { label: 'Điểm', decimals: 2, width: 65 }, max_score: { label: 'Tối đa', decimals: 2, width: 65 }, coverage: { label: 'Đã nạp', unit: 'percentunit', decimals: 1, width: 75 },
  state: { label: 'Trạng thái', words: 'figure', width: 145 }, rank: { label: 'Hạng', unit: 'locale', width: 60 }, places_gained: { label: 'Lên/xuống', width: 90, moved: true }, reason: { label: 'Vì sao chưa có' },
} as const satisfies Record<string, Column>;
export const point = (label: string, width = 150): Column => ({ label, unit: 'time:DD/MM/YYYY HH:mm', width });
export const count = (label: string, width = 85): Column => ({ label, unit: 'locale', decimals: 0, width });
/** A count in a part of the whole or a bar. */
export const part = { part: { label: 'Phần' }, value: { label: 'Số lượng', unit: 'locale', decimals: 0 } } as const satisfies Record<string, Column>;
/** Codes as words, where a drawing takes its labels from the rows. */
export const worded = (column: string, list: WordList) => `case ${column} ${Object.entries(words[list]).map(([code, { text }]) => `when '${code}' then '${text}'`).join(' ')} else ${column} end`;

const idsOf = (kinds: readonly string[]) => indicators.filter((i) => kinds.includes(i.kind)).map((i) => `'${i.id}'`).join(', ');
/** A share or growth as "95,2 %", everything else as a number, for lists whose rows are different indicators. `points`: what is a score already. */
export const figureText = (value: string, indicator: string, points = 'false') => `case when not (${points}) and ${indicator} in (${idsOf(['ratio', 'growth'])}) then mart.number_text(${value} * 100, 1) || ' %' else mart.number_text(${value}, 2) end`;
export const isMean = (indicator: string) => `${indicator} in (${idsOf(['mean', 'count', 'entered'])})`;
