export { type Environment } from './environment';
export { jsonSchema } from './json-schema';
export { loadDeclared } from './load';
export { formatProblem, type Problem } from './problem';
