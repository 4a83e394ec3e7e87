import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildDashboards, fileText } from './build';
import { expand } from './check';
import { bilingualTexts } from '../src/indicators/bilingual';
import { VIETNAMESE } from '../test/support/vietnamese-texts';
import { lintDashboard } from './lint';

const clone = () => structuredClone(buildDashboards()[0]!.json);

describe('dashboards', () => {
  it.each(buildDashboards())('$file has no lint problem and equals the committed file', ({ file, json }) => {
    expect(lintDashboard(json)).toEqual([]);
    expect(readFileSync(join(__dirname, 'generated', file), 'utf8')).toBe(fileText(json));
  });
  it.each(buildDashboards('en'))('$file in English: the same panels, no lint problem, Vietnamese only where law is cited', ({ board, json }) => {
    const vietnamese = buildDashboards().find((d) => d.board === board)!.json;
    expect(lintDashboard(json)).toEqual([]);
    expect(json.uid).toBe(`${board.uid}-en`);
    expect(json.panels.map(({ id, type, gridPos }) => ({ id, type, gridPos }))).toEqual(vietnamese.panels.map(({ id, type, gridPos }) => ({ id, type, gridPos })));
    const left: string[] = [];
    const bilingual = bilingualTexts().flatMap(({ en }) => (VIETNAMESE.test(en) ? [en] : []));
    const walk = (value: unknown, key = ''): void => {
      if (typeof value === 'string') { if (key !== 'pattern' && !/^(Tỉnh|Thành phố|%đất đai%)/.test(value) && VIETNAMESE.test(bare(key, value))) left.push(`${key}: ${value}`); } else if (value !== null && typeof value === 'object') for (const [name, part] of Object.entries(value)) walk(part, Array.isArray(value) ? key : name);
    };
    // Law is cited as it is; a query compares with names as they are.
    const bare = (key: string, text: string) => (key === 'rawSql' ? text.replace(/'(Tỉnh |Thành phố |%đất đai%)'/g, '') : bilingual.reduce((rest, said) => rest.replace(said, ''), text.replace(/Legal basis: .*$/ms, '')).replace('("đất đai")', ''));
    walk(json);
    expect(left).toEqual([]);
  });
  it('English links stay in English', () => {
    const text = JSON.stringify(buildDashboards('en').map((d) => d.json));
    expect([...text.matchAll(/\/d\/(cchc-[a-z-]+)/g)].filter((m) => !m[1]!.endsWith('-en'))).toEqual([]);
    expect([...text.matchAll(/\$\{cchc:raw\}\/explain\?[^"]*/g)].filter((m) => !m[0].endsWith('&lang=en'))).toEqual([]);
  });
  it('commits no file that no board makes', () => expect(readdirSync(join(__dirname, 'generated'), { recursive: true }).map(String).filter((f) => f.endsWith('.json')).sort()).toEqual(buildDashboards().map((d) => d.file).sort()));
  it('sees an id used twice, an overlap and an undeclared variable', () => {
    const json = clone();
    json.panels[2]!.id = json.panels[1]!.id;
    json.panels[2]!.gridPos = json.panels[1]!.gridPos;
    json.panels[1]!.targets![0].rawSql = 'select ${missing:sqlstring}';
    const text = lintDashboard(json).map((p) => p.problem).join('\n');
    expect(text).toMatch(/used twice/);
    expect(text).toMatch(/overlaps/);
    expect(text).toMatch(/\$missing is not declared/);
  });
  it('sees thresholds that descend and an unknown unit', () => {
    const json = clone();
    Object.assign(json.panels[2]!.fieldConfig.defaults, { unit: 'percnt', thresholds: { steps: [{ value: null }, { value: 2 }, { value: 1 }] } });
    expect(lintDashboard(json).map((p) => p.problem)).toEqual(expect.arrayContaining(['unknown unit "percnt"', 'thresholds must ascend']));
  });
  it('reads schema mart only', () => {
    for (const { json } of buildDashboards()) for (const p of json.panels) for (const t of p.targets ?? []) if (t.rawSql) {
      const own = [...(t.rawSql as string).matchAll(/\bwith (\w+) as \(/g)].map((m) => m[1]!);
      const read = [...(t.rawSql as string).replaceAll(/'[^']*'|extract\([^)]*/g, '').matchAll(/\b(?:from|join)\s+(\S+)/gi)].map((m) => m[1]!.replace(/\)+$/, ''));
      expect(read.filter((name) => !own.includes(name) && !/^(mart\.|generate_series|unnest\(|\()/.test(name))).toEqual([]);
    }
  });
  it('quotes variables as :sqlstring does', () => {
    expect(expand('select ${unit:sqlstring}', { unit: "O'X" })).toBe("select 'O''X'");
    expect(() => expand('select ${unit:sqlstring}', {})).toThrow(/unit/);
  });
  const promtool = '/usr/bin/promtool';
  (existsSync(promtool) ? it : it.skip)('alert rules pass their tests', () => {
    const run = spawnSync(promtool, ['test', 'rules', 'rules.test.yml'], { cwd: join(__dirname, 'prometheus'), encoding: 'utf8' });
    expect(run.stdout + run.stderr).toMatch(/SUCCESS/);
    expect(run.status).toBe(0);
  });
});
