/** Without a Docker engine: the files parse, what they name exists, and variables and ports are those the service reads. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../src/platform/root';
import { settingKeys } from '../../src/settings';

interface Service { image?: string; build?: string; environment?: Record<string, string>; volumes?: string[]; ports?: string[]; secrets?: string[]; depends_on?: Record<string, unknown> }
const root = projectRoot();
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const compose = parse(read('docker-compose.yml')) as { services: Record<string, Service>; secrets: Record<string, { file: string }>; volumes: Record<string, unknown> };

test('images are pinned, services depend on what is there, secrets are declared', () => {
  expect(Object.keys(compose.services).sort()).toEqual(['cchc', 'grafana', 'node-exporter', 'postgres', 'prometheus']);
  for (const service of Object.values(compose.services)) {
    if (service.image && !service.build) expect(service.image).toMatch(/:v?\d+\.\d+/);
    for (const name of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(name);
    for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret);
    for (const value of Object.values(service.environment ?? {})) if (value.startsWith('/run/secrets/')) expect(service.secrets).toContain(value.slice('/run/secrets/'.length));
  }
});

test('mounted folders exist', () => {
  for (const service of Object.values(compose.services)) {
    for (const volume of service.volumes ?? []) {
      const [from] = volume.split(':') as [string];
      if (from.startsWith('./')) expect([from, existsSync(join(root, from))]).toEqual([from, true]);
      else if (!from.startsWith('/')) expect(compose.volumes).toHaveProperty(from); // with a slash: a folder of the machine
    }
  }
});

test('Prometheus asks services that are there, on the ports on which they answer', () => {
  const { scrape_configs: jobs } = parse(read('dashboards/prometheus/prometheus.yml')) as { scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[] };
  const targets = jobs.flatMap((job) => job.static_configs.flatMap((config) => config.targets));
  expect(targets.sort()).toEqual([`cchc:${compose.services.cchc!.environment!.PORT}`, 'node-exporter:9100']);
  for (const target of targets) expect(compose.services).toHaveProperty(target.split(':')[0]!);
});

test('every key of the settings is told in docs/install.md', () => {
  const told = read('docs/install.md');
  expect(settingKeys().filter((key) => !told.includes(`\`${key}\``))).toEqual([]);
});

test('variables of the service are ones its code reads', () => {
  const code = sources(join(root, 'src')).map((file) => readFileSync(file, 'utf8')).join('\n');
  for (const name of Object.keys(compose.services.cchc!.environment!)) expect(code).toContain(name.replace(/_FILE$/, ''));
  expect(compose.services.cchc!.ports![0]).toMatch(/:8080$/);
});

test('the image copies what exists and starts the built service', () => {
  const lines = read('Dockerfile').split('\n');
  for (const line of lines.filter((l) => l.startsWith('COPY ') && !l.includes('--from'))) for (const from of line.slice(5).trim().split(/\s+/).slice(0, -1)) expect([from, existsSync(join(root, from))]).toEqual([from, true]);
  expect(lines.at(-2)).toContain('dist/src/cli.js');
  expect(lines.some((l) => l.startsWith('USER node'))).toBe(true);
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? sources(join(folder, entry.name)) : entry.name.endsWith('.ts') ? [join(folder, entry.name)] : []));
}
