export interface Simulators { igate: { url: string; clientId: string; clientSecret: string }; tandan: { url: string; user: string; password: string }; firstDay: string; close(): Promise<void> }
export function startSimulators(_options: { seed: number; dossiers: number; months: number; now: () => number; start: number; ports: { igate: number; tandan: number }; speed: number }): Promise<Simulators> {
  throw new Error('not there yet');
}
