/** Named decoders of families, sorted: rows in, rows out, for what the vocabulary cannot say. Each lives in its family's folder. */
import { opencpsTotals } from './opencps/totals';

export type Row = Record<string, unknown>;
export type Decoder = (rows: Row[]) => Row[];

export const DECODER_NAMES = ['opencps-totals'] as const;
export const decoders: Readonly<Record<(typeof DECODER_NAMES)[number], Decoder>> = { 'opencps-totals': opencpsTotals };
