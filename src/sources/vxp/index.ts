/** National document exchange axis (VXP, VDXP). What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';

const options = z.strictObject({
  title: z.string().default('Trục liên thông văn bản quốc gia (VXP)'),
  baseUrl: z.string(), systemId: z.string(), secret: z.string(), province: z.string().describe('H-code of the province, such as H17'),
  start: z.string().describe('First day of data, yyyy-MM-dd'),
  paths: z.strictObject({ received: z.string().default('/getReceivedEdocList'), sent: z.string().default('/getSentEdocList'), count: z.string().default('/countReceiveEdoc') }).prefault({}),
  signature: z.strictObject({
    systemHeader: z.string().default('systemId'), timestampHeader: z.string().default('timestamp'), signatureHeader: z.string().default('signature'),
    parts: z.array(z.string()).default(['{systemId}', '{timestamp}']), join: z.string().default('|'), algorithm: z.enum(['hmacSha256', 'sha256']).default('hmacSha256'), encoding: z.enum(['hex', 'base64']).default('hex'),
  }).prefault({}).describe('UNVERIFIED: how the signature is made; ask the operator of the axis'),
  date: z.string().default('yyyy/MM/dd').describe('UNVERIFIED: pattern of fromDate and toDate'),
  acceptedOnDocument: z.enum(['requestAccepted', 'updated']).default('requestAccepted').describe('UNVERIFIED: what 15 on a document itself says, recall accepted or update accepted'),
  every: z.string().default('5m'), callsPerSecond: z.number().positive().default(2),
});

/** Processing states of QĐ 28/2018 and the transfer states of the axis; anything else is rejected with its reason. */
const states = (accepted: 'requestAccepted' | 'updated') => ({
  '01': 'arrived', '02': 'refused', '03': 'received', '04': 'assigned', '05': 'inProgress', '06': 'completed', 13: 'recallRequested', 15: accepted, 16: 'requestRefused',
  initial: 'sent', processing: 'sent', done: 'arrived', fail: 'failed',
});
const moment = (at: string) => [{ at, date: 'iso' }, { at, date: 'yyyy/MM/dd HH:mm:ss' }];

export const vxp: SourceFamily<typeof options> = {
  id: 'vxp',
  title: 'Trục liên thông văn bản quốc gia (VXP)',
  options,
  define: (id, o) => {
    const window = { start: o.start, step: '7d', overlap: '3d', holdBack: '5m', deep: { every: '1d', back: '30d' }, from: { pattern: o.date }, to: { pattern: o.date, end: 'inclusive' } };
    // Parameters travel as headers here.
    const headers = { servicetype: 'eDoc', messagetype: 'edoc', fromDate: '{window.from}', toDate: '{window.to}' };
    const envelope = { rows: 'data', success: [{ at: 'status', equals: 'OK' }, { at: 'ErrorCode', equals: '0' }], errors: [{ status: 401, class: 'password' }, { status: 403, class: 'password' }, { at: 'status', equals: 'FAIL', class: 'retry' }] };
    return {
      id, title: o.title, family: 'vxp', baseUrl: o.baseUrl, schedule: { every: o.every },
      auth: {
        kind: 'signed', secret: o.secret, headers: { [o.signature.systemHeader]: o.systemId, [o.signature.timestampHeader]: '{timestamp}', [o.signature.signatureHeader]: '{signature}' },
        sign: o.signature.parts.map((part) => part.replaceAll('{systemId}', o.systemId)), join: o.signature.join, algorithm: o.signature.algorithm, encoding: o.signature.encoding,
      },
      transport: { callsPerSecond: o.callsPerSecond },
      streams: [
        {
          record: 'edocument', id: 'received', side: 'received', request: { path: o.paths.received, headers }, window, envelope,
          confirmEmpty: { request: { path: o.paths.count, headers }, countAt: 'count' },
          skip: [{ at: 'messageType', matches: '^status$', reason: 'thông báo trạng thái, không phải văn bản' }],
          mapping: {
            code: 'docId', sender: { by: 'code', at: 'from' }, receiver: { by: 'code', at: 'to' }, province: o.province,
            sentAt: moment('created_time'), state: { at: 'status', map: states(o.acceptedOnDocument), unknown: 'reject' },
          },
        },
        {
          record: 'edocument', id: 'sent', side: 'sent', request: { path: o.paths.sent, headers }, window, envelope,
          mapping: {
            // The number at the receiver comes later than the row: only sender's number and receiver together stay the same.
            code: { join: ['senderDocId', 'toCode'] }, document: 'senderDocId', sender: { by: 'code', at: 'fromCode' }, receiver: { by: 'code', at: 'toCode' }, province: o.province,
            sentAt: moment('sentTime'), receivedAt: moment('receivedTime'), state: { at: ['receiveStatus', 'sendStatus'], map: states(o.acceptedOnDocument), unknown: 'reject' },
          },
        },
      ],
    };
  },
};
