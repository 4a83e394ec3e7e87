import type { Command } from 'commander';
import { openApp } from './app';
import { print } from './output';

export function addServiceVerbs(program: Command): void {
  program.command('migrate').description('đưa cơ sở dữ liệu về dạng hiện hành; nhiều tiến trình chạy cùng lúc vẫn an toàn').action(async () => {
    const app = await openApp({ migrate: true });
    await app.close();
    print('Cơ sở dữ liệu đã ở dạng hiện hành.');
  });
}
