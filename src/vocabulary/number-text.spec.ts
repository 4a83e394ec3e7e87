import { numberText, percentText } from './number-text';

test('half up in decimals, not in binary', () => {
  expect([1.005, -1.005, 2.675, 0.125, 18.4249].map((n) => numberText(n))).toEqual(['1,01', '-1,01', '2,68', '0,13', '18,42']);
  expect([numberText(521_000_000), numberText(1234.5, 2, 2), numberText(0.4999999, 0), numberText(null)]).toEqual(['521.000.000', '1.234,50', '0', '–']);
});

test('a share is never rounded into all or nothing', () => {
  // 201 of 20.000 is 1.005 %: 0.01005 × 100 is a little less in binary.
  expect([201 / 20_000, 27 / 31, 99_999 / 100_000, 1 / 100_000, 1, 0, null].map(percentText)).toEqual(['1,01 %', '87,10 %', '99,99 %', '< 0,01 %', '100,00 %', '0,00 %', '–']);
  // Every tie of a thousand: k + 0.5 ten-thousandths.
  for (let k = 0; k < 10_000; k += 7) expect(percentText((2 * k + 1) / 20_000)).toBe(k + 1 === 10_000 ? '99,99 %' : `${((k + 1) / 100).toFixed(2).replace('.', ',')} %`);
});
