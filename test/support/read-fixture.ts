/** What a run does with an answer: parsed, unfolded, sieved, its rows read in our words. For specs of families. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAnswer } from '../../src/ingest/answer';
import { compileSieve, compileStream, type ReadContext, type RowResult } from '../../src/sources/reading';
import type { SourceDefinition, Stream } from '../../src/sources/source';
import { parsePeriod, startOfDay, type Statistic } from '../../src/vocabulary';
import { projectRoot } from '../../src/platform/root';

export const CONTEXT: ReadContext = { now: startOfDay('2026-08-20'), period: parsePeriod('2026-07') };
export interface ReadFixture { text: string; problem: string | undefined; kept: string; results: RowResult[] }

export const fixturePath = (family: string, name: string, format: 'json' | 'xml' = 'json'): string => join(projectRoot(), 'src/sources', family, 'fixtures', `${name}.${format}`);
export const streamOf = (definition: SourceDefinition, id: string): Stream => definition.streams.find((stream) => stream.id === id)!;

/** `kept` is what is stored of the answer. `name`: another fixture than the one named like the stream. */
export function readFixture(definition: SourceDefinition, id: string, context: Partial<ReadContext> = {}, name = id): ReadFixture {
  const stream = streamOf(definition, id);
  return readText(stream, readFileSync(fixturePath(definition.family, name, stream.envelope.format), 'utf8'), context);
}

export function readText(stream: Stream, text: string, context: Partial<ReadContext> = {}): ReadFixture {
  const reader = compileStream(stream);
  const parsed = parseAnswer(text, stream.envelope.format);
  if (parsed === undefined) return { text, problem: 'unreadable', kept: '', results: [] };
  const { answer, problem } = reader.unfold(parsed);
  const sieved = compileSieve(stream)(answer);
  const found = reader.rows(sieved);
  return { text, problem: problem ?? found.problem, kept: JSON.stringify(sieved), results: found.rows.map((row) => reader.read(row, { ...CONTEXT, ...context })) };
}

/** Statistics by the unit that the source names; anything else as `kind reason`. */
export const statisticsOf = ({ results }: ReadFixture): Record<string, Statistic['values'] | string> =>
  Object.fromEntries(results.map((result, index) => (result.kind === 'record' ? [(result.record as Statistic).unit.value, (result.record as Statistic).values] : [`row ${index + 1}`, `${result.kind} ${result.reason}`])));
