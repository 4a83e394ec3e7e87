/** Progress: a bar on a terminal, a plain line now and then otherwise. Written to stderr, so that output stays clean. */
import { SingleBar } from 'cli-progress';

export interface Progress { update(label: string, done: number, total: number, note: string): void; stop(): void }

export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) {
    let last = 0;
    return {
      update(label, done, total, note) {
        if (Date.now() - last < 2_000 && done < total) return;
        last = Date.now();
        stream.write(`${label} ${done}/${total} ${note}\n`);
      },
      stop: () => undefined,
    };
  }
  let bar: SingleBar | null = null;
  let current = '';
  const close = () => { bar?.stop(); bar = null; current = ''; };
  return {
    update(label, done, total, note) {
      if (label !== current) {
        close();
        current = label;
        bar = new SingleBar({ stream, format: `{label} [{bar}] {percentage}% {note}`, hideCursor: true, clearOnComplete: false });
        bar.start(total, done, { label, note });
      } else bar!.update(done, { label, note });
    },
    stop: close,
  };
}
