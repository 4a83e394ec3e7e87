/** What was refused once is not tried again by itself: over streams, runs and restarts of the process. A person may, and so may changed settings. */
import { scryptSync } from 'node:crypto';
import type { Pool } from 'pg';
import { HttpFailure } from '../platform/errors';
import type { SourceDefinition } from '../sources/source';
import { noteSignInRefusal, postponeStreams, signInRefusal } from '../store/sources/sign-ins';

/** Asks about changed settings so often. */
const LOOK_AGAIN = 300_000;

/** Tells these sign-in settings from others; slow on purpose, because a short password could be guessed from it. */
const printOf = ({ id, baseUrl, auth }: SourceDefinition): string => scryptSync(JSON.stringify([baseUrl, auth]), `sign-in ${id}`, 16).toString('hex');

/** The failure that an automatic run ends with before it calls the source; null when it may sign in. Due streams then wait. */
export async function closedSignIn(pool: Pool, sourceId: number, definition: SourceDefinition): Promise<HttpFailure | null> {
  const refusal = await signInRefusal(pool, sourceId);
  if (refusal === null || refusal.nextMs === 0 || refusal.print !== printOf(definition)) return null;
  await postponeStreams(pool, sourceId, LOOK_AGAIN);
  return new HttpFailure('password', {
    host: new URL(definition.baseUrl).host, retryAfterMs: refusal.nextMs ?? undefined, signIn: true,
    reason: `không tự đăng nhập lại: nguồn đã từ chối đăng nhập ${refusal.refusals} lần với tài khoản này`,
    remedy: `Sửa tài khoản trong cấu hình rồi khởi động lại, hoặc thử một lần bằng "cchc ingest ${definition.id}"; tài khoản có thể bị khóa nếu thử nhiều lần.`,
  });
}

/** Keeps a refused sign-in; anything else says nothing about it. */
export async function noteSignIn(pool: Pool, sourceId: number, definition: SourceDefinition, error: unknown): Promise<void> {
  if (error instanceof HttpFailure && error.signIn) await noteSignInRefusal(pool, sourceId, printOf(definition));
}

