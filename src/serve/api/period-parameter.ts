import { BadRequestException } from '@nestjs/common';
import { parsePeriod, type Period } from '../../vocabulary';

/** A period as callers write it; 400 with the forms that are understood otherwise. */
export function readPeriodParameter(text: string): Period {
  try {
    return parsePeriod(text);
  } catch {
    throw new BadRequestException(`"${text}" không phải kỳ báo cáo; viết 2026, 2026-H1, 2026-Q3, 2026-08 hoặc 2026-08-17.`);
  }
}

/** A local day yyyy-MM-dd that exists; 400 otherwise. */
export function readDayParameter(text: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? readPeriodParameter(text) : null;
  if (!day) throw new BadRequestException(`"${text}" không phải ngày; viết như 2026-09-05.`);
  return day.start;
}
