/** Points proposed for a criterion from a fact: exact, half-up to 2 decimals; or no points, because. Never more than the maximum, never a guess. */
import type { LocalDay, ParEmpty, ParFact } from '../../vocabulary';
import { vietnameseDay } from '../../vocabulary';
import { roundHalfUp } from '../scoring';
import { compare, exact, minus, over, plus, quantity, shown, shownPercent, times, whole, type Fraction } from './fraction';
import { beyondShares, countsThings, type Mechanism, type Tier } from './mechanism';

export interface Question {
  mechanism: Mechanism;
  /** Maximum points of the criterion. */
  max: Fraction;
  empty: ParEmpty;
  /** Year assessed, and the day the question is asked. */
  year: number;
  today: LocalDay;
}
/** `explanation` (Vietnamese) says how the points came about, or why there are none. */
export interface Proposal { points: number | null; explanation: string }

export function propose({ mechanism, max, empty, year, today }: Question, fact: ParFact): Proposal {
  const unknown = (explanation: string): Proposal => ({ points: null, explanation });
  const give = (points: Fraction, explanation: string): Proposal => {
    if (points.num < 0n || compare(points, max) > 0) return unknown(`${explanation} cho ${shown(points)} điểm, ngoài 0–${shown(max)}: kiểm tra số liệu nguồn.`);
    return { points: roundHalfUp(points, 2), explanation: `${explanation} → ${shown(points, 2, true)} / ${shown(max)} điểm` };
  };

  if (mechanism.kind === 'manual') return unknown('Tiêu chí do người chấm, không tính từ số liệu.');
  if (mechanism.kind === 'yesNo') return fact.kind !== 'answer' ? wrongFact('có hoặc không') : give(fact.yes ? max : whole(0), fact.yes ? 'Có' : 'Không');
  if (mechanism.kind === 'deadline') {
    if (fact.kind !== 'day') return wrongFact('ngày hoàn thành');
    const due = `${year + mechanism.yearsAfter}-${mechanism.monthDay}`;
    if (fact.doneOn && fact.doneOn > today) return unknown(`Ngày hoàn thành ${vietnameseDay(fact.doneOn)} còn ở tương lai: kiểm tra số liệu nhập.`);
    if (fact.doneOn) return give(fact.doneOn <= due ? max : whole(0), `Hoàn thành ${vietnameseDay(fact.doneOn)}, hạn ${vietnameseDay(due)}`);
    return today > due ? give(whole(0), `Chưa hoàn thành, hạn ${vietnameseDay(due)} đã qua`) : unknown(`Chưa hoàn thành, chưa đến hạn ${vietnameseDay(due)}.`);
  }
  if (mechanism.kind === 'growth') return growth(mechanism, fact);
  if (mechanism.kind === 'survey') {
    const mean = fact.kind === 'number' ? exact(fact.value) : null;
    if (!mean) return wrongFact('điểm trung bình khảo sát');
    if (mean.num < 0n || compare(mean, mechanism.scaleMax) > 0) return unknown(`Điểm trung bình ${shown(mean)} nằm ngoài thang 0–${shown(mechanism.scaleMax)}: kiểm tra kết quả khảo sát.`);
    return give(times(max, over(mean, mechanism.scaleMax)), `${shown(mean, 4)} ÷ ${shown(mechanism.scaleMax)} × ${shown(max)}`);
  }

  const counted = countsThings(mechanism);
  const measured = ratioOf(fact, counted);
  if (measured === null) return wrongFact('tỷ lệ hoặc tử số / mẫu số');
  if (fact.kind === 'ratio' && beyondShares(mechanism)) return unknown('Ngưỡng của tiêu chí viết không có dấu %, còn số liệu là tỷ lệ: sửa ngưỡng trong bảng điểm, như 95 % thay cho 95.');
  if (measured === 'empty') return empty === 'null' ? unknown('Không phát sinh: mẫu số bằng 0.') : give(empty === 'full' ? max : whole(0), `Không phát sinh, theo quy tắc của tiêu chí ${empty === 'full' ? 'được trọn điểm' : 'tính 0'}`);
  const { ratio, text } = measured;
  const size = counted ? plain : shownPercent;
  switch (mechanism.kind) {
    case 'linear': return compare(ratio, whole(1)) > 0 ? unknown(`${text} vượt 100 %: kiểm tra số liệu nguồn; nếu được phép vượt, bảng điểm phải ghi cap 100 %.`) : give(times(max, ratio), text);
    case 'cap': return give(capped(ratio, mechanism.fullAt, max), `${text}, đủ điểm từ ${size(mechanism.fullAt)}`);
    case 'thresholdLinear': {
      const rule = `${text}, 0 điểm dưới ${size(mechanism.floor)}, đủ điểm từ ${size(mechanism.full)}`;
      if (compare(ratio, mechanism.floor) < 0) return give(whole(0), rule);
      if (compare(ratio, mechanism.full) >= 0) return give(max, rule);
      return give(plus(mechanism.atFloor, times(minus(max, mechanism.atFloor), over(minus(ratio, mechanism.floor), minus(mechanism.full, mechanism.floor)))), rule);
    }
    case 'tier': return tiered(mechanism.tiers, ratio, text, size);
  }

  function tiered(tiers: readonly Tier[], value: Fraction, text: string, size: (bound: Fraction) => string): Proposal {
    const tier = tiers.findLast(({ bound }) => !bound || compare(value, bound.value) > (bound.sign === '>' ? 0 : -1))!;
    const rule = tier.bound ? `, bậc ${tier.bound.sign === '>' ? 'trên' : 'từ'} ${size(tier.bound.value)}` : ', bậc thấp nhất';
    return give(tier.points === 'linear' ? times(max, value) : tier.points, text + rule);
  }

  function growth(rule: Extract<Mechanism, { kind: 'growth' }>, given: ParFact): Proposal {
    const baseYear = rule.base === 'previous' ? year - 1 : rule.base;
    if (baseYear >= year) return unknown(`Năm gốc ${baseYear} không đứng trước năm đánh giá ${year}.`);
    const value = given.kind === 'number' ? quantity(given.value) : null;
    if (!value) return wrongFact(`giá trị năm ${year} và giá trị gốc năm ${baseYear}`);
    const base = given.kind === 'number' && given.base ? quantity(given.base) : null;
    if (!base) return unknown(`Chưa có giá trị gốc năm ${baseYear} để so sánh.`);
    if (rule.change === 'ratio' && base.num <= 0n) return unknown(`Giá trị gốc năm ${baseYear} bằng ${shown(base)}: không tính được tỷ lệ tăng.`);
    const change = rule.change === 'ratio' ? over(minus(value, base), base) : minus(value, base);
    const text = `Từ ${shown(base, 4)} (${baseYear}) đến ${shown(value, 4)} (${year}), thay đổi ${rule.change === 'ratio' ? shownPercent(change) : shown(change, 4)}`;
    if (!rule.grade) return give(change.num > 0n ? max : whole(0), text);
    if (rule.grade.kind === 'tier') return tiered(rule.grade.tiers, change, text, rule.change === 'ratio' ? shownPercent : plain);
    return give(change.num <= 0n ? whole(0) : capped(change, rule.grade.fullAt, max), text);
  }

  function wrongFact(wanted: string): Proposal {
    return unknown(`Chưa có số liệu dùng được: cần ${wanted}.`);
  }
}

function capped(ratio: Fraction, fullAt: Fraction, max: Fraction): Fraction {
  return compare(ratio, fullAt) >= 0 ? max : times(max, over(ratio, fullAt));
}

const plain = (value: Fraction): string => shown(value, 4);

/** Ratio (or number of things, `counted`) and its text; 'empty' = nothing to measure; null = not a ratio. */
function ratioOf(fact: ParFact, counted: boolean): { ratio: Fraction; text: string } | 'empty' | null {
  if (fact.kind === 'number') {
    const ratio = exact(fact.value);
    return ratio && ratio.num >= 0n ? { ratio, text: counted ? plain(ratio) : shownPercent(ratio) } : null;
  }
  if (fact.kind !== 'ratio') return null;
  const [hits, total] = [exact(fact.hits), exact(fact.total)];
  if (!hits || !total || hits.num < 0n || total.num < 0n) return null;
  if (total.num === 0n) return hits.num === 0n ? 'empty' : null;
  const ratio = over(hits, total);
  return { ratio, text: `${shown(hits)} / ${shown(total)} = ${shownPercent(ratio)}` };
}
