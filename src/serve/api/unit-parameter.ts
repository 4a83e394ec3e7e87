import { NotFoundException } from '@nestjs/common';
import { CchcError } from '../../platform/errors';

/** Reads what a caller asks of a unit; 404 when the registry does not have it (`unitAt`). */
export async function ofUnit<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    throw error instanceof CchcError && error.code === 'bad-usage' ? new NotFoundException(error.message) : error;
  }
}
