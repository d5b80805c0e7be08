/** What a menu or the palette wants a view to do as soon as it stands: the view takes it and does it once. */
import { create } from 'zustand';

export type Asked = { view: 'report'; format: string } | { view: 'custody'; act: 'verify' };

const useAskedStore = create<{ asked: Asked | null }>(() => ({ asked: null }));

export const ask = (asked: Asked): void => useAskedStore.setState({ asked });

/** What is asked of this view now, or null. */
export function useAsked<V extends Asked['view']>(view: V): Extract<Asked, { view: V }> | null {
  return useAskedStore(({ asked }) => (asked?.view === view ? (asked as Extract<Asked, { view: V }>) : null));
}

/** Takes the request off the table, so that it is done once; false if someone else has taken it. */
export function takeAsked(asked: Asked): boolean {
  if (useAskedStore.getState().asked !== asked) return false;
  useAskedStore.setState({ asked: null });
  return true;
}
