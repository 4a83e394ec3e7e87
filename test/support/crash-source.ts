/** The source of the crash specs: three days, several pages, good and bad rows, dossiers that change from day to day. */
import type { SourceDefinition } from '../../src/sources/source';
import { generator, iso, stubDefinition, type OutsideRow } from './stub-source';

export const CRASH_NOW = '2025-07-04 00:00';
export const crashDefinition = (): SourceDefinition => stubDefinition({ id: 'crash', size: 20, window: { overlap: '0m' } });

export function crashRows(): OutsideRow[] {
  const random = generator(5);
  return Array.from({ length: 90 }, (_, i) => ({
    ma: `c${i % 80}`, donVi: ['A', 'B', 'C', 'X'][random.below(4)]!, // X is nobody's
    nhan: i % 30 === 7 ? 'không rõ' : iso(`2025-06-${10 + random.below(20)} 08:00`), hen: iso(`2025-07-0${1 + random.below(9)} 17:00`),
    xong: random.below(2) ? iso(`2025-07-0${1 + (i % 3)} 10:00`) : null, sua: iso(`2025-07-0${1 + (i % 3)} ${String(10 + random.below(10))}:00`),
  }));
}
