/**
 * Dossiers as bytes for COPY … FORMAT binary. The hash covers every field that came from the source, so that an unchanged row is
 * known by its hash alone and costs no write. Layout: PostgreSQL documentation, COPY, binary format.
 */
import { hash } from 'node:crypto';
import type { Instant } from '../vocabulary';

/** A dossier whose units and procedure are already ids of the registry and whose words are already numbers. */
export interface DossierRow {
  code: string;
  procedureId: number | null; receivingUnitId: number; resolvingUnitId: number;
  channel: number; serviceLevel: number | null; status: number;
  submittedAt: Instant | null; receivedAt: Instant | null; dueAt: Instant | null; endedAt: Instant | null; returnedAt: Instant | null; supplementAt: Instant | null;
  supplementCount: number; returnChannel: number | null;
  digitised: boolean | null; electronicResult: boolean | null; feeDue: boolean | null; paidOnline: boolean | null; apologyLetter: boolean | null;
  modifiedAt: Instant | null;
}

export const DOSSIER_COLUMNS = ['source_id', 'code', 'procedure_id', 'receiving_unit_id', 'resolving_unit_id', 'channel', 'service_level', 'status',
  'submitted_at', 'received_at', 'due_at', 'ended_at', 'returned_at', 'supplement_at', 'supplement_count', 'return_channel',
  'digitised', 'electronic_result', 'fee_due', 'paid_online', 'apology_letter', 'modified_at', 'content_hash', 'run_id'] as const;

const POSTGRES_EPOCH = 946_684_800_000_000;
const TWO_32 = 4_294_967_296;
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);

/** Encoded rows: `bytes(i)` for COPY, `hashes[i]` the content hash as decimal text. */
export interface EncodedDossiers {
  hashes: string[];
  /** One COPY stream of the chosen rows, header and trailer included. */
  copy(indexes: readonly number[]): Buffer;
}

export function encodeDossiers(rows: readonly DossierRow[], sourceId: number, runId: number): EncodedDossiers {
  const writer = new Writer(rows.length * 256);
  const starts = new Uint32Array(rows.length + 1);
  const hashes: string[] = new Array<string>(rows.length);
  rows.forEach((row, i) => {
    starts[i] = writer.length;
    writer.int16(DOSSIER_COLUMNS.length);
    writer.int4(sourceId);
    const content = writer.length;
    writer.text(row.code);
    writer.int4(row.procedureId); writer.int4(row.receivingUnitId); writer.int4(row.resolvingUnitId);
    writer.int2(row.channel); writer.int2(row.serviceLevel); writer.int2(row.status);
    writer.time(row.submittedAt); writer.time(row.receivedAt); writer.time(row.dueAt); writer.time(row.endedAt); writer.time(row.returnedAt); writer.time(row.supplementAt);
    writer.int2(row.supplementCount); writer.int2(row.returnChannel);
    writer.flag(row.digitised); writer.flag(row.electronicResult); writer.flag(row.feeDue); writer.flag(row.paidOnline); writer.flag(row.apologyLetter);
    writer.time(row.modifiedAt);
    const digest = Buffer.from(hash('md5', writer.slice(content), 'hex').slice(0, 16), 'hex');
    hashes[i] = digest.readBigInt64BE().toString();
    writer.raw8(digest);
    writer.int8(runId);
  });
  starts[rows.length] = writer.length;
  return {
    hashes,
    copy(indexes) {
      if (indexes.length === rows.length) return Buffer.concat([HEADER, writer.slice(0), TRAILER]);
      return Buffer.concat([HEADER, ...indexes.map((i) => writer.slice(starts[i]!, starts[i + 1])), TRAILER]);
    },
  };
}

class Writer {
  length = 0;
  private buffer: Buffer;
  constructor(size: number) { this.buffer = Buffer.allocUnsafe(Math.max(size, 4096)); }

  slice(from: number, to = this.length): Buffer { return this.buffer.subarray(from, to); }

  private room(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
  int16(value: number): void { this.room(2); this.length = this.buffer.writeInt16BE(value, this.length); }
  private null(): void { this.room(4); this.length = this.buffer.writeInt32BE(-1, this.length); }
  int2(value: number | null): void {
    if (value === null) return this.null();
    this.room(6); this.length = this.buffer.writeInt32BE(2, this.length); this.length = this.buffer.writeInt16BE(value, this.length);
  }
  int4(value: number | null): void {
    if (value === null) return this.null();
    this.room(8); this.length = this.buffer.writeInt32BE(4, this.length); this.length = this.buffer.writeInt32BE(value, this.length);
  }
  int8(value: number): void {
    this.room(12);
    const high = Math.floor(value / TWO_32);
    this.length = this.buffer.writeInt32BE(8, this.length);
    this.length = this.buffer.writeInt32BE(high, this.length);
    this.length = this.buffer.writeUInt32BE(value - high * TWO_32, this.length);
  }
  time(value: Instant | null): void { if (value === null) this.null(); else this.int8(value - POSTGRES_EPOCH); }
  flag(value: boolean | null): void {
    if (value === null) return this.null();
    this.room(5); this.length = this.buffer.writeInt32BE(1, this.length); this.buffer[this.length++] = value ? 1 : 0;
  }
  text(value: string): void {
    this.room(4 + value.length * 3);
    const written = this.buffer.write(value, this.length + 4, 'utf8');
    this.buffer.writeInt32BE(written, this.length);
    this.length += 4 + written;
  }
  raw8(bytes: Buffer): void { this.room(12); this.length = this.buffer.writeInt32BE(8, this.length); this.length += bytes.copy(this.buffer, this.length); }
}
