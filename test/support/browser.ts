/** A Chromium for the browser specs: CHROMIUM_PATH, one of the system, or the packaged one. Asks nothing of the network by itself. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a browser is. The packaged one brings its own libraries, which a plain system lacks; they are unpacked beside it. */
export async function findBrowser(): Promise<{ path: string; libraries?: string }> {
  const given = process.env.CHROMIUM_PATH ?? SYSTEM.find((path) => existsSync(path));
  if (given) return { path: given };
  // The package unpacks its libraries only where it believes itself in a function of this kind.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
  const { default: packaged } = (await import('@sparticuz/chromium')) as unknown as { default: { executablePath(): Promise<string> } };
  // Not with its arguments: they put everything into one process, which falls with any of its pages, and set aside the rules of origins that a screen keeps.
  return { path: await packaged.executablePath(), libraries: process.env.LD_LIBRARY_PATH };
}

export async function launchBrowser(): Promise<Browser> {
  const found = process.env.CCHC_TEST_BROWSER ? (JSON.parse(process.env.CCHC_TEST_BROWSER) as Awaited<ReturnType<typeof findBrowser>>) : await findBrowser();
  return chromium.launch({
    executablePath: found.path, env: { ...process.env, ...(found.libraries ? { LD_LIBRARY_PATH: found.libraries } : {}) } as Record<string, string>,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--disable-sync'],
  });
}
