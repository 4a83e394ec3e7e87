/** A fact as people type it, by the mechanism that will use it: "có", 15/12/2026, 412/433, 95,2 %, 81,3. */
import { vietnameseDay, type ParFact } from '../../vocabulary';
import { readDay } from './check-set';
import { exact, readDecimal, shown, type Fraction } from './fraction';
import { beyondShares, countsThings, type Mechanism } from './mechanism';

/** Throws RangeError (Vietnamese) when the text does not fit. `base`: value of the base year, for growth. */
export function readFact(mechanism: Mechanism, text: string, base = ''): ParFact {
  switch (mechanism.kind) {
    case 'manual': throw new RangeError('tiêu chí này do người chấm, không nhận số liệu');
    case 'yesNo':
      if (!/^(có|không|yes|no|x)$/i.test(text)) throw new RangeError(`"${text}": viết có hoặc không`);
      return { kind: 'answer', yes: /^(có|yes|x)$/i.test(text) };
    case 'deadline': {
      const doneOn = /^chưa$/i.test(text) ? null : readDay(text);
      if (doneOn === null && !/^chưa$/i.test(text)) throw new RangeError(`"${text}": viết ngày hoàn thành như 15/12/2026, hoặc "chưa"`);
      return { kind: 'day', doneOn };
    }
    case 'survey': return { kind: 'number', value: number(text) };
    case 'growth': return { kind: 'number', value: number(text), base: base === '' ? null : number(base) };
    default: {
      const match = /^(\d+)\s*\/\s*(\d+)$/.exec(text);
      if ((match || text.includes('%')) && beyondShares(mechanism)) throw new RangeError(`"${text}": ngưỡng của tiêu chí này là số lượng hoặc điểm trên thang 100, không phải tỷ lệ; viết số như 95,2`);
      if (match) return { kind: 'ratio', hits: match[1]!, total: match[2]! };
      // 95,2 without its sign would be 9.520 %; a plain number is for counts.
      if (!text.includes('%') && !countsThings(mechanism)) throw new RangeError(`"${text}": viết tử số/mẫu số như 412/433, hoặc tỷ lệ có dấu như 95,2 %`);
      return { kind: 'number', value: number(text) };
    }
  }
}

function number(text: string): string {
  const value = readDecimal(text);
  if (!value) throw new RangeError(`"${text}" không phải số; viết 81,3 hoặc 95,2 %`);
  return machineText(value);
}

/** Exact decimal text: the denominators that readDecimal makes are powers of ten. */
function machineText({ num, den }: Fraction): string {
  const places = String(den).length - 1;
  const digits = String(num < 0n ? -num : num).padStart(places + 1, '0');
  return `${num < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}${places > 0 ? `.${digits.slice(-places)}` : ''}`;
}

/** A fact as people read it: 412/433, 95,2, có, 15/12/2026, chưa. */
export function shownFact(fact: ParFact): string {
  const text = (decimal: string) => decimal.split('/').map((part) => { const value = exact(part); return value ? shown(value, 4) : part; }).join('/');
  switch (fact.kind) {
    case 'ratio': return `${text(fact.hits)}/${text(fact.total)}`;
    case 'number': return text(fact.value) + (fact.base ? ` (gốc ${text(fact.base)})` : '');
    case 'answer': return fact.yes ? 'có' : 'không';
    case 'day': return fact.doneOn ? vietnameseDay(fact.doneOn) : 'chưa';
  }
}
