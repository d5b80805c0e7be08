/** Opening, making and leaving cases: what buttons, menus, the palette and the system ask for. */
import { useMemo } from 'react';
import type { PickedFile } from '../../shared/contract/host';
import { useEngine } from '../engine/EngineContext';
import { asSidedoorError } from '../engine/query-cache';
import { useJob } from '../engine/use-job';
import { say } from '../state/notices';
import { beginWork } from '../ui/idle';
import { askToImport, useOpen } from './open-state';

export interface CaseActs {
  openCase(file: PickedFile): Promise<boolean>;
  /** Asks the host for a folder; false when the person cancels or it fails. */
  newCase(name: string): Promise<boolean>;
  openDemo(): Promise<boolean>;
  pickToImport(kind: 'evidence' | 'folder'): Promise<void>;
}

export function useCaseActs(): CaseActs {
  const { client, host, remember } = useEngine();
  const runDemo = useJob('cases.demo');
  return useMemo(() => {
    const ask = async <T>(what: string, run: () => Promise<T>): Promise<T | null> => {
      try {
        return await run();
      } catch (thrown) {
        say({ tone: 'problem', text: `Could not ${what}: ${asSidedoorError(thrown).line}` });
        return null;
      }
    };
    const openCase = async (file: PickedFile): Promise<boolean> => {
      const end = beginWork();
      try {
        const { readOnly, readOnlyBecause } = await client['cases.open']({ ref: file.ref });
        if (readOnly)
          say({ tone: 'done', text: `Opened read only: ${readOnlyBecause ?? 'it was opened to look at'}.` });
      } catch (thrown) {
        const error = asSidedoorError(thrown);
        if (error.code === 'locked') useOpen.getState().set({ unlocking: { file, why: error.message } });
        else say({ tone: 'problem', text: `Could not open ${file.name}: ${error.line}` });
        return error.code === 'locked';
      } finally {
        end();
      }
      remember(file.ref);
      return true;
    };
    return {
      openCase,
      newCase: async (name) => {
        const made = await ask('make a case', () => host.newCase({ name }));
        return made ? openCase(made) : false;
      },
      openDemo: async () => {
        const file = await ask('open the demo case', () => host.demoCase());
        if (!file) return false;
        const made = await runDemo({ ref: file.ref }, 'Open the demo case');
        if (!made.ok) return false;
        remember(file.ref);
        return true;
      },
      pickToImport: async (kind) => {
        const files = await ask('choose files', () => host.pickFiles({ kind }));
        if (files) askToImport(files);
      },
    };
  }, [client, host, remember, runDemo]);
}
