import { milliseconds, type SourceDefinition, type Stream } from '../sources/source';

/** How often a stream is asked, in milliseconds. Catalogues and statistics change slowly; everything else keeps the source's rhythm. */
export function rhythmOf({ schedule }: SourceDefinition, { record }: Stream): number {
  const least = record === 'unit' || record === 'procedure' ? 6 * 3_600_000 : record === 'statistic' ? 3_600_000 : 0;
  return Math.max(milliseconds(schedule.every), least);
}
