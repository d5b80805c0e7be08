/** A case opens as it was left: its kept parts are put in place before the first view is drawn, and follow every change. */
import { useEffect, useState } from 'react';
import type { CaseInfo } from '../../shared/model/case';
import { useClient } from '../engine/EngineContext';
import { followCase } from '../state/kept';
import { useUndo } from '../state/undo';

/** Changes are gathered this long before they are written, ms. */
const SETTLE_MS = 800;

/** False until this case's parts are in place. */
export function useKeptView({ id, readOnly }: CaseInfo): boolean {
  const client = useClient();
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    let isOver = false;
    let leave = (): void => undefined;
    let waiting: Record<string, string> = {};
    let timer = 0;
    const write = (): void => {
      window.clearTimeout(timer);
      const parts = waiting;
      waiting = {};
      if (readOnly || Object.keys(parts).length === 0) return;
      // Not worth a word to the person: the next change tries again.
      const tell = (): void => {
        if (Object.keys(waiting).length === 0) document.documentElement.dataset.kept = 'true';
      };
      client['view.keep']({ parts }).then(tell, () => undefined);
    };
    const begin = (kept: Record<string, string>): void => {
      if (isOver) return;
      useUndo.getState().clear();
      leave = followCase(kept, (part, json) => {
        waiting[part] = json;
        document.documentElement.dataset.kept = 'false';
        window.clearTimeout(timer);
        timer = window.setTimeout(write, SETTLE_MS);
      });
      setShown(id);
    };
    client['view.kept']({}).then(begin, () => begin({}));
    window.addEventListener('pagehide', write);
    return () => {
      isOver = true;
      window.removeEventListener('pagehide', write);
      leave();
      // Another case may be open by now: what waits belongs to none.
      window.clearTimeout(timer);
    };
  }, [client, id, readOnly]);
  return shown === id;
}
