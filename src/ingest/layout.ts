import type { Stream } from '../sources/source';

/** What later steps must know of a stream, as JSON text: the first day it has data of, which fields it fills, which kind of item it lists, which side of documents. */
export function layoutOf(stream: Stream): string {
  if (stream.record !== 'dossier' && stream.record !== 'item' && stream.record !== 'edocument') return '';
  return JSON.stringify({ start: stream.window?.start ?? null, fields: Object.entries(stream.mapping).filter(([, rule]) => rule !== undefined).map(([field]) => field), ...(stream.record === 'item' ? { kind: stream.kind } : stream.record === 'edocument' ? { side: stream.side } : {}) });
}

/**
 * The layout of a stream that has data already, under a changed definition: what is stored has only the fields that both know, from the
 * later of both starts. The new layout holds once everything has been read again (--full), or at once where nothing was stored.
 */
export function narrowedLayout(stored: string, wanted: string): string {
  if (stored === '' || wanted === '') return wanted;
  const [old, next] = [JSON.parse(stored), JSON.parse(wanted)] as [Layout, Layout];
  if (old.kind !== next.kind) return wanted;
  return JSON.stringify({ ...next, start: [old.start, next.start].filter((day) => day !== null).sort().at(-1) ?? null, fields: next.fields.filter((field) => old.fields.includes(field)) });
}

interface Layout { start: string | null; fields: string[]; kind?: string }
