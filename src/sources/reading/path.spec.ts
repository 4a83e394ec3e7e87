import { compilePath, pointerOf, UnreadableValue } from './path';

it.each([
  ['$', { a: 1 }, { a: 1 }], ['a.b', { a: { b: 0 } }, 0], ['a.1.b', { a: [{}, { b: 2 }] }, 2], ['a.b.c', { a: null }, null], ['a.b', 'text', undefined],
  ['a|json.b', { a: '{"b":3}' }, 3], ['a|json', { a: '' }, undefined], [['a', 'b'], { a: null, b: false }, false], [['a', 'b'], {}, undefined],
])('%j of %j is %j', (path, value, expected) => expect(compilePath(path)(value)).toEqual(expected));
it('[mode 9] says that text is not JSON instead of calling it absent', () => expect(() => compilePath(['a|json.b', 'c'])({ a: '<html>', c: 1 })).toThrow(UnreadableValue));
it.each(['', 'a..b', 'a|xml', 'a.$', 'constructor', 'a.__proto__', 'a.length'])('refuses %p', (path) => expect(() => compilePath(path)).toThrow(RangeError));
it('escapes pointers', () => expect(pointerOf(['a/b.0.c~d|json', 'x'])).toBe('/a~1b/0/c~0d'));
