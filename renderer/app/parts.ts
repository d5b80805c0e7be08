/**
 * Where the keyboard stands in the window: parts that F6 walks over, the place in a view where work begins, and what is
 * there when the thing that had the focus goes away.
 */
import { useLayout } from '../state/layout';
import { idleTimeout } from '../ui/idle';
import { firstControl, firstWork, isReachable, WORK } from '../ui/work-in';

const PARTS = [
  '.top-bar, .rail, .workbench-strip, .drawer, .status-line',
  '.pane, .pane nav, .pane aside, .pane [data-part]',
  ...WORK.split(', ').map((one) => `.pane ${one}`),
].join(', ');

/** In a part: what is worked in where there is such a thing, else its first control. */
const workIn = (box: Element): HTMLElement | null => firstWork(box) ?? firstControl(box);

/** Focus to the next part of the window, or to the one before. */
export function stepPart(by: 1 | -1): void {
  const parts = [...document.querySelectorAll<HTMLElement>(PARTS)].flatMap((box) => {
    const target = box.matches(WORK) ? box : firstControl(box);
    return target && isReachable(target) ? [{ box, target }] : [];
  });
  // A part that begins with another part's control is one stop with it.
  const stops = parts.filter(({ target }, i) => parts.findIndex((part) => part.target === target) === i);
  if (stops.length === 0) return;
  const active = document.activeElement;
  // Parts lie in each other: the last in the page's order is the innermost.
  const at = stops.findLastIndex(({ box }) => box.contains(active));
  const next = at < 0 ? (by === 1 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
  stops[next]!.target.focus();
}

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;

const MAIN = 'main';
const WAIT_MS = 5_000;
/** A dialog that closes has given the focus back by then. */
const SOON_MS = 60;
let isWanted = false;

/** Runs what opens a view by a key: that view then takes the focus, as soon as it is there. */
export function byKey(open: () => void): void {
  const before = useLayout.getState().view;
  open();
  wantView();
  // The view that is open already does not come again.
  if (useLayout.getState().view === before) enterView(document.querySelector(`${MAIN} .pane`));
}

/** The view that comes next takes the focus. */
export function wantView(): void {
  isWanted = true;
}

/** Gives the focus to the view that has come, where a key asked for it or the focus stands nowhere. */
export function enterView(pane: Element | null): void {
  const isFree = isNowhere() || document.activeElement?.matches(MAIN);
  if (!(pane instanceof HTMLElement) || !(isWanted || isFree) || document.querySelector('[role="dialog"]')) return;
  isWanted = false;
  pane.focus({ preventScroll: true });
  // What the view is worked in comes with its first answer.
  const give = (): boolean => {
    if (document.activeElement !== pane) return true;
    const work = firstWork(pane);
    work?.focus({ preventScroll: true });
    return work !== null;
  };
  if (give()) return;
  const watch = new MutationObserver(() => give() && watch.disconnect());
  watch.observe(pane, { childList: true, subtree: true });
  window.setTimeout(() => watch.disconnect(), WAIT_MS);
}

/**
 * The focus is never nowhere: when the element that has it goes away (a mark undone, a word taken), the closest thing around
 * it that is still there takes it. A dialog that closes gives the focus back itself, first.
 */
export function keepFocus(): () => void {
  let around: Element[] = [];
  let end: (() => void) | null = null; // of the wait that is under way
  const note = ({ target }: FocusEvent): void => {
    if (!(target instanceof Element)) return;
    around = [];
    for (let element: Element | null = target; element; element = element.parentElement) around.push(element);
  };
  const isLost = (): boolean => isNowhere() && around[0] !== undefined && !around[0].isConnected;
  const find = (): void => {
    end = null;
    if (!isLost()) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) {
      const timer = window.setTimeout(find, SOON_MS); // a dialog may stand for long: that is no work
      end = () => window.clearTimeout(timer);
      return;
    }
    const near = around.find((element) => element.isConnected);
    // All of a part was drawn anew (the decision on the next episode): the view's work goes on.
    const begin = near?.matches(PARTS) ? (near.closest('.pane') ?? near) : (near ?? null);
    for (let element: Element | null = begin; element && element !== document.body; element = element.parentElement) {
      if (element.matches(MAIN)) enterView(element.querySelector('.pane'));
      else {
        const next = workIn(element);
        next?.focus({ preventScroll: true });
        next?.scrollIntoView({ block: 'nearest' }); // a long list may have been scrolled far from its beginning
      }
      if (!isNowhere()) return;
    }
    // It was in a dialog that came from a dialog: nothing of either is left.
    enterView(document.querySelector(`${MAIN} .pane`));
  };
  const look = (): void => {
    if (end === null && isLost()) end = idleTimeout(find, SOON_MS);
  };
  const watch = new MutationObserver(look);
  document.addEventListener('focusin', note);
  watch.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', note);
    watch.disconnect();
    end?.();
  };
}
