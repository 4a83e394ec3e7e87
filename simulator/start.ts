/** Starts the simulated systems of a province on 127.0.0.1. */
import { startCmon } from './cmon';
import { EXCHANGE_SYSTEMS, startExchange, type Exchange, type ExchangeOptions } from './exchange';
import { createDistortions, heldProvince, realProvince, type Correction, type Distortion, type Distortions } from './distortions';
import { createFaults, type Dial, type Faults } from './faults';
import { IGATE_CLIENT, startIgate } from './igate';
import { LGSP_CLIENT, startLgsp } from './lgsp';
import { OPENCPS_GROUP, startOpencps } from './opencps';
import { PORTAL, startPortal } from './portal';
import { createProvince, type Province } from './province';
import { startTandan, TANDAN_USER, type TandanServer } from './tandan';
import { startTruth, tellTruth, type Truth, type World } from './truth';

export const SIMULATED_SYSTEMS = ['igate', 'tandan', 'cmon', 'opencps', 'lgsp', 'portal', ...EXCHANGE_SYSTEMS] as const;
export type SimulatedSystem = (typeof SIMULATED_SYSTEMS)[number];
export interface SimulatorOptions {
  seed: number; dossiers: number; months: number;
  /** First local day, instead of `months` before the start; before 2025-07-01 the units are those of then. */
  firstDay?: string;
  /** Milliseconds: the moment from which the past is counted back and new dossiers arrive. */
  start: number;
  now?: () => number;
  /** Folder of the project, for units and calendar. */
  root: string;
  /** `simulator`: the simulator's own address. */
  ports?: Partial<Record<SimulatedSystem | 'simulator', number>>;
  perHour?: number; officeHours?: boolean;
  /** All dials at the start. */
  faults?: Dial;
  /** Switched on at the start, and from when on those that begin one day strike (default: the start). */
  distortions?: readonly Distortion[]; distortedSince?: number;
  /** Corrections of past months that were ordered in an earlier run. */
  corrections?: readonly Correction[];
  /** Sizes of what surrounds the dossiers. */
  exchange?: Omit<ExchangeOptions, 'seed' | 'ports' | 'distortions'>;
}
export interface Simulators {
  /** What has happened; what the one-stop systems hold of it. */
  province: Province; held: Province; firstDay: string;
  distortions: Distortions; faults: Record<SimulatedSystem, Faults>;
  /** Everything up to now, and where it is answered over HTTP (GET /truth, /distortions, /faults). */
  truth(): Truth; url: string;
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
  const plain = createProvince(options);
  const distortions = createDistortions(plain, options.distortions ?? [], options.distortedSince ?? options.start, options.corrections);
  const province = realProvince(plain, distortions);
  const held = heldProvince(province, distortions);
  const dial = (n: number) => createFaults(options.seed + n);
  const faults = { igate: dial(0), tandan: dial(1), cmon: dial(2), opencps: dial(3), lgsp: dial(4), portal: dial(5) };
  const igate = await startIgate(held, faults.igate, now, options.ports?.igate);
  const tandan = await startTandan(held, distortions, faults.tandan, now, options.ports?.tandan);
  const cmon = await startCmon(held, faults.cmon, now, options.ports?.cmon);
  const opencps = await startOpencps(held, faults.opencps, now, options.ports?.opencps);
  const lgsp = await startLgsp(province, faults.lgsp, now, options.ports?.lgsp);
  const portal = await startPortal(province, distortions, faults.portal, now, options.ports?.portal);
  const exchange = await startExchange(province, now, { seed: options.seed, ports: options.ports, distortions, ...(options.exchange ?? { documentsPerDay: 400, tasks: 300, feedback: 900 }) });
  const all = { ...faults, ...exchange.faults };
  if (options.faults) for (const one of Object.values(all)) one.set(options.faults);
  const world: World = { province, held, distortions, axis: exchange.axis, matters: exchange.matters, now };
  const own = await startTruth(world, all, options.ports?.simulator);
  return {
    province, held, exchange, distortions, faults: all, truth: () => tellTruth(world), url: own.url, firstDay: province.firstDay,
    igate: { url: igate.url, clientId: IGATE_CLIENT.id, clientSecret: IGATE_CLIENT.secret, faults: faults.igate, expireTokens: () => igate.expireTokens() },
    tandan: { url: tandan.url, ...TANDAN_USER, faults: faults.tandan, server: tandan },
    cmon: { url: cmon.url, faults: faults.cmon },
    opencps: { url: `${opencps.url}/o/rest/v2`, ...OPENCPS_GROUP, faults: faults.opencps },
    lgsp: { url: lgsp.url, clientId: LGSP_CLIENT.id, clientSecret: LGSP_CLIENT.secret, faults: faults.lgsp },
    portal: { url: portal.url, ...PORTAL, faults: faults.portal, endSessions: () => portal.endSessions() },
    close: async () => { for (const server of [igate, tandan, cmon, opencps, lgsp, portal, exchange, own]) await server.close(); },
  };
}
