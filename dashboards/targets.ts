/** Queries of panels. The SDK has no PostgreSQL query, so this is ours. */
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import { forGrafana } from '../src/boards';

export const POSTGRES = { type: 'grafana-postgresql-datasource', uid: 'cchc-pg' } as const;
export const PROMETHEUS = { type: 'prometheus', uid: 'cchc-prometheus' } as const;

export interface SqlTarget { refId: string; rawSql: string; rawQuery: true; editorMode: 'code'; format: 'table' | 'time_series'; datasource: typeof POSTGRES }

export const sqlTarget = (rawSql: string, format: SqlTarget['format'], refId = 'A'): cog.Builder<cog.Dataquery> => target({ refId, rawSql: forGrafana(rawSql), rawQuery: true, editorMode: 'code', format, datasource: POSTGRES } satisfies SqlTarget);
export const promTarget = (expr: string, legendFormat: string): cog.Builder<cog.Dataquery> => target({ refId: 'A', expr, legendFormat, range: true, editorMode: 'code', datasource: PROMETHEUS });
const target = (query: object): cog.Builder<cog.Dataquery> => ({ build: () => query as unknown as cog.Dataquery });
