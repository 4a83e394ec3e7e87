import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { languageOf, type Language } from '../messages';
import { CchcError } from '../platform/errors';
import { projectRoot } from '../platform/root';
import { fromEnvironment, openApp } from './app';
import { print, printJson } from './output';

/** `dashboards build|check|push`. The boards are loaded only when a verb needs them. */
export function addDashboardVerbs(program: Command): void {
  const dashboards = program.command('dashboards').description('bảng Grafana: sinh, kiểm tra, đưa lên');
  dashboards.command('build').description('ghi dashboards/generated; --lang en: bảng tiếng Anh vào thư mục khác').option('--lang <ngôn ngữ>', 'vi hoặc en', 'vi').option('--out <thư mục>', 'nơi ghi, cho bảng tiếng Anh').action(async (options: { lang: string; out?: string }) => {
    const { buildDashboards, fileText } = await import('../../dashboards/build.js');
    const language = languageOption(options.lang);
    if ((language === 'en') !== (options.out !== undefined)) throw new CchcError('bad-usage', 'Bảng tiếng Anh ghi vào thư mục riêng, bảng tiếng Việt vào dashboards/generated.', 'Viết --lang en --out THƯ-MỤC, hoặc bỏ cả hai.');
    if (options.out !== undefined) {
      for (const { file, json } of buildDashboards(language)) {
        mkdirSync(dirname(join(options.out, file)), { recursive: true });
        writeFileSync(join(options.out, file), fileText(json));
        print(join(options.out, file));
      }
      return;
    }
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
  dashboards.command('gazetteer <tệp>').description('vị trí đơn vị cho bản đồ của Grafana, từ tệp GeoJSON ranh giới xã, phường').requiredOption('--out <tệp>').action(async (file: string, options: { out: string }) => {
    const { areaId, placesOf } = await import('../serve/wall/wall-map.js');
    const places = placesOf(file);
    const app = await openApp();
    try {
      const { rows } = await app.pool.query<{ code: string; name: string; codes: string[] }>(
        `select u.code, u.name, array(select c.code from mart.unit_code c where c.unit_code = u.code and c.system = 'gso' and c.valid_to is null) as codes from mart.unit u where u.level = 'commune' order by u.code`);
      const matched = rows.map(({ code, name, codes }) => ({ code, name, place: places.find((p) => p.code !== null && [code, ...codes].includes(p.code)) ?? places.find((p) => areaId(p.name) === areaId(name)) }));
      const found = matched.flatMap(({ code, name, place }) => (place ? [{ key: code, name, longitude: place.centre[0], latitude: place.centre[1] }] : []));
      if (found.length === 0) throw new CchcError('bad-map', `Không ranh giới nào trong ${file} khớp với xã, phường của danh mục.`, 'Kiểm tra mã (code, ma) hoặc tên (fullName, name) trong tệp GeoJSON.');
      writeFileSync(options.out, `${JSON.stringify(found, null, 1)}\n`);
      print(`${options.out}: ${found.length} đơn vị.`);
      const without = matched.filter(({ place }) => !place).map(({ code, name }) => `${name} (${code})`);
      const strangers = places.filter((p) => !matched.some(({ place }) => place === p)).map((p) => p.name);
      if (without.length > 0) print(`Không có ranh giới trong tệp: ${without.join(', ')}.`);
      if (strangers.length > 0) print(`Ranh giới không khớp đơn vị nào: ${strangers.join(', ')}.`);
    } finally {
      await app.close();
    }
  });
  dashboards.command('push').description('đưa thư mục, bảng, vòng chiếu lên Grafana (GRAFANA_URL, GRAFANA_TOKEN; CCHC_PUBLIC_URL: địa chỉ của hệ thống này)').option('--drift', 'chỉ so, không ghi; khác thì kết thúc với mã 1').option('--lang <ngôn ngữ>', 'vi hoặc en: bảng tiếng Anh đứng bên cạnh, uid có đuôi -en', 'vi').option('--json')
    .action(async (options: { drift?: boolean; json?: boolean; lang: string }) => {
      const language = languageOption(options.lang);
      const { GrafanaError, kioskUrl, pushDashboards } = await import('../../dashboards/push.js');
      const [url, token] = [process.env.GRAFANA_URL, fromEnvironment('GRAFANA_TOKEN')];
      if (!url || !token) throw new CchcError('bad-usage', 'Thiếu GRAFANA_URL hoặc GRAFANA_TOKEN.', 'Tạo service account có quyền Editor trong Grafana, đặt GRAFANA_TOKEN (hoặc GRAFANA_TOKEN_FILE).');
      try {
        const pushed = await pushDashboards({ url, token, serviceUrl: process.env.CCHC_PUBLIC_URL, language }, { apply: !options.drift });
        if (options.json) printJson(pushed);
        else {
          for (const p of pushed) print(`${STATES[p.state]} ${p.uid}`);
          print(`Màn hình: ${kioskUrl(url, language)}`);
        }
        if (options.drift && pushed.some((p) => p.state !== 'same')) process.exitCode = 1;
      } catch (error) {
        if (error instanceof GrafanaError) throw new CchcError('push-failed', error.message, 'Kiểm tra GRAFANA_URL, quyền của GRAFANA_TOKEN; bảng do tệp provisioning quản lý thì không đưa lên bằng API.');
        throw new CchcError('push-failed', `Không gọi được Grafana ở ${url}: ${(error as Error).message}`, 'Kiểm tra GRAFANA_URL và đường mạng.');
      }
    });
}

function languageOption(text: string): Language {
  const language = languageOf(text);
  if (!language) throw new CchcError('bad-usage', `--lang ${text}: viết vi hoặc en.`, 'Sửa giá trị rồi chạy lại.');
  return language;
}

const STATES = { same: '=', changed: '~', new: '+' } as const;
