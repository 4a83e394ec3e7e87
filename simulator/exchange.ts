/** Starts the systems around the dossiers: document axes, the officials' app, payment and post, each with a fault dial of its own. */
import { createAxis, type Axis } from './axis';
import { startBkav, startLangson, startVxp, startXroad, VXP_KEYS, XROAD_CLIENT, XROAD_SERVICE, type LangsonServer } from './axis-systems';
import { CCVC_USER, createMatters, startCcvc, type Matters } from './ccvc';
import type { Distortions } from './distortions';
import { createFaults, type Faults } from './faults';
import { PAYMENT_KEY, startPayment, startVnpost, VNPOST_TOKEN } from './feeds';
import type { Province } from './province';
import type { RunningServer } from './server';

export const EXCHANGE_SYSTEMS = ['vxp', 'langson', 'bkav', 'xroad', 'ccvc', 'payment', 'vnpost'] as const;
export type ExchangeSystem = (typeof EXCHANGE_SYSTEMS)[number];
export interface Exchange {
  axis: Axis; matters: Matters; langson: LangsonServer; urls: Record<ExchangeSystem, string>; faults: Record<ExchangeSystem, Faults>;
  /** What a reader must know to sign in. */
  keys: { vxp: typeof VXP_KEYS; xroad: { client: string; service: string }; ccvc: typeof CCVC_USER; payment: string; vnpost: string };
  close(): Promise<void>;
}
export interface ExchangeOptions {
  seed: number; documentsPerDay: number; tasks: number; feedback: number; ports?: Partial<Record<ExchangeSystem, number>>;
  /** A document goes over one axis only: `langson` and `xroad` carry an eighth each of their own. Otherwise all show the same documents. */
  separateAxes?: boolean;
  distortions?: Distortions;
}

export async function startExchange(province: Province, now: () => number, options: ExchangeOptions): Promise<Exchange> {
  const { seed, ports = {} } = options;
  const axis = createAxis(province, { seed, perDay: options.documentsPerDay });
  const another = (n: number): Axis => (options.separateAxes ? createAxis(province, { seed: seed + n, perDay: Math.ceil(options.documentsPerDay / 8) }) : axis);
  const matters = createMatters(province, seed, options);
  const faults = Object.fromEntries(EXCHANGE_SYSTEMS.map((name, i) => [name, createFaults(seed + 10 + i)])) as Record<ExchangeSystem, Faults>;
  const langson = await startLangson(another(1), faults.langson, now, ports.langson);
  const servers: Record<ExchangeSystem, RunningServer> = {
    vxp: await startVxp(axis, faults.vxp, now, ports.vxp), langson, bkav: await startBkav(axis, faults.bkav, now, ports.bkav, options.distortions), xroad: await startXroad(another(2), faults.xroad, now, ports.xroad),
    ccvc: await startCcvc(matters, axis, faults.ccvc, now, ports.ccvc), payment: await startPayment(province, faults.payment, now, ports.payment), vnpost: await startVnpost(province, faults.vnpost, now, ports.vnpost),
  };
  return {
    axis, matters, langson, faults, urls: Object.fromEntries(EXCHANGE_SYSTEMS.map((name) => [name, servers[name].url])) as Record<ExchangeSystem, string>,
    keys: { vxp: VXP_KEYS, xroad: { client: XROAD_CLIENT, service: XROAD_SERVICE }, ccvc: CCVC_USER, payment: PAYMENT_KEY, vnpost: VNPOST_TOKEN },
    close: async () => { for (const server of Object.values(servers)) await server.close(); },
  };
}
