/** Prometheus metrics, held in memory and refreshed after each edition: a scrape never asks the database. At most 5,000 series. */
import { Gauge, Registry } from 'prom-client';
import type { Trust } from '../../store/sources/read-quality';
import type { SourceStateRow, ValueRow } from '../../store/editions/read-values';

export interface MetricsInput { province: string; values: readonly ValueRow[]; sources: readonly SourceStateRow[]; outcomes: readonly { source: string; outcome: string; records: number }[]; edition: number; /** When the edition was published, seconds since 1970; absent: none yet. */ publishedAt?: number; mismatch: number | null; quality?: readonly QualityMetric[]; trust?: Trust; /** Published scores of the running year that differ from ours by more than 0,01, by publisher. */ scoreAlerts?: readonly { by: string; alerts: number }[] }
export interface QualityMetric { source: string; dimension: string; score: number | null }
const MAX_SERIES = 4_500;

export class Metrics {
  private readonly registry = new Registry();
  /** Ratios and scores, nearly all of the series: written once for as long as they stay the same, although a refresh comes every few seconds. */
  private readonly figures = new Registry();
  private print = '';
  private rendered: Promise<string> | null = null;
  private readonly ratio = this.gauge('cchc_indicator_ratio', 'Ratio of the running month, 0–1; absent when unavailable', ['indicator', 'unit'], this.figures);
  private readonly score = this.gauge('cchc_indicator_score', 'Score of the province in the running month', ['indicator'], this.figures);
  private readonly success = this.gauge('cchc_source_last_success_timestamp_seconds', 'Last successful run', ['source']);
  private readonly age = this.gauge('cchc_source_age_seconds', 'Seconds since the last successful run', ['source']);
  private readonly staleAfter = this.gauge('cchc_source_stale_after_seconds', 'Age from which figures of the source are stale', ['source']);
  private readonly records = this.gauge('cchc_ingest_records_total', 'Records by outcome since the database was made', ['source', 'outcome']);
  private readonly quarantined = this.gauge('cchc_quarantine_records', 'Records in open quarantine', ['source']);
  private readonly published = this.gauge('cchc_edition_published_seconds', 'When the current edition was published, seconds since 1970', []);
  private readonly mismatch = this.gauge('cchc_measure_mismatch', 'Unit-days that differed in the last recount', []);
  private readonly scoreAlerts = this.gauge('cchc_published_score_alerts', 'Scores of the running year that a portal published and that differ from ours by more than 0.01', ['source']);
  private readonly quality = this.gauge('cchc_data_quality', 'Quality of the data of a source, 0–1; absent when not known', ['source', 'dimension']);
  private readonly unexplained = this.gauge('cchc_reconciliation_unexplained', 'Differences between a source and us that nobody has explained', ['source']);
  private readonly gaps = this.gauge('cchc_window_gaps', 'Parts of time that were never loaded from a source and are not waived', ['source']);
  private readonly held = this.gauge('cchc_held_values', 'Figures held back until data or a person confirms them', []);
  private readonly edition = this.gauge('cchc_edition', 'Number of the current edition', []);

  private readonly ages = new Map<string, { age: number; at: number }>();

  private gauge<L extends string>(name: string, help: string, labelNames: L[], registry = this.registry): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [registry] });
  }

  refresh(input: MetricsInput): void {
    for (const gauge of [this.quality, this.unexplained, this.gaps, this.success, this.age, this.staleAfter, this.records, this.quarantined, this.scoreAlerts]) gauge.reset();
    this.ages.clear();
    this.refreshFigures(input);
    for (const s of input.sources) {
      if (s.last_success_at) this.success.set({ source: s.source }, s.last_success_at.getTime() / 1000);
      if (s.kind !== 'import') { this.ages.set(s.source, { age: s.age_seconds, at: Date.now() }); this.staleAfter.set({ source: s.source }, s.stale_after_seconds); }
      this.quarantined.set({ source: s.source }, s.quarantined);
    }
    for (const o of input.outcomes) this.records.set({ source: o.source, outcome: o.outcome }, o.records);
    for (const { by, alerts } of input.scoreAlerts ?? []) this.scoreAlerts.set({ source: by }, alerts);
    for (const q of input.quality ?? []) if (q.score !== null) this.quality.set({ source: q.source, dimension: q.dimension }, q.score);
    for (const t of input.trust?.sources ?? []) { this.unexplained.set({ source: t.source }, t.unexplained); this.gaps.set({ source: t.source }, t.gaps); }
    this.held.set(input.trust?.held ?? 0);
    if (input.publishedAt !== undefined) this.published.set(input.publishedAt);
    if (input.mismatch !== null) this.mismatch.set(input.mismatch);
    this.edition.set(input.edition);
  }

  private refreshFigures({ province, values }: MetricsInput): void {
    const available = values.filter((row) => row.status === 'available');
    const print = JSON.stringify([province, available.map((row) => [row.indicator, row.unit_code, row.unit_level, row.value, row.total, row.score])]);
    if (print === this.print) return;
    this.print = print;
    this.rendered = null;
    for (const gauge of [this.ratio, this.score]) gauge.reset();
    let series = 0;
    for (const row of available) {
      if (series >= MAX_SERIES) break;
      if (row.unit_code === province && row.score !== null) this.score.set({ indicator: row.indicator }, row.score);
      if (row.value !== null && row.total !== null && row.value <= 1 && (row.unit_level === 'province' || row.unit_level === 'department')) { this.ratio.set({ indicator: row.indicator, unit: row.unit_code }, row.value); series += 1; }
    }
  }

  /** Ages go on growing between refreshes: a service that can no longer refresh must not look fresh. */
  async text(): Promise<string> {
    for (const [source, { age, at }] of this.ages) this.age.set({ source }, age + (Date.now() - at) / 1000);
    return (await Promise.all([this.registry.metrics(), (this.rendered ??= this.figures.metrics())])).join(''); // begun together: of one refresh
  }
}
