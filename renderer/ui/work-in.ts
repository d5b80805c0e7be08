/** Where the keyboard goes in a part of the window: what is worked in (a table, a picture, a list), else its first control. */

/** What a view is worked in. */
export const WORK = '[role="grid"], [role="application"], [role="listbox"][tabindex="0"]';
const CONTROL =
  'button, a[href], input, select, textarea, summary, [tabindex]:not([tabindex="-1"]), [contenteditable="true"]';

export const isReachable = (element: HTMLElement): boolean =>
  element.tabIndex >= 0 &&
  !(element as HTMLButtonElement).disabled &&
  element.getClientRects().length > 0 &&
  !element.closest('[inert], [aria-hidden="true"]');

const firstIn = (box: Element, selector: string): HTMLElement | null =>
  [...box.querySelectorAll<HTMLElement>(selector)].find(isReachable) ?? null;

export const firstWork = (box: Element): HTMLElement | null => firstIn(box, WORK);
export const firstControl = (box: Element): HTMLElement | null => firstIn(box, CONTROL);

/** Leaves a field (Escape in it, or its text is sent): the keyboard goes on in the view around it, where its keys act. */
export function leaveField(field: HTMLElement | null): void {
  if (!field || document.activeElement !== field) return;
  const pane = field.closest<HTMLElement>('.pane');
  if (!pane) field.blur();
  else (firstWork(pane) ?? pane).focus({ preventScroll: true });
}
