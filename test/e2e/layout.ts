/** What a script can see of a layout: text that is cut off or lies on other text, and the accessibility rules of axe. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Faults of the page as it stands: the page scrolls sideways, text is cut off without an ellipsis or a way to scroll,
 * two pieces of text lie on each other. Each as one readable line; none is the aim.
 */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth || document.body.scrollWidth > root.clientWidth)
      faults.push(`the page scrolls sideways: ${Math.max(root.scrollWidth, document.body.scrollWidth)} px`);

    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${(element.getAttribute('class') ?? '').replaceAll(' ', '.')}`;
    const pieces: { box: DOMRect; text: string; element: Element; over: Element | null }[] = [];
    const range = document.createRange();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (text === '' || !element || element.closest('script, style, noscript, .unseen, [hidden]')) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      range.selectNodeContents(node);
      for (const whole of range.getClientRects()) {
        if (whole.width < 1 || whole.height < 1) continue;
        let box: DOMRect | null = whole;
        for (let up: Element | null = element; up && box; up = up.parentElement) {
          const style = getComputedStyle(up);
          if (style.clipPath !== 'none') box = null;
          if (!box || (style.overflowX === 'visible' && style.overflowY === 'visible')) continue;
          const frame = up.getBoundingClientRect();
          const over = box.right - frame.right;
          const scrolls = ['auto', 'scroll'].includes(style.overflowX) || ['auto', 'scroll'].includes(style.overflowY);
          const isShort = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
          if (over > 1.5 && frame.width > 1 && box.left < frame.right && !scrolls && !isShort && !inScroller(up))
            faults.push(`cut off by ${Math.round(over)} px in ${nameOf(up)}: "${text.slice(0, 40)}"`);
          const left = Math.max(box.left, frame.left);
          const top = Math.max(box.top, frame.top);
          const right = Math.min(box.right, frame.right);
          const bottom = Math.min(box.bottom, frame.bottom);
          box = right - left < 1 || bottom - top < 1 ? null : new DOMRect(left, top, right - left, bottom - top);
        }
        if (!box) continue;
        if (box.right > innerWidth + 1 && box.left < innerWidth)
          faults.push(`beyond the right edge: ${nameOf(element)} "${text.slice(0, 40)}"`);
        pieces.push({ box, text, element, over: element.closest('.drawer, .dialog, .notices, [role="tooltip"]') });
      }
    }
    // A table that is wider than its pane scrolls by itself: what its edge cuts is not lost.
    function inScroller(element: Element): boolean {
      for (let up = element.parentElement; up; up = up.parentElement) {
        const { overflowX } = getComputedStyle(up);
        if (['auto', 'scroll'].includes(overflowX) && up.scrollWidth > up.clientWidth) return true;
      }
      return false;
    }
    for (const [i, a] of pieces.entries()) {
      for (const b of pieces.slice(i + 1)) {
        if (a.element === b.element || a.over !== b.over) continue;
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (wide < 2 || high < 4) continue;
        // What is covered (by a sticky head, say) is not read through: only text that can be seen counts.
        const seen = (piece: typeof a): boolean => {
          const x = (Math.max(a.box.left, b.box.left) + Math.min(a.box.right, b.box.right)) / 2;
          const y = (Math.max(a.box.top, b.box.top) + Math.min(a.box.bottom, b.box.bottom)) / 2;
          return document.elementsFromPoint(x, y).slice(0, 3).includes(piece.element);
        };
        if (seen(a) && seen(b)) faults.push(`"${a.text.slice(0, 30)}" lies on "${b.text.slice(0, 30)}"`);
      }
    }
    return [...new Set(faults)];
  });
}

/** Findings of axe that are serious or critical, contrast among them, as "rule: element" lines. */
export async function axeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  // What changed while it was measured was never on the screen as measured: it is measured again.
  for (let i = 0; i < 20; i++) {
    await still(page);
    const faults = await measure(page);
    if (faults) return faults;
  }
  throw new Error('the page never comes to rest');
}

/** Waits until nothing is asked or drawn, nothing moves or fades, and no answer is an old one. */
export async function still(page: Page): Promise<void> {
  await page.waitForFunction(isStill, undefined, { timeout: 60_000 });
}

/** Runs in the page. A spinner that never ends says that something is under way. */
function isStill(): boolean {
  const { idle } = document.documentElement.dataset;
  return (
    (idle === undefined || idle === 'true') &&
    document.fonts.status === 'loaded' &&
    document.querySelector('.old-answer, [aria-busy=true]') === null &&
    document.getAnimations().every(({ playState }) => playState !== 'running')
  );
}

/** Null where the page changed meanwhile. */
function measure(page: Page): Promise<string[] | null> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(
          where: Document | Element,
          options: object,
        ): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    let changes = 0;
    const watcher = new MutationObserver((all) => {
      changes += all.length;
    });
    watcher.observe(document.documentElement, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    // Behind an open dialog nothing can be reached: what it covers is not what is looked at.
    const { violations } = await axe.run(document.querySelector('.dialog-modal') ?? document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    const isMoving = document.getAnimations().some(({ playState }) => playState === 'running');
    changes += watcher.takeRecords().length;
    watcher.disconnect();
    if (changes > 0 || isMoving) return null;
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes
          .slice(0, 5)
          .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} — ${failureSummary.split('\n')[1]?.trim()}`),
      );
  });
}

/** Texts, tips and names of the page that hold a character which turns or hides what stands beside it, as written. */
export function hiddenCharacters(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const HIDDEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
    const told: string[] = [];
    const look = (where: string, text: string | null): void => {
      if (text && HIDDEN.test(text)) told.push(`${where}: ${JSON.stringify(text.slice(0, 60))}`);
    };
    look('title', document.title);
    for (const element of document.querySelectorAll('body *')) {
      for (const name of ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'alt'])
        look(`${element.tagName} ${name}`, element.getAttribute(name));
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE) look(`${element.tagName} ${element.className}`, node.textContent);
    }
    return told;
  });
}

/** Is the whole of it on the screen? Answers with its box where not. */
export async function outside(page: Page, selector: string): Promise<string | null> {
  return page.evaluate((wanted) => {
    const element = document.querySelector(wanted);
    if (!element) return `${wanted} is not there`;
    const { top, left, right, bottom } = element.getBoundingClientRect();
    const isIn = top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight && bottom > top;
    return isIn ? null : `${wanted} is at ${[left, top, right, bottom].map(Math.round).join(' ')}`;
  }, selector);
}
