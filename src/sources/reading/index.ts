export * from './checks';
export * from './dates';
export * from './mapping';
export * from './path';
export * from './rules';
export * from './sieve';
export * from './template';
