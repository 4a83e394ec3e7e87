/** A source for benchmarks in a process of its own: pages of a set of rows, prebuilt so that serving costs next to nothing. */
import { createServer } from 'node:http';
import { wireRow } from './rows';

const PAGE = 1000;
const [from, count, base, changeEvery, prefix] = [...process.argv.slice(2, 6).map(Number), process.argv[6] ?? 'B'] as [number, number, number, number, string];
const pages: Buffer[] = [];
for (let start = 0; start < count; start += PAGE) {
  const rows = Array.from({ length: Math.min(PAGE, count - start) }, (_, k) => wireRow(from + start + k, base, prefix, changeEvery > 0 && (start + k) % changeEvery === 0 ? 3 : 0));
  pages.push(Buffer.from(JSON.stringify({ content: rows, number: pages.length, last: start + PAGE >= count })));
}
const server = createServer((request, response) => {
  const page = pages[Number(new URL(request.url ?? '/', 'http://x').searchParams.get('page') ?? 0)];
  response.writeHead(page ? 200 : 404, { 'content-type': 'application/json' }).end(page ?? '{}');
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port));
process.on('disconnect', () => process.exit(0));
