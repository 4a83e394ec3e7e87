import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { CchcError } from '../platform/errors';
import { projectRoot } from '../platform/root';
import { openApp } from './app';
import { print, printJson } from './output';

/** `dashboards build|check|push`. The boards are loaded only when a verb needs them. */
export function addDashboardVerbs(program: Command): void {
  const dashboards = program.command('dashboards').description('bảng Grafana: sinh, kiểm tra, đưa lên');
  dashboards.command('build').description('ghi dashboards/generated').action(async () => {
    const { buildDashboards, fileText } = await import('../../dashboards/build.js');
    const folder = join(projectRoot(), 'dashboards/generated');
    for (const { file, json } of buildDashboards()) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), fileText(json));
      print(`dashboards/generated/${file}`);
    }
    const { alertRulesFile } = await import('../../dashboards/alerts.js');
    writeFileSync(join(projectRoot(), 'dashboards/provisioning/alerting/rules.yaml'), alertRulesFile(readFileSync(join(projectRoot(), 'dashboards/prometheus/rules.yml'), 'utf8')));
    print('dashboards/provisioning/alerting/rules.yaml');
  });
  dashboards.command('check').description('soát, EXPLAIN và chạy thử mọi truy vấn').option('--json').action(async (options: { json?: boolean }) => {
    const { checkDashboards } = await import('../../dashboards/check.js');
    const app = await openApp();
    try {
      const result = await checkDashboards(app.pool);
      if (options.json) printJson(result);
      else print(result.problems.length === 0 ? `${result.queries.length} truy vấn chạy tốt.` : result.problems.map((p) => `✗ ${p.dashboard} · ${p.panel ?? ''}: ${p.problem}`).join('\n'));
      if (result.problems.length > 0) process.exitCode = 1;
    } finally {
      await app.close();
    }
  });
  dashboards.command('push').description('đưa lên Grafana (GRAFANA_URL, GRAFANA_TOKEN); thiếu một trong hai thì chỉ chạy thử').action(async () => {
    const { buildDashboards } = await import('../../dashboards/build.js');
    const { GRAFANA_URL: url, GRAFANA_TOKEN: token } = process.env;
    for (const { file, json } of buildDashboards()) {
      if (!url || !token) { print(`(chạy thử) ${file} → ${json.uid}`); continue; }
      const response = await fetch(new URL('api/dashboards/db', url.endsWith('/') ? url : `${url}/`), {
        method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ dashboard: { ...json, id: null }, overwrite: true }), signal: AbortSignal.timeout(30_000),
      });
      if (!response.ok) throw new CchcError('push-failed', `Grafana trả lời ${response.status} cho ${file}.`, 'Kiểm tra GRAFANA_URL, quyền của GRAFANA_TOKEN và bảng không do tệp provisioning quản lý.');
      print(`${file} → ${json.uid}`);
    }
  });
}
