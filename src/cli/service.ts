import type { Command } from 'commander';
import { startService } from '../main';
import { openApp } from './app';
import { print } from './output';

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((done) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { if (asked) process.exit(130); asked = true; done(); });
  });
}

export function addServiceVerbs(program: Command): void {
  program.command('migrate').description('đưa cơ sở dữ liệu về dạng hiện hành; nhiều tiến trình chạy cùng lúc vẫn an toàn').action(async () => {
    const app = await openApp();
    await app.close();
    print('Cơ sở dữ liệu đã ở dạng hiện hành.');
  });

  program.command('serve').description('dịch vụ: lịch nạp và HTTP').option('--port <cổng>').action(async (options: { port?: string }) => {
    const app = await openApp();
    const service = await startService(app, options.port === undefined ? {} : { port: Number(options.port) });
    print(addresses(service.url));
    await untilStopped();
    print('Đang dừng …');
    await service.close();
    await app.close();
  });

  program.command('demo').description('bản trình diễn: PostgreSQL đi kèm, nguồn mô phỏng, nạp 14 tháng, dịch vụ').option('--dossiers <n>', 'số hồ sơ', '300000').option('--port <cổng>', 'cổng HTTP', '8080')
    .action(async (options: { dossiers: string; port: string }) => {
      const { runDemo } = await import('../demo/index.js');
      await runDemo({ dossiers: Number(options.dossiers.replace(/[._]/g, '')), port: Number(options.port) });
    });
}

export const addresses = (url: string): string => [`Bảng TV:   ${url}/wall`, `API:       ${url}/api/docs`, `Số đo:     ${url}/metrics`, `Sức khỏe:  ${url}/health/ready`].join('\n');
