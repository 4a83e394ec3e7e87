/** What every verb needs: settings, a migrated database (given or embedded), a pool. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { loadCalendar, readTimeLimits, type CalendarBook } from '../compute/calendar';
import { dossierTimes } from '../compute/dossiers/dossier-times';
import type { ComputeSettings } from '../compute/measures/measuring';
import { setFormulaChanges } from '../indicators';
import { databaseUrl, startEmbeddedPostgres, type EmbeddedPostgres } from '../platform/embedded-postgres';
import { projectRoot } from '../platform/root';
import { loadSettings, type Settings } from '../settings';
import { openPool } from '../store/database';
import { migrate } from '../store/migrate';
import type { TimesOf } from '../vocabulary';
import { Client } from 'pg';

export interface App { settings: Settings; databaseUrl: string; pool: Pool; compute: ComputeSettings; timesOf: TimesOf; embedded: EmbeddedPostgres | null; close(): Promise<void> }

export interface AppOptions { settings?: Settings; migrate?: boolean; dataDir?: string; keepDatabaseRunning?: boolean }

export async function openApp(options: AppOptions = {}): Promise<App> {
  const settings = options.settings ?? loadSettings();
  setFormulaChanges(settings.formulaChanges);
  const given = fromEnvironment('DATABASE_URL');
  const embedded = given ? null : await startEmbeddedPostgres({ dataDir: options.dataDir ?? join(projectRoot(), '.data/pg') });
  const url = given ?? (await ensureDatabase(embedded!.url, 'cchc'));
  if (options.migrate ?? true) await migrate(url, { readerPassword: fromEnvironment('GRAFANA_READER_PASSWORD') });
  const pool = openPool(url);
  const calendar = calendarOf(settings);
  return {
    settings, databaseUrl: url, pool, embedded, compute: computeSettings(settings, calendar), timesOf: timesOfSettings(settings, calendar),
    close: async () => {
      await pool.end();
      if (embedded?.startedByUs && !options.keepDatabaseRunning) await embedded.stop();
    },
  };
}

/** A variable, or the content of the file that NAME_FILE names (secrets mounted as files). */
export function fromEnvironment(name: string): string | undefined {
  const file = process.env[`${name}_FILE`];
  return process.env[name] || (file ? readFileSync(file, 'utf8').trim() : undefined);
}

const computeSettings = (settings: Settings, calendar: CalendarBook): ComputeSettings => ({
  provinceCode: settings.province.code, onTimeBy: settings.rules.onTimeBy, index766OnTimeBy: settings.rules.index766OnTimeBy, dueSoonWorkingDays: settings.rules.dueSoonWorkingDays, index766Empty: settings.rules.index766Empty, edocumentStuckHours: settings.rules.edocumentStuckHours,
  targets: settings.targetList, historyDays: settings.retention.historyDays,
  timeLimits: readTimeLimits(settings.calendar.timeLimits), calendar,
});

/** How the time of dossiers is judged: the province's calendar and time limits. */
export const timesOfSettings = (settings: Settings, calendar = calendarOf(settings)): TimesOf => dossierTimes(calendar, readTimeLimits(settings.calendar.timeLimits));
/** Read once for all who ask: building it costs a start-up some fifty milliseconds. */
const calendarOf = (settings: Settings): CalendarBook => loadCalendar(settings.calendar.files);

export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rows.length === 0) await client.query(`create database ${client.escapeIdentifier(name)} template template0 encoding 'UTF8'`);
  } finally {
    await client.end();
  }
  return databaseUrl(serverUrl, name);
}
