/** The service joined by hand: outputs, the ingest heartbeat, publishing, nightly recount. */
import { Inject, Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { Cron, Interval, ScheduleModule } from '@nestjs/schedule';
import { refreshProposals } from './compute/par';
import { refreshPlans } from './compute/plan';
import { publishAndNote } from './compute/editions/corrections';
import { checkMeasures } from './compute/editions/publish';
import { measureQuality } from './compute/quality';
import type { Schedule } from './ingest/schedule';
import type { Logger } from './platform/logger';
import { CatalogueController } from './serve/api/catalogue.controller';
import { EnglishAnswers, EnglishRefusals } from './serve/api/english';
import { EditionsController } from './serve/api/editions.controller';
import { ParController } from './serve/api/par.controller';
import { PlanController } from './serve/api/plan.controller';
import { QualityController } from './serve/api/quality.controller';
import { ValuesController } from './serve/api/values.controller';
import { ExplainController } from './serve/explain/explain.controller';
import { HealthController } from './serve/health/health.controller';
import { Metrics } from './serve/metrics/metrics';
import { MetricsController } from './serve/metrics/metrics.controller';
import { CONTEXT, type ServeContext } from './serve/tokens';
import { ScreensController } from './serve/wall/screens.controller';
import { WallController } from './serve/wall/wall.controller';
import { WallState } from './serve/wall/wall-state';
import { inSnapshot } from './store/database';
import { forgetRawPages } from './store/facts/arrivals';
import { readQuality, readTrust } from './store/sources/read-quality';
import { currentEdition, readValues, sourceStates } from './store/editions/read-values';
import { localDay, periodOf } from './vocabulary';
import { recordStocks } from './store/units/unit-check';

export interface ServiceParts { context: ServeContext; schedule: Schedule; logger: Logger; publishEveryMs: number; rawPagesDays: number }
const PARTS = Symbol('service parts');

@Injectable()
export class Heartbeat implements OnApplicationShutdown {
  private publishing: Promise<void> | null = null;
  private publishedAt = 0;
  private touched = true;
  private stopped = false;
  private measuring = false;
  private measuredAt = 0;

  constructor(@Inject(PARTS) private readonly parts: ServiceParts, @Inject(Metrics) private readonly metrics: Metrics) {
    parts.schedule.onOutcome((outcome) => { if (outcome.counts && outcome.counts.new + outcome.counts.changed + (outcome.reconciled?.list?.removed ?? 0) > 0) this.touched = true; });
  }

  @Interval(1000)
  async beat(): Promise<void> {
    if (this.stopped) return;
    try {
      await this.parts.schedule.beat();
      const wait = this.touched ? Math.min(this.parts.publishEveryMs, 5_000) : this.parts.publishEveryMs;
      if (!this.publishing && Date.now() - this.publishedAt >= wait) {
        this.touched = false;
        this.publishing = this.publish().finally(() => { this.publishing = null; this.publishedAt = Date.now(); });
      }
    } catch (error) {
      this.parts.logger.error('heartbeat failed', { reason: (error as Error).message });
    }
  }

  @Cron('30 2 * * *', { timeZone: 'Asia/Ho_Chi_Minh' })
  async nightly(): Promise<void> {
    const { context, logger, rawPagesDays } = this.parts;
    try {
      const differences = await checkMeasures(context.pool);
      logger[differences.length > 0 ? 'error' : 'info']('measures recounted', { differences: differences.length });
      logger.info('stocks at unit events recorded', { stocks: await recordStocks(context.pool) });
      logger.info('old raw pages removed', { pages: await forgetRawPages(context.pool, rawPagesDays) });
      await publishAndNote(context.pool, context.compute, context.now(), { everything: true });
    } catch (error) {
      logger.error('nightly work failed', { reason: (error as Error).message });
    }
  }

  /** Publishes and brings the metrics up to date; public for the start of the service. */
  async publish(): Promise<void> {
    const { context, logger } = this.parts;
    try {
      const published = await publishAndNote(context.pool, context.compute, context.now());
      if (published.changes > 0) logger.info('edition published', { ...published });
    } catch (error) {
      logger.error('publishing failed', { reason: (error as Error).message });
    }
  }

  /** Proposals of the PAR sets and states of the plans follow what is published; public for the start of the service. */
  @Interval(600_000)
  async refreshPar(): Promise<void> {
    if (this.stopped) return;
    const { context, logger } = this.parts;
    try {
      await refreshProposals(context.pool, context.province.code, context.now());
      await refreshPlans(context.pool, context.now());
    } catch (error) {
      logger.error('PAR proposals and plan states not refreshed', { reason: (error as Error).message });
    }
  }

  /** By the hour, and soon after the start; beside publishing, so that figures never wait for it. */
  @Interval(60_000)
  async quality(): Promise<void> {
    const { context, logger } = this.parts;
    if (this.stopped || this.measuring || Date.now() - this.measuredAt < 3_600_000) return;
    this.measuring = true;
    try {
      await measureQuality(context.pool, context.compute.calendar, context.now());
      this.measuredAt = Date.now();
    } catch (error) {
      logger.error('quality not measured', { reason: (error as Error).message });
    } finally {
      this.measuring = false;
    }
  }

  @Interval(5000)
  async refreshMetrics(): Promise<void> {
    if (this.stopped) return;
    try {
      await this.readMetrics();
    } catch (error) {
      this.parts.logger.error('metrics not refreshed', { reason: (error as Error).message });
    }
  }

  private async readMetrics(): Promise<void> {
    const { context } = this.parts;
    const { pool } = context;
    const month = periodOf('month', localDay(context.now()));
    const [[values, edition], sources, outcomes, state, quality, trust, scoreAlerts] = await Promise.all([
      inSnapshot(pool, async (client) => [await readValues(client, { periodType: 'month', periodStart: month.start, levels: ['province', 'department'] }), await currentEdition(client)] as const), sourceStates(pool),
      pool.query<{ source: string; outcome: string; records: number }>(
        `select s.key as source, o.outcome, sum(o.records)::bigint as records from run r join source s on s.id = r.source_id
         cross join lateral (values ('new', r.new), ('changed', r.changed), ('unchanged', r.unchanged), ('skipped', r.skipped), ('quarantined', r.quarantined)) o (outcome, records) group by 1, 2`),
      pool.query<{ measure_mismatch: number | null }>('select measure_mismatch from compute_state'),
      readQuality(pool, { unit: null }), readTrust(pool),
      pool.query<{ by: string; alerts: number }>(`select published_by as by, (count(*) filter (where alert))::int as alerts from mart.published_score where period_start >= $1 group by 1`, [periodOf('year', month.start).start]),
    ]);
    this.metrics.refresh({ province: context.province.code, values, sources, edition: edition?.number ?? 0, publishedAt: edition ? edition.published_at.getTime() / 1000 : undefined, outcomes: outcomes.rows, mismatch: state.rows[0]?.measure_mismatch ?? null, quality, trust, scoreAlerts: scoreAlerts.rows });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.parts.schedule.stop();
    await this.publishing;
  }
}

@Module({})
export class AppModule {
  static with(parts: ServiceParts): DynamicModule {
    return {
      module: AppModule,
      imports: [ScheduleModule.forRoot()],
      controllers: [ValuesController, CatalogueController, EditionsController, ParController, PlanController, QualityController, ExplainController, HealthController, MetricsController, ScreensController, WallController],
      providers: [{ provide: CONTEXT, useValue: parts.context }, { provide: PARTS, useValue: parts }, { provide: Metrics, useValue: new Metrics() }, Heartbeat, WallState, { provide: APP_INTERCEPTOR, useClass: EnglishAnswers }, { provide: APP_FILTER, useClass: EnglishRefusals }],
    };
  }
}
