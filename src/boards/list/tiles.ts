/** Shapes that boards repeat. */
import type { Tile } from '../board';

export const value = (indicator: string, width = 4): Tile => ({ kind: 'value', id: indicator, indicator, width, height: 5 });
export const trend = (indicator: string, width = 12): Tile => ({ kind: 'timeseries', id: `${indicator}-trend`, indicator, width, height: 8 });
export const worst = (indicator: string, width = 12): Tile => ({ kind: 'ranking', id: `${indicator}-worst`, indicator, order: 'worst', width, height: 11 });
/** First on every board: what is old must not be read as new. */
export const freshness: Tile = {
  kind: 'status', id: 'freshness', title: 'Số liệu đến lúc nào', description: 'Các nguồn nuôi bảng này: trạng thái và thời điểm đã nạp đến. Nguồn CŨ nghĩa là số liệu bên dưới không còn mới.', query: 'sources', width: 20, height: 5, wall: false,
};
export const asOf: Tile = { kind: 'number', id: 'as-of', title: 'Số liệu đến', description: 'Thời điểm số liệu của ấn bản đang hiển thị.', query: 'edition', width: 4, height: 5 };
/** On the wall the head of the page says it. */
export const trust = { title: 'Độ mới của số liệu', tiles: [{ ...asOf, wall: false }, freshness] } as const;
/** Where the axis of time begins: the 24 periods that a trend shows. */
export const TWO_YEARS = { from: 'now-2y', to: 'now' } as const;
