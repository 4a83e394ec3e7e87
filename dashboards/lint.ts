import type { GrafanaDashboard } from './render-grafana';
import { POSTGRES, PROMETHEUS } from './targets';

export interface Problem { dashboard: string; panel: string | null; problem: string }
const UNITS = new Set(['locale', 'percentunit', 's', 'dthms', 'none', 'short', 'bytes']);
const knownUnit = (unit: string) => UNITS.has(unit) || /^(suffix:\s?|time:)\S/.test(unit);
const variablesIn = (text: string) => [...text.matchAll(/\$\{(\w+)(?:\.[\w.]+)?(?::(\w+))?\}/g)].map((m) => ({ name: m[1]!, format: m[2] }));

/** Faults that can be seen without a database. An empty list is good. */
export function lintDashboard(json: GrafanaDashboard): Problem[] {
  const found: Problem[] = [];
  const say = (panel: string | null, problem: string) => found.push({ dashboard: json.uid || json.title, panel, problem });
  if (!/^cchc-[a-z-]+$/.test(json.uid ?? '')) say(null, 'uid must be stable and begin with cchc-');
  if (json.editable !== false) say(null, 'editable must be false');
  if (json.timezone !== 'Asia/Ho_Chi_Minh') say(null, 'timezone must be Asia/Ho_Chi_Minh');
  const declared = new Set<string>(json.templating.list.map((v) => v.name));
  const used = new Set<string>();
  const ids = new Set<number>();
  json.panels.forEach((p, index) => {
    const name = p.title || `panel ${index}`;
    if (!Number.isInteger(p.id) || p.id < 1 || ids.has(p.id)) say(name, `id ${p.id} missing or used twice`);
    ids.add(p.id);
    const g = p.gridPos;
    if (g.x < 0 || g.w < 1 || g.h < 1 || g.x + g.w > 24) say(name, 'outside the 24 columns');
    for (const o of json.panels.slice(0, index)) if (g.x < o.gridPos.x + o.gridPos.w && o.gridPos.x < g.x + g.w && g.y < o.gridPos.y + o.gridPos.h && o.gridPos.y < g.y + g.h) say(name, `overlaps "${o.title}"`);
    if (!p.title) say(name, 'no title');
    if (p.type === 'row') return;
    if (!p.description) say(name, 'no description');
    const fields = p.fieldConfig ?? { defaults: {}, overrides: [] };
    const units = [fields.defaults?.unit, ...(fields.overrides ?? []).flatMap((o: { properties: { id: string; value: unknown }[] }) => o.properties.filter((x) => x.id === 'unit').map((x) => x.value))];
    for (const unit of units) if (unit !== undefined && !knownUnit(String(unit))) say(name, `unknown unit "${unit}"`);
    const steps: { value: number | null }[] = fields.defaults?.thresholds?.steps ?? [];
    if (steps.length > 0 && steps[0]!.value !== null) say(name, 'thresholds must begin with null');
    steps.slice(1).forEach((s, i) => { const before = steps[i]!.value; if (s.value === null || (before !== null && s.value <= before)) say(name, 'thresholds must ascend'); });
    const names = (fields.overrides ?? []).flatMap((o: { properties: { id: string; value: unknown }[] }) => o.properties.filter((x) => x.id === 'displayName').map((x) => x.value));
    if (new Set(names).size !== names.length) say(name, 'two columns of one name');
    const refs = (p.targets ?? []).map((t) => t.refId);
    if (new Set(refs).size !== refs.length) say(name, 'refId used twice');
    if (p.type !== 'text' && refs.length === 0) say(name, 'no query');
    for (const t of p.targets ?? []) {
      if (![POSTGRES.uid, PROMETHEUS.uid].includes(t.datasource?.uid)) say(name, `data source ${t.datasource?.uid} is not provisioned`);
      if (t.rawSql === undefined) continue;
      if (t.format === 'time_series' && !/\bas time\b/.test(t.rawSql)) say(name, 'time series without column time');
      for (const v of variablesIn(t.rawSql)) {
        used.add(v.name);
        if (!declared.has(v.name)) say(name, `$${v.name} is not declared`);
        if (v.format !== 'sqlstring') say(name, `$${v.name} must be written \${${v.name}:sqlstring}`);
      }
    }
  });
  // Links out of panels and cells choose too.
  for (const p of json.panels) for (const v of variablesIn(JSON.stringify([p.links ?? [], p.fieldConfig ?? {}]))) {
    if (v.name.startsWith('__')) continue;
    used.add(v.name);
    if (!declared.has(v.name)) say(p.title, `a link uses $${v.name}, which is not declared`);
  }
  for (const a of json.annotations.list) for (const v of variablesIn(a.target.rawSql)) if (!declared.has(v.name)) say(a.name, `$${v.name} is not declared`);
  for (const name of declared) if (!used.has(name)) say(null, `$${name} is declared and not used`);
  return found;
}
