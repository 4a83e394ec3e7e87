/** The officials' app (CCVC): tasks, outgoing documents, feedback. What is known of it: README.md beside this file. */
import { z } from 'zod';
import type { SourceFamily } from '../source-family';
import { feedbackStreams } from './feedback';
import { taskStreams } from './tasks';

const names = z.tuple([z.string(), z.string()]);
const text = z.union([z.string(), z.number(), z.boolean()]);

export const options = z.strictObject({
  title: z.string().default('Hệ thống công chức, viên chức (nhiệm vụ, PAKN)'),
  baseUrl: z.string(), user: z.string(), password: z.string(), unit: z.string().describe('Code of the unit that the totals speak of: the province'),
  start: z.string().describe('First day of data, yyyy-MM-dd'),
  parts: z.array(z.enum(['tasks', 'documents', 'feedback'])).min(1).default(['tasks', 'documents', 'feedback']),
  login: z.strictObject({
    path: z.string().default('/api/auth/login'), userField: z.string().default('username'), passwordField: z.string().default('password'), tokenAt: z.string().default('accessToken'),
    scope: z.strictObject({ path: z.string(), body: z.record(z.string(), z.unknown()), tokenAt: z.string().optional() }).optional().describe('Call that switches to the working scope of the province'),
  }).prefault({}),
  prefix: z.strictObject({ tasks: z.string().default('/qlvb/api/qlnv/nhiem-vu'), documents: z.string().default('/qlvb/api/van-ban-di'), feedback: z.string().default('/pakn/api') }).prefault({}).describe('Paths have been renamed between releases'),
  summaryPath: z.string().optional().describe('Absolute path of the task summary where a later release moved it'),
  windowNames: z.strictObject({ tasks: names.default(['ngayDauTien', 'ngayCuoiCung']), documents: names.default(['NgayDauTien', 'NgayCuoiCung']), feedback: names.default(['TuNgay', 'DenNgay']) }).prefault({}).describe('One product spells its window in five ways'),
  pageNames: z.strictObject({ tasks: names.default(['Index', 'Size']), feedback: names.default(['PageNumber', 'PageSize']) }).prefault({}).describe('… and its paging in four'),
  date: z.string().default('yyyy-MM-dd').describe('UNVERIFIED: pattern of the window'),
  summaryCounts: z.enum(['created', 'due']).default('created').describe('UNVERIFIED: which tasks a window of the summary holds; only tasks due in it give task.due and task.doneOnTime'),
  feedbackSuccess: z.array(text).default([1]).describe('UNVERIFIED: values of MaTraLoi that mean success'),
  feedbackList: z.strictObject({ unitId: z.string().optional(), unitName: z.string().optional(), due: z.string().optional(), done: z.string().optional() }).prefault({})
    .describe('Fields of the feedback list beyond Id and NgayNhan; only what is named here is taken'),
  taskUnit: z.strictObject({ by: z.enum(['code', 'id', 'name']).default('name'), at: z.string().default('DonViTheoDoi') }).prefault({}),
  skipTasks: z.array(z.strictObject({ at: z.string(), matches: z.string(), reason: z.string() })).default([]).describe('Tasks that Government and Prime Minister did not assign, where a field tells'),
  pageSize: z.number().int().min(10).max(1000).default(200), every: z.string().default('15m'), callsPerSecond: z.number().positive().default(2),
});
export type CcvcOptions = z.infer<typeof options>;

export const ccvc: SourceFamily<typeof options> = {
  id: 'ccvc',
  title: 'Hệ thống công chức, viên chức (CCVC)',
  options,
  define: (id, o) => ({
    id, title: o.title, family: 'ccvc', baseUrl: o.baseUrl, schedule: { every: o.every }, staleAfter: '2h',
    auth: {
      kind: 'login', path: o.login.path, body: { [o.login.userField]: o.user, [o.login.passwordField]: o.password }, tokenAt: o.login.tokenAt, lifetime: '50m',
      ...(o.login.scope ? { scope: o.login.scope } : {}),
    },
    transport: { callsPerSecond: o.callsPerSecond, readTimeout: '30s' },
    streams: [...taskStreams(o), ...feedbackStreams(o)],
  }),
};
