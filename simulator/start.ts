/** Starts the simulated systems of a province on 127.0.0.1. */
import { startExchange, type Exchange } from './exchange';
import { createFaults, type Faults } from './faults';
import { IGATE_CLIENT, startIgate } from './igate';
import { createProvince, type Province } from './province';
import { startTandan, TANDAN_USER, type TandanServer } from './tandan';

export interface SimulatorOptions {
  seed: number; dossiers: number; months: number;
  /** Milliseconds: the moment from which the past is counted back and new dossiers arrive. */
  start: number;
  now?: () => number;
  /** Folder of the project, for units and calendar. */
  root: string;
  ports?: { igate?: number; tandan?: number };
  perHour?: number;
  /** Sizes of what surrounds the dossiers. */
  exchange?: { documentsPerDay: number; tasks: number; feedback: number };
}
export interface Simulators {
  province: Province; firstDay: string;
  igate: { url: string; clientId: string; clientSecret: string; faults: Faults; expireTokens(): void };
  tandan: { url: string; user: string; password: string; faults: Faults; server: TandanServer };
  exchange: Exchange;
  close(): Promise<void>;
}

export async function startSimulators(options: SimulatorOptions): Promise<Simulators> {
  const now = options.now ?? (() => Date.now());
  const province = createProvince(options);
  const faults = { igate: createFaults(options.seed), tandan: createFaults(options.seed + 1) };
  const igate = await startIgate(province, faults.igate, now, options.ports?.igate);
  const tandan = await startTandan(province, faults.tandan, now, options.ports?.tandan);
  const exchange = await startExchange(province, now, { seed: options.seed, ...(options.exchange ?? { documentsPerDay: 400, tasks: 300, feedback: 900 }) });
  return {
    province, exchange, firstDay: province.firstDay,
    igate: { url: igate.url, clientId: IGATE_CLIENT.id, clientSecret: IGATE_CLIENT.secret, faults: faults.igate, expireTokens: () => igate.expireTokens() },
    tandan: { url: tandan.url, ...TANDAN_USER, faults: faults.tandan, server: tandan },
    close: async () => { await igate.close(); await tandan.close(); await exchange.close(); },
  };
}
