/** Random numbers that depend on nothing but their keys, so that any dossier can be made again at any time. */
export function hash(...keys: number[]): number {
  let h = 0x9e3779b9;
  for (const key of keys) {
    h = Math.imul(h ^ (key | 0), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13) ^ Math.floor(key / 4_294_967_296), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** A sequence of numbers in [0, 1) for a set of keys. */
export function sequence(...keys: number[]): () => number {
  let state = hash(...keys) || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
