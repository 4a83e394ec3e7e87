/** Generated files that are committed: schema dump, JSON Schema of sources, OpenAPI, catalogue of indicators, which source gives which indicator. `--check` compares only. */
import 'reflect-metadata';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Client } from 'pg';
import { AppModule, type ServiceParts } from './app.module';
import { ensureDatabase } from './cli/app';
import { coverageTable } from './coverage';
import { indicators, type Indicator } from './indicators';
import { openApi } from './main';
import { startEmbeddedPostgres } from './platform/embedded-postgres';
import { projectRoot } from './platform/root';
import { jsonSchema } from './sources';
import { migrate } from './store/migrate';
import { dumpSchema } from './store/schema-dump';

async function generated(): Promise<Record<string, string>> {
  return {
    'migrations/schema.sql': await schema(),
    'config/source.schema.json': `${JSON.stringify(jsonSchema(), null, 1)}\n`,
    'docs/openapi.json': `${JSON.stringify(await api(), null, 1)}\n`,
    'docs/CATALOGUE.md': catalogue(),
    'docs/COVERAGE.md': coverageTable(),
  };
}

/** Always from the embedded server: the text of definitions differs a little between major versions. */
async function schema(): Promise<string> {
  const server = await startEmbeddedPostgres({ dataDir: join(projectRoot(), '.data/test-pg'), settings: { fsync: 'off', synchronous_commit: 'off' } });
  const url = await ensureDatabase(server.url, 'cchc_schema');
  await migrate(url);
  const client = new Client({ connectionString: url });
  await client.connect();
  const text = await dumpSchema(client);
  await client.end();
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  await admin.query('drop database cchc_schema with (force)');
  await admin.end();
  if (server.startedByUs) await server.stop();
  return text;
}

async function api(): Promise<unknown> {
  const nest = await NestFactory.create<NestExpressApplication>(AppModule.with({ context: {}, schedule: { onOutcome: () => undefined, stop: () => Promise.resolve() } } as unknown as ServiceParts), { logger: false });
  const document = openApi(nest);
  await nest.close().catch(() => undefined);
  return document;
}

function catalogue(): string {
  const law = (i: Indicator) => i.law.map((l) => `${l.act}${l.place ? `, ${l.place}` : ''} (${l.from ?? '…'} – ${l.to ?? 'nay'}${l.verified ? '' : ', **chưa xác minh**'})`).join('; ');
  const formula = (i: Indicator) => (i.kind === 'group' ? `tổng điểm của ${i.parts.map((p) => `\`${p}\``).join(', ')}` : 'total' in i ? `(${i.hits.join(' + ')}) ÷ (${i.total.join(' + ')})` : i.hits.join(' + '));
  const points = (i: Indicator) => (i.kind === 'group' ? `tối đa ${i.max}` : i.kind === 'ratio' && i.scoring ? `${i.scoring.kind === 'linear' ? `${i.scoring.max} × tỷ lệ` : `${i.scoring.max} × min(1, tỷ lệ ÷ ${i.scoring.fullAt})`}; mẫu số bằng 0: ${{ null: 'không tính điểm', zero: '0 điểm', full: 'đủ điểm', configured: 'theo cấu hình của tỉnh (**chưa xác minh**)' }[i.empty]}` : 'không chấm điểm');
  return `# Danh mục chỉ số\n\nTệp này do \`npm run generate\` viết từ \`src/indicators/list\`.\n\n${indicators.map((i) => [
    `## ${i.title.vi}`, '', `\`${i.id}\` · ${i.code} · phiên bản ${i.version}`, '', `**Câu hỏi.** ${i.question.vi}`, '', `**Căn cứ.** ${law(i)}`, '', `**Cách đếm.** ${i.counts.vi}`, '',
    `**Công thức.** ${formula(i)}`, '', `**Điểm.** ${points(i)}`, '', `**Tính theo.** ${{ resolvingUnit: 'đơn vị giải quyết', receivingUnit: 'đơn vị tiếp nhận', responsibleUnit: 'đơn vị chịu trách nhiệm' }[i.groupBy]}`, ''].join('\n')).join('\n')}`;
}

async function main(): Promise<void> {
  const different: string[] = [];
  for (const [name, text] of Object.entries(await generated())) {
    const file = join(projectRoot(), name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    different.push(name);
    if (!process.argv.includes('--check')) { mkdirSync(dirname(file), { recursive: true }); writeFileSync(file, text); }
  }
  if (different.length > 0) process.stderr.write(`${process.argv.includes('--check') ? 'out of date, run "npm run generate"' : 'written'}: ${different.join(', ')}\n`);
  process.exit(process.argv.includes('--check') && different.length > 0 ? 1 : 0);
}

void main();
