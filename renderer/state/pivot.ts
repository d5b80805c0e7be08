/**
 * Values that a right click leads on from, wherever they stand: the element carries which field of the query language it
 * shows, and what else is to be opened; the frame makes the menu.
 */

export interface Pivot {
  field: string;
  value: string;
  /** Id of the identity that the value names. */
  identity?: string | undefined;
  /** Id of the record that tells of it. */
  event?: string | undefined;
}

/** Longer values are not asked for: the query has its limit too. */
const LONGEST = 1_000;

/** Attributes for the element that shows the value; none for no value, or one too long to ask for. */
export function pivotOn(
  field: string,
  value: string | null | undefined,
  more: Omit<Pivot, 'field' | 'value'> = {},
): { 'data-pivot'?: string } {
  if (!value || value.length > LONGEST) return {};
  return { 'data-pivot': JSON.stringify({ field, value, ...more } satisfies Pivot) };
}

/** What the element under a right click shows, or the chosen row of the list that has the focus; null where nothing leads on. */
export function pivotAt(target: EventTarget | null): { pivot: Pivot; element: Element } | null {
  if (!(target instanceof Element)) return null;
  const row = target.getAttribute('aria-activedescendant');
  const element = ((row && document.getElementById(row)) || target).closest('[data-pivot]');
  const text = element?.getAttribute('data-pivot');
  return element && text ? { pivot: JSON.parse(text) as Pivot, element } : null;
}
