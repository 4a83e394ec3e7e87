export * from './dossier';
export * from './item';
export * from './measure';
export * from './period';
export * from './procedure';
export * from './statistic';
export * from './time';
export * from './unit';
