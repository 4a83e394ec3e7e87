/**
 * Electronic documents (văn bản điện tử) that went over an exchange axis: who sent what to whom, when, and how far it came. Metadata only: no
 * subject line (trích yếu), no signer, no file. States: QĐ 28/2018/QĐ-TTg; meaning of each: indicators.md 6.
 */
import type { Instant } from './time';
import type { UnitRef } from './unit';

/**
 * State of a delivery and its number in the store; the numbers of QĐ 28/2018 where it has one. `requestAccepted`: on a document itself the recall was
 * accepted (it is taken back), on a recall, update or replacement that message was. `updated`: the document stands in its changed form.
 */
export const EDOCUMENT_STATE = {
  sent: 0, arrived: 1, refused: 2, received: 3, assigned: 4, inProgress: 5, completed: 6, updated: 7, failed: 9, recallRequested: 13, requestAccepted: 15, requestRefused: 16,
} as const;
export type EDocumentState = keyof typeof EDOCUMENT_STATE;

/** What a message asks for (`Bussiness` of edXML). Recall and update are messages about a document, not documents; a replacement is both. */
export const EDOCUMENT_REQUEST = { new: 0, recall: 1, update: 2, replace: 3 } as const;
export type EDocumentRequest = keyof typeof EDOCUMENT_REQUEST;

/** Which side a list speaks for: documents sent by its units, received by them, or all that pass the axis. */
export const EDOCUMENT_SIDE = { sent: 1, received: 2, both: 3 } as const;
export type EDocumentSide = keyof typeof EDOCUMENT_SIDE;

/** One delivery: a document on its way to one receiver. */
export interface EDocument {
  side: EDocumentSide;
  /** Number of the delivery on the axis. */
  code: string;
  /** Identity of the document: the same for all its receivers. */
  document: string;
  /** null = an agency outside the province, or a list that does not say. */
  sender: UnitRef | null;
  receiver: UnitRef | null;
  sentAt: Instant;
  receivedAt: Instant | null;
  state: EDocumentState;
  request: EDocumentRequest;
  /** The document that a recall, an update or a replacement is about. */
  replaces: string | null;
  signed: boolean | null;
  /** A paper copy goes beside it. */
  paperCopy: boolean | null;
}
