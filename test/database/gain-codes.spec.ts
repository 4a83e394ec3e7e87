/** As many dossiers are listed behind a gain as the gain counts, whatever the dossiers, by both rules and on running and ended periods. */
import { rulesOf } from '../../src/compute/measures/measuring';
import { gainDossiers, hasCodes } from '../../src/store/editions/gain-codes';
import type { GainRow } from '../../src/store/editions/read-editions';
import { parsePeriod } from '../../src/vocabulary';
import { at } from '../support/dossiers';
import { openProvince, SETTINGS, type Province } from '../support/published';
import { generator, randomGiven } from '../support/random-dossiers';

let p: Province;
beforeAll(async () => { p = await openProvince(); });
afterAll(() => p.bench.close());

const NOW = '2025-07-15 12:01';

test.each(['date', 'instant'] as const)('by %s', async (by) => {
  const random = generator(by === 'date' ? 5 : 9);
  await p.give(Array.from({ length: 400 }, (_, i) => ({ ...randomGiven(random, `${by}-${i}`, [p.unit.DA, p.unit.DB]), digitised: random() < 0.4, electronic: random() < 0.5, fee: random() < 0.5, paid: random() < 0.5 })));
  await p.loaded(NOW);
  const settings = { ...SETTINGS, onTimeBy: by };
  await p.publishAt(NOW, { everything: true }, settings);
  const gains = await p.rows(`select unit_code, period_type, period_start::text, indicator, kind, items, points from mart.gain where period_type in ('month', 'half')`) as unknown as (GainRow & { unit_code: 'P' | 'DA' | 'DB'; period_type: string; period_start: string })[];
  const seen = new Set<string>();
  for (const gain of gains) {
    if (!hasCodes(gain.indicator)) continue;
    const period = gain.period_type === 'half' ? parsePeriod(`2025-H${gain.period_start.slice(5, 7) === '01' ? 1 : 2}`) : parsePeriod(gain.period_start.slice(0, 7));
    const { found, dossiers } = await gainDossiers(p.bench.client, { indicator: gain.indicator, kind: gain.kind, unitId: gain.unit_code === 'P' ? null : p.unit[gain.unit_code], sources: ['city'], period, now: at(NOW), rules: { by, openBy: by, dueSoonUntil: rulesOf(settings, at(NOW)).dueSoonUntil }, limit: 5 });
    expect({ unit: gain.unit_code, period: gain.period_start, indicator: gain.indicator, kind: gain.kind, found }).toEqual({ unit: gain.unit_code, period: gain.period_start, indicator: gain.indicator, kind: gain.kind, found: gain.items });
    expect(dossiers).toHaveLength(Math.min(5, gain.items));
    seen.add(`${gain.indicator} ${gain.kind}`);
  }
  expect([...seen].sort()).toEqual(['index766-digitised-components missing', 'index766-electronic-results missing', 'index766-paid-dossiers missing', 'index766-progress atRisk', 'index766-progress dueSoon', 'index766-progress late', 'index766-progress undated']);
});
