/** A Chromium for the browser specs: CHROMIUM_PATH, one of the system, or the packaged one. Asks nothing of the network by itself. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function launchBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH ?? SYSTEM.find((path) => existsSync(path));
  const packaged = given ? undefined : (await import('@sparticuz/chromium')).default;
  return chromium.launch({
    executablePath: given ?? (await packaged!.executablePath()),
    args: [...(packaged?.args ?? []), '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--disable-sync'],
  });
}
