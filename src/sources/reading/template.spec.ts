import { renderRequest } from './template';

const request = { method: 'POST' as const, path: '/u/{unit.id}/list', query: { page: '{page.number}', all: true, span: '{window.from}..{window.to}' }, headers: { 'X-Unit': '{unit.id}' }, body: { size: '{page.size}', in: [{ q: 'Q{quarter}' }], raw: '{"a":1}' } };
const vars = { unit: { id: 'a/b' }, page: { number: 0, size: 50, offset: 0 }, window: { from: '01', to: '02' }, quarter: 3 };

it('fills path, query, headers and body, keeping numbers', () => expect(renderRequest(request, vars)).toEqual({
  method: 'POST', path: '/u/a%2Fb/list', query: { page: 0, all: true, span: '01..02' }, headers: { 'X-Unit': 'a/b' }, body: { size: 50, in: [{ q: 'Q3' }], raw: '{"a":1}' },
}));
it.each(['{window.from}', '{monthh}', '{page}', '{constructor.name}'])('names %s, for which there is no value', (text) => expect(() => renderRequest({ ...request, path: text }, { page: vars.page, unit: vars.unit })).toThrow(text));
