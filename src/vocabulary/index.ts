export * from './dossier';
export * from './edocument';
export * from './item';
export * from './measure';
export * from './period';
export * from './statistic';
export * from './time';
export * from './unit';
