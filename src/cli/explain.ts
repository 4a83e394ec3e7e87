/** `compute --explain`: the text of compute/explain-unit.ts. */
import type { Explained } from '../compute/editions/explain-unit';

/** Indented text: a line a step, a blank line between figures. */
export const explainedText = (explained: readonly Explained[]): string => explained.map(({ steps }) => steps.map((s, i) => (i === 0 ? s.text : `  ${s.label}: ${s.text}`)).join('\n')).join('\n\n');
