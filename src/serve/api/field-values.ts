/** Values by field (lĩnh vực) or procedure for the API: computed when asked for, never stored. */
import { BadRequestException } from '@nestjs/common';
import { notByField, valuesByField } from '../../compute/values/field-values';
import { coverageOfSources } from '../../compute/measures/measuring';
import type { Indicator } from '../../indicators';
import { CchcError } from '../../platform/errors';
import { fieldScope } from '../../store/facts/read-fields';
import { formatPeriod, toIso, type Period } from '../../vocabulary';
import type { ServeContext } from '../tokens';
import type { ValueDto } from './values.controller';

/** `*` asks for all of them. */
export interface FieldQuestion { by: 'field' | 'procedure'; code: string }

const NOT_JUDGED = { target: null, targetDocument: null, light: 'none' as const, lightReason: null, rank: null, rankOf: null, rankBefore: null, closedAt: null, restated: false };

export async function fieldDtos({ pool, compute, now }: ServeContext, { by, code }: FieldQuestion, unit: string, period: Period, indicator: Indicator | undefined): Promise<ValueDto[]> {
  const reason = indicator && notByField(indicator);
  if (reason) throw new BadRequestException(reason);
  try {
    const scope = await fieldScope(pool, by, unit, compute.provinceCode, code === '*' ? undefined : code);
    const sources = await coverageOfSources(pool);
    const unitName = (await pool.query<{ name: string }>('select name from unit where code = $1', [unit])).rows[0]!.name;
    const loaded = sources.flatMap((s) => (s.loadedThrough === null ? [] : [s.loadedThrough]));
    const asOf = loaded.length === 0 ? null : toIso(Math.min(now(), ...loaded));
    return (await valuesByField(pool, scope, period, now(), compute, sources)).flatMap((entry) => entry.values.filter((v) => !indicator || v.indicator === indicator.id).map((v): ValueDto => ({
      ...NOT_JUDGED, indicator: v.indicator, unit, unitName, [by]: entry.code, [`${by}Name`]: entry.name, period: formatPeriod(period), hits: v.hits, total: v.total, value: v.value, score: v.score, maxScore: v.maxScore,
      status: v.status, reason: v.reason, version: v.version, edition: null, asOf, coverage: v.coverage, source: v.basis, ...(v.unitOfMeasure ? { unitOfMeasure: v.unitOfMeasure.vi } : {}),
    })));
  } catch (error) {
    if (error instanceof CchcError && error.code === 'bad-usage') throw new BadRequestException(`${error.message} ${error.remedy}`);
    throw error;
  }
}
