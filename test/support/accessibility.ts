/** WCAG 2.1 A and AA on a page that is open, by the engine of IBM Equal Access. It is put into the page as text and asks nothing of the network. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const ENGINE = readFileSync(require.resolve('accessibility-checker-engine/ace.js'), 'utf8');

/** What the engine cannot decide by itself and asks a person, with the answer for pages of ours. Whatever else it asks is a fault. */
const ANSWERED: Readonly<Record<string, string>> = {
  style_color_misuse: 'asked of every style sheet; each colour of ours goes with a shape and a word',
  style_focus_visible: 'asked of every border; the outline of what has the focus is looked at by itself',
  text_block_heading: 'a number in large type is the figure of its tile, not a heading',
  text_quoted_correctly: 'names stand between quotation marks',
  heading_markup_misuse: 'the line at the top names whose figures these are',
};

interface Found { ruleId: string; value: [string, string]; message: string; path: { dom: string }; snippet: string }

/** Faults in words, empty when there are none. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(`'ace' in globalThis`))) await page.evaluate(`${ENGINE}; globalThis.ace = ace; undefined`);
  const found = await page.evaluate<Found[]>(`new ace.Checker().check(document, ['WCAG_2_1']).then(({ results }) => results.filter(({ value }) => value[1] === 'FAIL' || value[1] === 'POTENTIAL').map(({ ruleId, value, message, path, snippet }) => ({ ruleId, value, message, path, snippet })))`);
  return found.filter(({ ruleId, value }) => value[1] === 'FAIL' || !(ruleId in ANSWERED)).map(({ ruleId, message, path, snippet }) => `${ruleId}: ${message} ${path.dom} ${snippet.slice(0, 120)}`);
}
