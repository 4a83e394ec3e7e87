/** Short ways to write small tables of electronic documents. */
import type { EDocumentRow } from '../../src/store/facts/load-edocuments';
import type { EDocument } from '../../src/vocabulary';
import { at } from './dossiers';

export interface GivenDocument extends Partial<Omit<EDocument, 'sentAt' | 'receivedAt' | 'sender' | 'receiver'>> { code: string; sent: string; received?: string; from: number | null; to: number | null }

export const edocument = ({ code, sent, received, from, to, ...rest }: GivenDocument): EDocumentRow => ({
  document: { side: 'both', code, document: code, sender: null, receiver: null, sentAt: at(sent), receivedAt: received ? at(received) : null, state: 'received', request: 'new', replaces: null, signed: null, paperCopy: null, ...rest },
  senderUnitId: from, receiverUnitId: to,
});
