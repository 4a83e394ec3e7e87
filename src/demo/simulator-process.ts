/** The simulated systems in a process of their own, as real ones would be: the service's event loop is not theirs. */
import { projectRoot } from '../platform/root';
import { startSimulators } from '../../simulator/start';

const [seed, dossiers, start, igate, tandan] = process.argv.slice(2).map(Number) as [number, number, number, number, number];
// A terminal's Ctrl-C reaches the whole group; the parent decides when this process ends.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
startSimulators({ seed, dossiers, months: 14, start, root: projectRoot(), ports: { igate, tandan } }).then(
  (s) => process.send?.({ igate: { url: s.igate.url, clientId: s.igate.clientId, clientSecret: s.igate.clientSecret }, tandan: { url: s.tandan.url, user: s.tandan.user, password: s.tandan.password }, firstDay: s.firstDay }),
  (error: unknown) => { process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`); process.exit(1); },
);
