import type { Command } from 'commander';
import { register } from '../ingest/registration';
import { startService } from '../main';
import { CchcError } from '../platform/errors';
import { openApp } from './app';
import { wholeNumber } from './failure';
import { addresses, print, untilStopped } from './output';

export function addServiceVerbs(program: Command): void {
  program.command('migrate').description('đưa cơ sở dữ liệu về dạng hiện hành; nhiều tiến trình chạy cùng lúc vẫn an toàn').action(async () => {
    const app = await openApp();
    try {
      await register(app.pool, app.settings.province, app.settings.units.files, app.settings.definitions);
    } finally {
      await app.close();
    }
    print('Cơ sở dữ liệu đã ở dạng hiện hành.');
  });

  program.command('serve').description('dịch vụ: lịch nạp và HTTP').option('--port <cổng>').action(async (options: { port?: string }) => {
    const app = await openApp();
    const service = await startService(app, options.port === undefined ? {} : { port: wholeNumber(options.port, '--port', 0, 65_535) });
    print(addresses(service.url));
    await untilStopped();
    print('Đang dừng …');
    await service.close();
    await app.close();
  });

  program.command('demo').description('bản trình diễn: PostgreSQL đi kèm, nguồn mô phỏng, nạp 14 tháng, dịch vụ').option('--dossiers <n>', 'số hồ sơ', '300000').option('--port <cổng>', 'cổng HTTP; bỏ trống: 8080, hoặc một cổng trống').option('--faults <mức>', 'lỗi của mọi hệ thống mô phỏng: none, some, many', 'none')
    .action(async (options: { dossiers: string; port?: string; faults: string }) => {
      const { runDemo, DEMO_FAULTS } = await import('../demo/index.js');
      const faults = DEMO_FAULTS.find((one) => one === options.faults);
      if (!faults) throw new CchcError('bad-usage', `--faults "${options.faults}" không có.`, `Các mức: ${DEMO_FAULTS.join(', ')}.`);
      await runDemo({ dossiers: wholeNumber(options.dossiers.replace(/[._]/g, ''), '--dossiers', 1, 20_000_000), port: options.port === undefined ? undefined : wholeNumber(options.port, '--port', 0, 65_535), faults });
    });
}
