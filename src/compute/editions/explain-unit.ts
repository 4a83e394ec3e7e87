/** Every figure of a unit and period step by step, from the database as it is; nothing is published. */
import type { Pool } from 'pg';
import { bandOf, findIndicator, inForce, indicators, type Bands, type Indicator } from '../../indicators';
import { CchcError } from '../../platform/errors';
import { fromDate, localDay, type Instant, type LocalDay, type MapMode, type Period } from '../../vocabulary';
import { openAsItWas } from '../maps/as-it-was';
import { closingOf } from '../../store/editions/closings';
import { readValuesOnMap } from '../../store/editions/read-values';
import { closedStep, explain, type Step } from '../values/explain';
import { withoutHeldNow } from '../values/held-values';
import { coverageOfSources, measuresOfPeriod, NO_SOURCE, provinceIdOf, type ComputeSettings } from '../measures/measuring';
import { targetOf } from '../judging/targets';
import { basesOnMap } from '../maps/unit-map';
import { valuesOf } from '../values/value';
import type { Basis } from '../measures/basis';
import { unitAt } from '../../store/units/unit-lineage';

export interface Explained { indicator: string; steps: Step[] }
export interface ExplainSetting { pool: Pool; compute: ComputeSettings; bands: Bands }

/** `law`: by the formulas of that day. Throws CchcError bad-usage for an unknown indicator or unit. */
export async function explainUnit({ pool, compute, bands }: ExplainSetting, unitCode: string, period: Period, now: Instant, only?: string, map: MapMode = 'as-was', law?: LocalDay): Promise<Explained[]> {
  const shown = only === undefined ? undefined : findIndicator(only);
  if (only !== undefined && !shown) throw new CchcError('bad-usage', `Không có chỉ số "${only}".`, 'Chạy cchc indicators để xem danh mục.');
  const unit = await unitAt(pool, unitCode);
  const bases = map === 'today' ? (await basesOnMap(pool, unitCode, period, map, now, compute)).bases : await asItWas(pool, unit.id, period, now, compute);
  const list = inForce(indicators, period, law);
  const computed = valuesOf(list, bases, NO_SOURCE, compute.index766Empty);
  const values = new Map(computed.map((v) => [v.indicator, v]));
  // The steps of a held figure are what whoever answers for it must see; they say first that it is held.
  const held = new Map((await withoutHeldNow(pool, period, computed.map((v) => ({ ...v, unitId: unit.id })), now)).filter((v) => v.status !== values.get(v.indicator)!.status).map((v) => [v.indicator, v.reason!]));
  const loadedThrough = new Map((await pool.query<{ key: string; loaded: number | null }>(
    `select t.record || ':' || s.key as key, (extract(epoch from min(t.loaded_through)) * 1000000)::bigint as loaded from source s join source_stream t on t.source_id = s.id group by 1`)).rows.map((r) => [r.key, r.loaded]));
  const published = (await pool.query<{ indicator: string; by: string; score: number | null; flags: string[] }>(
    `select indicator, published_by as by, published as score, flags from mart.published_score where unit_code = $1 and period_type = $2 and period_start = $3`, [unitCode, period.type, period.start])).rows;
  // Closed figures stay what was signed; the steps are of today's data.
  const closing = law === undefined ? await closingOf(pool, period) : null;
  const closed = new Map(closing === null ? [] : (await readValuesOnMap(pool, map, { unit: unitCode, periodType: period.type, periodStart: period.start })).map((row) => [row.indicator, row]));
  const beside = (indicator: Indicator): Step[] => (closing === null ? [] : [closedStep(indicator, { day: localDay(fromDate(closing.closedAt)), by: closing.closedBy, accepted: closing.checks.flatMap((c) => c.accepted ?? []) }, closed.get(indicator.id), values.get(indicator.id)!)]);
  const year = Number(period.start.slice(0, 4));
  return list.filter((i) => shown === undefined || i.id === shown.id || i.id.startsWith(`${shown.id}@`)).map((indicator) => ({
    indicator: indicator.id,
    steps: told(held.get(indicator.id), beside(indicator), explain(indicator, values.get(indicator.id)!, bases, {
      period, law, now, noSource: NO_SOURCE, configuredEmpty: compute.index766Empty ?? 'null', loadedThrough, values, find: findIndicator,
      target: (i) => targetOf(compute.targets, i, unit, year), band: (score) => bandOf(score, bands), published: published.filter((p) => p.indicator === indicator.id),
    })),
  }));
}

async function asItWas(pool: Pool, unitId: number, period: Period, now: Instant, compute: ComputeSettings): Promise<Basis[]> {
  const provinceId = await provinceIdOf(pool, compute.provinceCode);
  const measured = await measuresOfPeriod(pool, period, now, compute, await coverageOfSources(pool), provinceId);
  return (await (await openAsItWas(pool, provinceId, localDay(now))).read(period, measured)).find((u) => u.unitId === unitId)?.bases ?? [];
}

const told = (held: string | undefined, beside: readonly Step[], [title, ...steps]: Step[]): Step[] => [title!, ...(held === undefined ? [] : [{ label: 'Tạm giữ', text: held }]), ...beside, ...steps];
