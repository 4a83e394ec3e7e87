/** Starts the simulated systems of a province on 127.0.0.1. */
import { startCmon } from './cmon';
import { startExchange, type Exchange } from './exchange';
import { createFaults, type Faults } from './faults';
import { IGATE_CLIENT, startIgate } from './igate';
import { LGSP_CLIENT, startLgsp } from './lgsp';
import { OPENCPS_GROUP, startOpencps } from './opencps';
import { PORTAL, startPortal } from './portal';
import { createProvince, type Province } from './province';
import { startTandan, TANDAN_USER, type TandanServer } from './tandan';

export interface SimulatorOptions {
  seed: number; dossiers: number; months: number;
  /** Milliseconds: the moment from which the past is counted back and new dossiers arrive. */
  start: number;
  now?: () => number;
  /** Folder of the project, for units and calendar. */
  root: string;
  ports?: { igate?: number; tandan?: number; cmon?: number; opencps?: number; lgsp?: number; portal?: number };
  perHour?: number;
  /** Sizes of what surrounds the dossiers. */
  exchange?: { documentsPerDay: number; tasks: number; feedback: number };
}
export interface Simulators {
  province: Province; firstDay: string;
  igate: { url: string; clientId: string; clientSecret: string; faults: Faults; expireTokens(): void };
  tandan: { url: string; user: string; password: string; faults: Faults; server: TandanServer };
  cmon: { url: string; faults: Faults };
  opencps: { url: string; groupId: string; token: string; faults: Faults };
  lgsp: { url: string; clientId: string; clientSecret: string; faults: Faults };
  portal: { url: string; faults: Faults; endSessions(): void } & typeof PORTAL;
  exchange: Exchange;
  close(): Promise<void>;
}

export async function startSimulators(options: SimulatorOptions): Promise<Simulators> {
  const now = options.now ?? (() => Date.now());
  const province = createProvince(options);
  const dial = (n: number) => createFaults(options.seed + n);
  const faults = { igate: dial(0), tandan: dial(1), cmon: dial(2), opencps: dial(3), lgsp: dial(4), portal: dial(5) };
  const igate = await startIgate(province, faults.igate, now, options.ports?.igate);
  const tandan = await startTandan(province, faults.tandan, now, options.ports?.tandan);
  const cmon = await startCmon(province, faults.cmon, now, options.ports?.cmon);
  const opencps = await startOpencps(province, faults.opencps, now, options.ports?.opencps);
  const lgsp = await startLgsp(province, faults.lgsp, now, options.ports?.lgsp);
  const portal = await startPortal(province, faults.portal, now, options.ports?.portal);
  const exchange = await startExchange(province, now, { seed: options.seed, ...(options.exchange ?? { documentsPerDay: 400, tasks: 300, feedback: 900 }) });
  return {
    province, exchange, firstDay: province.firstDay,
    igate: { url: igate.url, clientId: IGATE_CLIENT.id, clientSecret: IGATE_CLIENT.secret, faults: faults.igate, expireTokens: () => igate.expireTokens() },
    tandan: { url: tandan.url, ...TANDAN_USER, faults: faults.tandan, server: tandan },
    cmon: { url: cmon.url, faults: faults.cmon },
    opencps: { url: `${opencps.url}/o/rest/v2`, ...OPENCPS_GROUP, faults: faults.opencps },
    lgsp: { url: lgsp.url, clientId: LGSP_CLIENT.id, clientSecret: LGSP_CLIENT.secret, faults: faults.lgsp },
    portal: { url: portal.url, ...PORTAL, faults: faults.portal, endSessions: () => portal.endSessions() },
    close: async () => { for (const server of [igate, tandan, cmon, opencps, lgsp, portal, exchange]) await server.close(); },
  };
}
