export * from './dossier';
export * from './measure';
export * from './period';
export * from './statistic';
export * from './time';
export * from './unit';
