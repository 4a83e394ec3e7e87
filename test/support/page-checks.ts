/**
 * What a page of the wall must keep, told as a list of faults: nothing beyond its tile or the screen, no cut text, type that is readable from five
 * metres, no words of the other language, contrast AA (4.5 : 1, large type 3 : 1), names of controls and drawings, order of headings. Runs inside the browser.
 */
import type { Page } from 'playwright-core';
import { VIETNAMESE } from './vietnamese-texts';

const ENGLISH = '\\\\b(state|fresh|stale|failing|never|source|dossiers?|value|total|null|undefined|NaN|error|live|unknown|true|false|month|department|commune|missed|reached|unavailable|hits|score|period|unit|records?)\\\\b';

/** `names`: what stays Vietnamese on an English page. */
export const checkPage = (page: Page, language: 'vi' | 'en' = 'vi', names: readonly string[] = []): Promise<string[]> => page.evaluate(`(() => {
  const faults = [];
  const phone = document.body.classList.contains('phone');
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const shown = (e) => !e.closest('.unseen, [hidden], title, defs') && e.getClientRects().length > 0;
  const say = (what, e) => faults.push(what + ': ' + (e.closest('.tile')?.dataset.testid ?? 'page') + ' <' + (e.className.baseVal ?? e.className) + '> ' + e.textContent.trim().slice(0, 50));
  if (document.documentElement.scrollWidth > innerWidth) faults.push('page wider than the screen: ' + document.documentElement.scrollWidth);
  if (!phone && document.documentElement.scrollHeight > innerHeight) faults.push('page higher than the screen: ' + document.documentElement.scrollHeight);
  for (const tile of document.querySelectorAll('.tile')) {
    const t = tile.getBoundingClientRect();
    if (t.right > innerWidth + 1 || (!phone && t.bottom > innerHeight + 1)) say('tile beyond the screen', tile);
    const body = tile.querySelector('.body');
    if (!phone && body.scrollHeight > body.clientHeight + 2) say('content higher than its tile by ' + (body.scrollHeight - body.clientHeight), body);
    for (const e of tile.querySelectorAll('*')) {
      if (e instanceof SVGElement || !shown(e)) continue;
      const b = e.getBoundingClientRect();
      if (!(phone && e.closest('[data-kind="table"] .body')) && (b.right > t.right + 1 || b.left < t.left - 1 || b.bottom > t.bottom + 1 || b.top < t.top - 1)) say('beyond its tile', e);
    }
  }
  const luminance = ([r, g, b]) => [r, g, b].map((c) => { const s = c / 255; return s <= .03928 ? s / 12.92 : ((s + .055) / 1.055) ** 2.4; }).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (e) => { for (let n = e; n; n = n.parentElement) { const c = rgb(getComputedStyle(n).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const texts = [...document.querySelectorAll('body *')].filter((e) => !(e instanceof SVGElement) && shown(e) && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) && !['SCRIPT', 'NOSCRIPT', 'STYLE'].includes(e.tagName));
  for (const e of texts) {
    const style = getComputedStyle(e);
    const size = parseFloat(style.fontSize);
    if (!phone && size < rem * 1.37) say('type of ' + (size / rem).toFixed(2) + ' rem', e);
    if (e.scrollWidth > e.clientWidth + 2 && style.overflowX !== 'visible' && style.display !== 'inline' && !e.closest('[data-kind="table"] .body')) say('cut text', e);
    const [a, b] = [luminance(rgb(style.color)), luminance(ground(e))].sort((x, y) => y - x);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if ((a + .05) / (b + .05) < (large ? 3 : 4.5)) say('contrast ' + ((a + .05) / (b + .05)).toFixed(2), e);
  }
  // The name of a stream stands alone in its cell: it is what operators type.
  const words = ${JSON.stringify(names)}.reduce((text, name) => text.replaceAll(name, '…'), document.body.innerText.replace(/(^|[\\t\\n])dossiers(?=[\\t\\n]|$)/g, '$1'));
  const foreign = new RegExp('${language === 'vi' ? ENGLISH : VIETNAMESE.source}', '${language === 'vi' ? '' : 'i'}').exec(words);
  if (foreign) faults.push('other language: ' + foreign[0] + ' in ' + words.slice(Math.max(0, foreign.index - 40), foreign.index + 40));
  for (const e of document.querySelectorAll('button, a[href], [role="img"], [role="meter"], nav')) if (shown(e) && !(e.getAttribute('aria-label') || e.textContent.trim())) say('without a name', e);
  for (const e of document.querySelectorAll('article')) if (!document.getElementById(e.getAttribute('aria-labelledby'))) say('tile without a heading', e);
  for (const e of document.querySelectorAll('th')) if (!e.scope) say('header cell without scope', e);
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map((h) => Number(h.tagName[1]));
  if (levels[0] !== 1 || levels.some((level, i) => i > 0 && level > levels[i - 1] + 1)) faults.push('order of headings: ' + levels.join(''));
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  if (!phone && new Set(ids).size !== ids.length) faults.push('ids twice: ' + ids.filter((id, i) => ids.indexOf(id) !== i).join(' '));
  if (document.documentElement.lang !== '${language}' || document.querySelectorAll('main').length !== 1 || !document.querySelector('[aria-live]')) faults.push('lang, main or live region');
  return faults;
})()`);
