/**
 * Dossiers as bytes for COPY … FORMAT binary. The hash covers every field that came from the source, so that an unchanged row is
 * known by its hash alone and costs no write. Layout: PostgreSQL documentation, COPY, binary format.
 */
import { hash } from 'node:crypto';
import type { DossierPause, Instant } from '../../vocabulary';
import { waitedUntil } from './waiting';

/** A dossier whose units and procedure are already ids of the registry and whose words are already numbers. */
export interface DossierRow {
  code: string;
  /** Second code of the same dossier; part of the content. */
  otherCode: string | null;
  procedureId: number | null; receivingUnitId: number; resolvingUnitId: number;
  channel: number; serviceLevel: number | null; status: number;
  submittedAt: Instant | null; receivedAt: Instant | null; dueAt: Instant | null; endedAt: Instant | null; returnedAt: Instant | null; supplementAt: Instant | null; secondSupplementAt: Instant | null;
  supplementCount: number; reappointments: number; returnChannel: number | null; homeUnitId: number | null;
  digitised: boolean | null; electronicResult: boolean | null; feeDue: boolean | null; paidOnline: boolean | null; apologyLetter: boolean | null; addressPresent: boolean | null; phonePresent: boolean | null;
  workingMinutes: number | null; limitDueAt: Instant | null;
  modifiedAt: Instant | null;
  /** Kept in a table of their own, in the order of the requests; part of the content. */
  pauses: readonly DossierPause[];
}

export const DOSSIER_COLUMNS = ['source_id', 'code', 'procedure_id', 'receiving_unit_id', 'resolving_unit_id', 'channel', 'service_level', 'status',
  'submitted_at', 'received_at', 'due_at', 'ended_at', 'returned_at', 'supplement_at', 'waited_until', 'second_supplement_at', 'supplement_count', 'reappointments', 'return_channel', 'home_unit_id',
  'digitised', 'electronic_result', 'fee_due', 'paid_online', 'apology_letter', 'address_present', 'phone_present', 'working_minutes', 'limit_due_at', 'modified_at', 'content_hash', 'run_id', 'other_code'] as const;

const POSTGRES_EPOCH = 946_684_800_000_000;
const TWO_32 = 4_294_967_296;
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);
/** More than the fixed part of a row takes: every field at most 12 bytes and the count of fields. */
const FIXED = DOSSIER_COLUMNS.length * 12 + 2;

export interface EncodedDossiers {
  /** Content hash of each row, as PostgreSQL's to_hex() writes content_hash. */
  hashes: string[];
  /** One COPY stream of the chosen rows (ascending), header and trailer included. */
  copy(indexes: readonly number[]): Buffer[];
}

export function encodeDossiers(rows: readonly DossierRow[], sourceId: number, runId: number): EncodedDossiers {
  const writer = new Writer(rows.length * 340);
  const starts = new Uint32Array(rows.length + 1);
  const hashes: string[] = new Array<string>(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!;
    writer.room(FIXED + (row.code.length + (row.otherCode?.length ?? 0)) * 3);
    starts[i] = writer.length;
    writer.int16(DOSSIER_COLUMNS.length);
    writer.int4(sourceId);
    const content = writer.length;
    writer.text(row.code);
    writer.int4(row.procedureId); writer.int4(row.receivingUnitId); writer.int4(row.resolvingUnitId);
    writer.int2(row.channel); writer.int2(row.serviceLevel); writer.int2(row.status);
    writer.time(row.submittedAt); writer.time(row.receivedAt); writer.time(row.dueAt); writer.time(row.endedAt); writer.time(row.returnedAt); writer.time(row.supplementAt); writer.time(waitedUntil(row)); writer.time(row.secondSupplementAt);
    writer.int2(row.supplementCount); writer.int2(row.reappointments); writer.int2(row.returnChannel); writer.int4(row.homeUnitId);
    writer.flag(row.digitised); writer.flag(row.electronicResult); writer.flag(row.feeDue); writer.flag(row.paidOnline); writer.flag(row.apologyLetter); writer.flag(row.addressPresent); writer.flag(row.phonePresent);
    writer.int4(row.workingMinutes); writer.time(row.limitDueAt); writer.time(row.modifiedAt);
    const beside = (row.pauses.length === 0 ? '' : JSON.stringify(row.pauses)) + (row.otherCode === null ? '' : JSON.stringify(row.otherCode));
    const digest = hash('md5', beside === '' ? writer.slice(content) : Buffer.concat([writer.slice(content), Buffer.from(beside)]), 'hex');
    const [high, low] = [parseInt(digest.slice(0, 8), 16), parseInt(digest.slice(8, 16), 16)];
    hashes[i] = digest.charCodeAt(0) === ZERO ? digest.slice(0, 16).replace(/^0+(?=.)/, '') : digest.slice(0, 16);
    writer.eight(high, low);
    writer.int8(runId);
    writer.text(row.otherCode);
  }
  starts[rows.length] = writer.length;
  return {
    hashes,
    copy(indexes) {
      const parts: Buffer[] = [HEADER];
      for (let i = 0; i < indexes.length;) { // neighbours go as one piece
        let end = i + 1;
        while (end < indexes.length && indexes[end] === indexes[end - 1]! + 1) end += 1;
        parts.push(writer.slice(starts[indexes[i]!]!, starts[indexes[end - 1]! + 1]));
        i = end;
      }
      parts.push(TRAILER);
      return indexes.length > 100 && parts.length > 10 ? [Buffer.concat(parts)] : parts;
    },
  };
}

const ZERO = '0'.charCodeAt(0);

/** Fields of the binary format, one after the other. `room` is asked for once a row. */
class Writer {
  length = 0;
  private buffer: Buffer;
  private view: DataView;
  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(Math.max(size, 4096));
    this.view = viewOf(this.buffer);
  }

  slice(from: number, to = this.length): Buffer { return this.buffer.subarray(from, to); }

  room(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
    this.view = viewOf(larger);
  }
  int16(value: number): void { this.view.setInt16(this.length, value); this.length += 2; }
  private null(): void { this.view.setInt32(this.length, -1); this.length += 4; }
  int2(value: number | null): void {
    if (value === null) return this.null();
    this.view.setInt32(this.length, 2); this.view.setInt16(this.length + 4, value); this.length += 6;
  }
  int4(value: number | null): void {
    if (value === null) return this.null();
    this.view.setInt32(this.length, 4); this.view.setInt32(this.length + 4, value); this.length += 8;
  }
  eight(high: number, low: number): void {
    this.view.setInt32(this.length, 8); this.view.setInt32(this.length + 4, high); this.view.setUint32(this.length + 8, low); this.length += 12;
  }
  int8(value: number): void {
    const high = Math.floor(value / TWO_32);
    this.eight(high, value - high * TWO_32);
  }
  time(value: Instant | null): void { if (value === null) this.null(); else this.int8(value - POSTGRES_EPOCH); }
  flag(value: boolean | null): void {
    if (value === null) return this.null();
    this.view.setInt32(this.length, 1); this.buffer[this.length + 4] = value ? 1 : 0; this.length += 5;
  }
  text(value: string | null): void {
    if (value === null) return this.null();
    const written = this.buffer.write(value, this.length + 4, 'utf8');
    this.view.setInt32(this.length, written);
    this.length += 4 + written;
  }
}

const viewOf = (buffer: Buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
