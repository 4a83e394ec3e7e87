export { type Environment } from './environment';
export { jsonSchema } from './json-schema';
export { loadDeclared, loadYaml } from './load';
export { formatProblem, type Problem } from './problem';
