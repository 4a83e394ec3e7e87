/** Starts the service on a migrated database: registration, HTTP, schedule. */
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AppModule, Heartbeat } from './app.module';
import type { App } from './cli/app';
import { loadConfigured } from './cli/par-files';
import { measuresOfSource } from './compute/measures/source-measures';
import { register } from './ingest/registration';
import { createSchedule } from './ingest/schedule';
import { LANGUAGES } from './messages';
import { createLogger, type Logger } from './platform/logger';
import { milliseconds } from './settings';

export interface Service { url: string; close(): Promise<void> }

export async function startService(app: App, options: { port?: number; logger?: Logger; now?: () => number } = {}): Promise<Service> {
  const { settings, pool } = app;
  const logger = options.logger ?? createLogger({});
  for (const secret of settings.secrets) logger.secret(secret);
  const sources = await register(pool, settings.province, settings.units.files, settings.definitions, true);
  await loadConfigured(pool, settings);
  const schedule = createSchedule(sources, {
    pool, databaseUrl: app.databaseUrl, logger, timesOf: app.timesOf,
    reconcile: settings.reconcile.enabled ? { at: settings.reconcile.at, days: settings.reconcile.days, ours: (id, period) => measuresOfSource(pool, app.compute, Date.now() * 1000, id, period) } : undefined,
  });
  const nest = await NestFactory.create<NestExpressApplication>(AppModule.with({
    context: { pool, compute: app.compute, province: settings.province, language: settings.language, wall: settings.wall, bands: settings.rules.index766Bands, now: options.now ?? (() => Date.now() * 1000) },
    schedule, logger, publishEveryMs: milliseconds(settings.publish.every), rawPagesDays: settings.retention.rawPagesDays,
  }), { logger: false });
  nest.disable('x-powered-by');
  SwaggerModule.setup('api/docs', nest, openApi(nest));
  try {
    await nest.get(Heartbeat).publish();
    await nest.get(Heartbeat).refreshMetrics();
    await nest.get(Heartbeat).refreshPar();
    await nest.listen(options.port ?? Number(process.env.PORT ?? settings.http.port), process.env.CCHC_HOST ?? settings.http.host);
  } catch (error) {
    await nest.close(); // its schedule beats already
    throw error;
  }
  return { url: (await nest.getUrl()).replace('[::1]', '127.0.0.1'), close: () => nest.close() };
}

export const openApi = (nest: NestExpressApplication) => SwaggerModule.createDocument(nest, new DocumentBuilder().setTitle('CCHC Monitor').setDescription('Chỉ số cải cách hành chính của tỉnh').setVersion('1')
  .addGlobalParameters({ name: 'lang', in: 'query', required: false, schema: { type: 'string', enum: [...LANGUAGES] }, description: 'Language of titles, reasons, notes and errors; without it the header Accept-Language, else the service\'s own language. Codes, numbers, names and documents do not change' }).build());
