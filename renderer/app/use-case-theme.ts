/**
 * The theme is kept with the case as well: the local web host has another address, and so another browser storage, at
 * every start. A case that says light or dark is shown so; a choice made while it is open is written to it.
 */
import { useEffect, useRef } from 'react';
import type { CaseInfo } from '../../shared/model/case';
import { useAct } from '../engine/use-act';
import { useQuery } from '../engine/use-query';
import { useTheme } from '../state/theme';

export function useCaseTheme({ readOnly }: CaseInfo): void {
  const act = useAct();
  const kept = useQuery('settings.get', {}).data?.theme;
  const isKnown = kept !== undefined;
  const latest = useRef(kept);
  latest.current = kept;
  // Once, when the case is opened: what another window chooses later is not forced on this one.
  useEffect(() => {
    if (isKnown && latest.current && latest.current !== 'system') useTheme.getState().setTheme(latest.current);
  }, [isKnown]);
  useEffect(
    () =>
      useTheme.subscribe(({ theme }, before) => {
        if (readOnly || theme === before.theme || !latest.current || theme === latest.current) return;
        void act('keep the theme with the case', (client) => client['settings.set']({ theme }));
      }),
    [act, readOnly],
  );
}
