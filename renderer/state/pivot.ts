/**
 * Values that a right click leads on from, wherever they stand: the element carries which field of the query language it
 * shows, and what else is to be opened; the frame makes the menu.
 */
import { create } from 'zustand';
import { isMasked } from '../../shared/base/secrets';
import type { Event } from '../../shared/model/event';

/** Longer values are not asked for: the query has its limit too. */
const LONGEST = 1_000;

export interface Pivot {
  field: string;
  value: string;
  /** Id of the identity that the value names. */
  identity?: string | undefined;
  /** Id of the record that tells of it. */
  event?: string | undefined;
}

/** Where a menu is asked for, and for what; the frame shows it. A picture knows what lies under the pointer, no element does. */
export const usePivotAsked = create<{ asked: { pivot: Pivot; at: { x: number; y: number } } | null }>(() => ({
  asked: null,
}));

/** Offers what leads on from a value that is drawn, at a point of the window. */
export const offerPivot = (pivot: Pivot, at: { x: number; y: number }): void =>
  usePivotAsked.setState({ asked: { pivot, at } });

/** The values of a record that lead on: who, from where, by what, in which session. */
export function pivotsOf(event: Event): Pivot[] {
  const { identity, device } = event;
  const values: (Pivot | null)[] = [
    identity && {
      field: 'identity',
      // A masked name finds nothing; the identity's id does.
      value: isMasked(identity.name) ? identity.id : identity.name,
      identity: identity.id,
    },
    of('ip', event.ip),
    of('app', event.app),
    of('device', device?.name ?? device?.id),
    of('session', event.session),
  ];
  return values.filter((one) => one !== null);
}

const of = (field: string, value: string | null | undefined): Pivot | null =>
  value && value.length <= LONGEST ? { field, value } : null;

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
