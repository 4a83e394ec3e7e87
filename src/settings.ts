/** The configuration file (CCHC_CONFIG, default config/cchc.yaml) with everything that a province decides, and the sources it names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { checkTargets, targetsFile, type Targets } from './compute/judging/targets';
import { CchcError } from './platform/errors';
import { checkFormulaChanges, DEFAULT_BANDS, formulasFile, type FormulaChanges } from './indicators';
import { languageOf } from './messages';
import { projectRoot } from './platform/root';
import { families, findFamily, formatProblem, loadDeclared, loadYaml, milliseconds, sourceDefinition, supersedes, type Problem, type SourceDefinition } from './sources';

/** What a province need not have, by the name it would have. */
const NEED_NOT_BE = { targets: 'config/targets.yaml', formulas: 'config/formulas.yaml', sourceFolder: 'config/sources' };

const duration = z.string().regex(/^\d+(ms|s|m|h|d)$/, 'viết như 30s, 10m, 6h, 7d');
const settingsSchema = z.strictObject({
  province: z.strictObject({ code: z.string().min(1), name: z.string().min(1) }),
  language: z.enum(['vi', 'en']).default('vi').describe('Ngôn ngữ của màn hình, trang giải thích và API khi người xem không chọn; CCHC_LANG thay khóa này'),
  http: z.strictObject({ port: z.number().int().min(0).max(65_535).default(8080), host: z.string().default('127.0.0.1') }).prefault({}),
  units: z.strictObject({ files: z.array(z.string()).default([]) }).prefault({}),
  calendar: z.strictObject({
    files: z.array(z.string()).default(['config/calendar/vn-public-holidays-2024-2028.json', 'config/calendar/working-hours.yaml', 'config/calendar/decisions.yaml']),
    timeLimits: z.array(z.string()).default([]).describe('CSV thời hạn giải quyết của thủ tục, để đối chiếu ngày hẹn trả'),
  }).prefault({}),
  rules: z.strictObject({
    onTimeBy: z.enum(['date', 'instant']).default('date').describe('Mẫu báo cáo. date: so ngày; instant: so đến từng giây'),
    index766OnTimeBy: z.enum(['date', 'instant']).optional().describe('Chỉ số 766 – 2.1; bỏ trống: như onTimeBy'),
    dueSoonWorkingDays: z.number().int().min(1).max(30).default(3),
    index766Empty: z.enum(['null', 'zero', 'full']).default('null').describe('Nhóm 3a khi mẫu số bằng 0: chưa từng quan sát được, chưa xác minh'),
    index766Bands: z.strictObject({ verified: z.boolean(), bands: z.array(z.strictObject({ name: z.string().min(1), from: z.number().min(0).max(100) })).min(1) }).default({ verified: DEFAULT_BANDS.verified, bands: [...DEFAULT_BANDS.bands] }).describe('Xếp loại theo tổng điểm; verified: true khi đã đối chiếu văn bản'),
    edocumentStuckHours: z.number().int().min(1).max(720).default(24).describe('Chưa xác minh: không văn bản nào quy định'),
  }).prefault({}),
  par: z.strictObject({
    sets: z.array(z.string()).default(['config/par/qd-876.yaml']).describe('Bộ tiêu chí CCHC'),
    results: z.array(z.string()).default(['config/par/results.csv']).describe('Kết quả PAR Index, SIPAS đã công bố'),
  }).prefault({}),
  plans: z.strictObject({ files: z.array(z.string()).default(['config/plans/5610-quang-nam-2022.yaml']) }).prefault({}),
  wall: z.strictObject({
    map: z.string().optional().describe('Tệp GeoJSON ranh giới xã, phường của tỉnh; bỏ trống: thay bản đồ bằng bảng xếp hạng'),
    enrolmentSecret: z.string().min(16, 'ít nhất 16 ký tự').optional().describe('Mã ghi danh màn hình, lấy từ biến môi trường; bỏ trống: không ghi danh được'),
  }).prefault({}),
  publish: z.strictObject({ every: duration.default('30s') }).prefault({}),
  reconcile: z.strictObject({
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'viết HH:mm').default('02:00').describe('Giờ địa phương đối soát hằng đêm từng nguồn; giờ yên lặng của nguồn được tôn trọng'),
    days: z.number().int().min(1).max(3660).default(35).describe('Đọc lại bấy nhiêu ngày tiếp nhận gần nhất; mỗi đêm thêm một tháng cũ, lần lượt'),
    enabled: z.boolean().default(true),
  }).prefault({}),
  retention: z.strictObject({
    rawPagesDays: z.number().int().min(1).default(30),
    historyDays: z.number().int().min(1).default(90).describe('Số ngày giữ các phiên bản giá trị đã bị thay; kỳ đã chốt và trạng thái cuối tháng giữ mãi'),
  }).prefault({}),
  targets: z.strictObject({ file: z.string().default(NEED_NOT_BE.targets) }).prefault({}).describe('Chỉ tiêu theo chỉ số, đơn vị, năm'),
  formulas: z.strictObject({ file: z.string().default(NEED_NOT_BE.formulas) }).prefault({}).describe('Công thức đổi từ một ngày, kèm văn bản'),
  sources: z.array(z.strictObject({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/), family: z.string(), enabled: z.boolean().default(true), supersedes: supersedes.optional(), options: z.record(z.string(), z.unknown()) })).default([]),
  sourceFolder: z.string().nullable().default(NEED_NOT_BE.sourceFolder).describe('Tệp YAML của các nguồn tự khai báo; null: không có'),
});
export type Settings = z.infer<typeof settingsSchema> & { definitions: SourceDefinition[]; targetList: Targets; formulaChanges: FormulaChanges; file: string; secrets: string[] };

/** Every key that a configuration file may hold, dotted, to where a value stands; `sources` and lists as one key. */
export function settingKeys(node: object = z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }), path: string[] = []): string[] {
  const { properties } = node as { properties?: Record<string, object> };
  return properties ? Object.entries(properties).flatMap(([name, child]) => settingKeys(child, [...path, name])) : [path.join('.')];
}

/** Reads and checks everything before anything starts. Throws one refusal that lists every problem with line, reason and remedy. */
export function loadSettings(variables: Record<string, string | undefined> = process.env, file: string = variables.CCHC_CONFIG ?? join(projectRoot(), 'config/cchc.yaml')): Settings {
  if (!existsSync(file)) throw refusal([{ file, line: 1, path: '', reason: 'Không tìm thấy tệp cấu hình', remedy: 'Đặt CCHC_CONFIG trỏ tới tệp cấu hình, hoặc tạo config/cchc.yaml theo docs/install.md' }]);
  const text = readFileSync(file, 'utf8');
  const shown = relative(process.cwd(), file) || file;
  const loaded = loadYaml(text, shown, environment(variables), settingsSchema);
  if (Array.isArray(loaded)) throw refusal(loaded);
  const problems: Problem[] = [];
  const language = variables.CCHC_LANG ? languageOf(variables.CCHC_LANG) : loaded.value.language;
  if (!language) problems.push({ file: 'CCHC_LANG', line: 1, path: '', reason: `"${variables.CCHC_LANG}" không phải ngôn ngữ`, remedy: 'Viết vi hoặc en' });
  const secrets = [...loaded.secrets];
  const definitions: SourceDefinition[] = [];
  for (const source of loaded.value.sources) {
    const add = (reason: string, remedy: string) => problems.push({ file: shown, line: lineOf(text, `id: ${source.id}`), path: `sources.${source.id}`, reason, remedy });
    const family = findFamily(source.family);
    if (!family) { add(`Không có họ nguồn "${source.family}"`, `Dùng một trong: ${families.map((f) => f.id).join(', ')}; hoặc khai báo bằng YAML trong ${loaded.value.sourceFolder ?? NEED_NOT_BE.sourceFolder}`); continue; }
    const options = family.options.safeParse(source.options);
    const parsed = options.success ? sourceDefinition.safeParse(family.define(source.id, options.data)) : options;
    if (!parsed.success) for (const issue of parsed.error.issues) add(`${issue.path.join('.') || 'options'}: ${issue.message}`, `Xem src/sources/${family.id}/README.md`);
    else definitions.push({ ...(parsed.data as SourceDefinition), enabled: source.enabled, supersedes: source.supersedes });
  }
  const named = namedFiles(loaded.value, (path, key) => problems.push({ file: shown, line: lineOf(text, path), path: key, reason: `Không tìm thấy "${path}"`, remedy: 'Sửa đường dẫn (đường dẫn tương đối tính từ thư mục sản phẩm) hoặc tạo tệp' }));
  const folder = named.sourceFolder;
  if (folder !== null && existsSync(folder)) for (const name of readdirSync(folder).filter((n) => /\.ya?ml$/.test(n)).sort()) {
    const declared = loadDeclaredFile(join(folder, name), variables);
    if (Array.isArray(declared)) problems.push(...declared);
    else { definitions.push(declared.definition); secrets.push(...declared.secrets); }
  }
  const seen = new Set<string>();
  for (const { id } of definitions) {
    if (seen.has(id)) problems.push({ file: shown, line: 1, path: 'sources', reason: `Hai nguồn cùng id "${id}"`, remedy: 'Đặt id khác nhau' });
    seen.add(id);
  }
  const targets = loadTargets(named.targets.file, variables);
  if (Array.isArray(targets)) problems.push(...targets);
  const formulas = loadFormulas(named.formulas.file, variables);
  if ('problems' in formulas) problems.push(...formulas.problems);
  if (problems.length > 0 || Array.isArray(targets) || 'problems' in formulas || !language) throw refusal(problems);
  return { ...named, language, definitions, targetList: targets, formulaChanges: formulas.changes, file, secrets };
}

type Named = z.infer<typeof settingsSchema>;
/** The settings with every file they name as an absolute path; a relative one lies in the project. What a province need not have may be missing under its own name, nothing else. */
function namedFiles(settings: Named, missing: (path: string, key: string) => void): Named {
  const place = (path: string, key: string, needNotBe?: string): string => {
    const file = resolve(projectRoot(), path);
    if (path !== needNotBe && !existsSync(file)) missing(path, key);
    return file;
  };
  const { calendar, units, par, plans, targets, formulas, sourceFolder } = settings;
  const all = (files: readonly string[], key: string) => files.map((path) => place(path, key));
  return {
    ...settings,
    calendar: { ...calendar, files: all(calendar.files, 'calendar.files'), timeLimits: all(calendar.timeLimits, 'calendar.timeLimits') },
    units: { ...units, files: all(units.files, 'units.files') }, par: { ...par, sets: all(par.sets, 'par.sets'), results: all(par.results, 'par.results') }, plans: { ...plans, files: all(plans.files, 'plans.files') },
    targets: { ...targets, file: place(targets.file, 'targets.file', NEED_NOT_BE.targets) }, formulas: { ...formulas, file: place(formulas.file, 'formulas.file', NEED_NOT_BE.formulas) },
    sourceFolder: sourceFolder === null ? null : place(sourceFolder, 'sourceFolder', NEED_NOT_BE.sourceFolder),
  };
}

/** One operator's YAML file in the vocabulary of sources, or what is wrong with it. */
export const loadDeclaredFile = (file: string, variables: Record<string, string | undefined> = process.env) =>
  loadDeclared(readFileSync(file, 'utf8'), relative(process.cwd(), file) || file, environment(variables));

/** The targets of a province, or what is wrong with the file; no file: none. */
function loadTargets(file: string, variables: Record<string, string | undefined>): Targets | Problem[] {
  if (!existsSync(file)) return targetsFile.parse({});
  const loaded = loadYaml(readFileSync(file, 'utf8'), relative(process.cwd(), file) || file, environment(variables), targetsFile, checkTargets);
  return Array.isArray(loaded) ? loaded : loaded.value;
}

/** The dated changes of formulas of a province, or what is wrong with the file; no file: none. */
function loadFormulas(file: string, variables: Record<string, string | undefined>): { changes: FormulaChanges } | { problems: Problem[] } {
  if (!existsSync(file)) return { changes: [] };
  const loaded = loadYaml(readFileSync(file, 'utf8'), relative(process.cwd(), file) || file, environment(variables), formulasFile, checkFormulaChanges);
  return Array.isArray(loaded) ? { problems: loaded } : loaded.value;
}

/** One error for all problems, a line each. */
export const refusal = (problems: readonly Problem[]): CchcError =>
  new CchcError('bad-configuration', problems.map(formatProblem).join('\n'), 'Sửa các dòng trên rồi chạy lại.');

const environment = (variables: Record<string, string | undefined>) => ({ variables, readFile: (path: string) => readFileSync(path, 'utf8') });

function lineOf(text: string, needle: string): number {
  const index = text.split('\n').findIndex((line) => line.includes(needle));
  return index < 0 ? 1 : index + 1;
}

export { milliseconds };
