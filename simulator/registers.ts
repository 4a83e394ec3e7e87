/**
 * Registers that offices keep in files, as they are sent at the end of a month: a blank first column, a merged heading, days as text. The findings of
 * inspections, recommendations of auditors, legal documents under review, ISO certificates, press items and publication duties of a simulated province.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ItemKind } from '../src/vocabulary';
import type { Province, SimUnit } from './province';
import { sequence } from './random';

const DAY = 86_400_000;
const OFFSET = 7 * 3_600_000;
const day = (at: number) => new Date(at + OFFSET).toISOString().slice(0, 10).split('-').reverse().join('/');

interface Register { kind: ItemKind; title: string; prefix: string; perUnit: number; dueDays: number; done: number; only: SimUnit['level'] | null; format: 'csv' | 'xlsx'; extra?: Extra }
interface Extra { headings: string[]; cells(r: () => number, done: boolean): string[] }
const AMOUNTS: Extra = { headings: ['Giá trị (đồng)', 'Đã thực hiện (đồng)'], cells: (r, done) => { const amount = `${1 + Math.floor(r() * 900)}.000.000`; return [amount, done ? amount : '']; } };
const REGISTERS: readonly Register[] = [
  { kind: 'inspectionFinding', title: 'SỔ THEO DÕI PHÁT HIỆN QUA THANH TRA, KIỂM TRA', prefix: 'TT', perUnit: 6, dueDays: 60, done: 0.85, only: null, format: 'xlsx' },
  { kind: 'auditRecommendation', title: 'KIẾN NGHỊ SAU THANH TRA, KIỂM TOÁN', prefix: 'KN', perUnit: 4, dueDays: 90, done: 0.7, only: 'department', format: 'xlsx', extra: AMOUNTS },
  { kind: 'legalDocument', title: 'VĂN BẢN QPPL PHẢI RÀ SOÁT', prefix: 'VB', perUnit: 10, dueDays: 120, done: 0.9, only: 'department', format: 'csv' },
  { kind: 'isoCertificate', title: 'ĐƠN VỊ ÁP DỤNG ISO 9001', prefix: 'ISO', perUnit: 1, dueDays: 180, done: 0.95, only: null, format: 'csv', extra: { headings: ['Dùng ISO điện tử'], cells: (r) => [r() < 0.4 ? 'có' : 'không'] } },
  { kind: 'pressItem', title: 'TIN, BÀI VỀ CCHC', prefix: 'TB', perUnit: 8, dueDays: 0, done: 1, only: null, format: 'csv' },
  { kind: 'publicationDuty', title: 'CÔNG KHAI TIẾN ĐỘ GIẢI QUYẾT HỒ SƠ', prefix: 'CK', perUnit: 12, dueDays: 10, done: 0.97, only: null, format: 'xlsx' },
];

/** Writes the files into a folder. The same seed and moment give the same files. */
export async function writeRegisters(province: Province, seed: number, now: number, folder: string): Promise<{ kind: ItemKind; file: string }[]> {
  const { default: writeXlsx } = await import('write-excel-file/node');
  const written: { kind: ItemKind; file: string }[] = [];
  for (const [number, register] of REGISTERS.entries()) {
    const table = [['', 'Số, ký hiệu', 'Đơn vị', 'Ngày phát sinh', ...(register.dueDays ? ['Hạn hoàn thành'] : []), 'Ngày hoàn thành', ...(register.extra?.headings ?? [])], ...rowsOf(province, seed + number, now, register)];
    const sheet = [['', register.title], [], ...table];
    const file = join(folder, `${register.kind}.${register.format}`);
    if (register.format === 'csv') writeFileSync(file, `\ufeff${sheet.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\n')}\n`);
    else writeFileSync(file, await (writeXlsx(sheet.map((row) => row.map((value) => ({ value, type: String }))) as never) as unknown as { toBuffer(): Promise<Buffer> }).toBuffer());
    written.push({ kind: register.kind, file });
  }
  return written;
}

function rowsOf(province: Province, seed: number, now: number, { prefix, perUnit, dueDays, done, only, extra }: Register): string[][] {
  const first = province.surroundedFrom;
  return province.units.filter((unit) => only === null || unit.level === only).flatMap((unit, u) => Array.from({ length: perUnit }, (_, i) => {
    const r = sequence(seed, u, i, 61);
    const opened = first + Math.floor(((i + r()) / perUnit) * (now - first));
    const due = opened + dueDays * DAY;
    const ended = opened + Math.floor((0.3 + 0.9 * r()) * dueDays * DAY);
    const isDone = r() < done && ended <= now;
    return ['', `${prefix}-${String(u + 1).padStart(3, '0')}-${String(i + 1).padStart(2, '0')}`, unit.name, day(opened), ...(dueDays ? [day(due)] : []), isDone ? day(ended) : '', ...(extra?.cells(r, isDone) ?? [])];
  }));
}
