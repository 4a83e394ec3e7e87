export { formatMoment } from './dates';
export { compilePath } from './path';
export { compileStream, type ReadContext, type Reader, type ReadResult } from './reader';
export { compileSieve } from './sieve';
export { deep, placeholdersOf, renderRequest, type RenderedRequest } from './template';
export { readNumber } from './rules';
