/** The simulated systems in a process of their own, as real ones would be: the service's event loop is not theirs. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../platform/root';
import { writePortalIndex } from '../../simulator/portal-index';
import { writeRegisters } from '../../simulator/registers';
import { SIMULATED_SYSTEMS, startSimulators, type SimulatedSystem } from '../../simulator/start';
import { localDay } from '../vocabulary';
import type { DemoState, SimulatorFacts } from '.';

const state = JSON.parse(process.argv[2]!) as DemoState & { faults?: 'none' | 'some' | 'many' };
// A terminal's Ctrl-C reaches the whole group; the parent decides when this process ends.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));

async function start(): Promise<SimulatorFacts> {
  const { seed, dossiers, ports, faults, firstDay, corrections } = state;
  const s = await startSimulators({
    seed, dossiers, months: 14, firstDay, corrections, start: Date.parse(state.startedAt), root: projectRoot(), ports, faults,
    exchange: { documentsPerDay: Math.ceil(dossiers / 2000), tasks: Math.ceil(dossiers / 60), feedback: Math.ceil(dossiers / 30), separateAxes: true },
  });
  const { exchange, portal } = s;
  const one = exchange.langson.keyOf('H17.01');
  const urls: Record<SimulatedSystem, string> = { igate: s.igate.url, tandan: s.tandan.url, cmon: s.cmon.url, opencps: s.opencps.url, lgsp: s.lgsp.url, portal: portal.url, ...exchange.urls };
  const folder = join(projectRoot(), '.data/registers');
  mkdirSync(folder, { recursive: true });
  return {
    url: s.url, portalIndex: writePortalIndex(s.province, s.distortions, Date.parse(state.startedAt), join(folder, 'chi-so-766.json')),
    registers: await writeRegisters(s.province, seed, Date.parse(state.startedAt), folder),
    units: s.province.units.map(({ code }) => code),
    env: {
      ...Object.fromEntries(SIMULATED_SYSTEMS.map((name) => [`DEMO_${name.toUpperCase()}_URL`, urls[name]])), DEMO_START: s.firstDay, DEMO_EXCHANGE_START: localDay(s.province.surroundedFrom * 1000),
      DEMO_IGATE_CLIENT: s.igate.clientId, DEMO_IGATE_SECRET: s.igate.clientSecret, DEMO_TANDAN_USER: s.tandan.user, DEMO_TANDAN_PASSWORD: s.tandan.password,
      DEMO_OPENCPS_GROUP: s.opencps.groupId, DEMO_OPENCPS_TOKEN: s.opencps.token, DEMO_LGSP_CLIENT: s.lgsp.clientId, DEMO_LGSP_SECRET: s.lgsp.clientSecret,
      DEMO_PORTAL_PROVINCE: portal.provinceId, DEMO_PORTAL_USER: portal.user, DEMO_PORTAL_PASSWORD: portal.password, DEMO_PORTAL_HEADER: portal.destination.header, DEMO_PORTAL_DESTINATION: portal.destination.value,
      DEMO_VXP_SYSTEM: exchange.keys.vxp.systemId, DEMO_VXP_SECRET: exchange.keys.vxp.secret, DEMO_LANGSON_SYSTEM: one.systemId, DEMO_LANGSON_SECRET: one.secretKey,
      DEMO_XROAD_CLIENT: exchange.keys.xroad.client, DEMO_XROAD_SERVICE: exchange.keys.xroad.service, DEMO_CCVC_USER: exchange.keys.ccvc.user, DEMO_CCVC_PASSWORD: exchange.keys.ccvc.password,
      DEMO_PAYMENT_KEY: exchange.keys.payment, DEMO_VNPOST_TOKEN: exchange.keys.vnpost,
    },
  };
}

start().then((facts) => process.send?.(facts), (error: unknown) => { process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`); process.exit(1); });
