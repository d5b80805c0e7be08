import { FolderOpen } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { PickedFile } from '../../shared/contract/host';
import { useHost } from '../engine/EngineContext';
import { asSidedoorError } from '../engine/query-cache';
import { say } from '../state/notices';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import './case-chooser.css';
import { useOpen } from './open-state';
import { useCaseActs } from './use-case-acts';

/** Cases that the host knows, newest first; null until it has answered. */
export function useRecent(): PickedFile[] | null {
  const host = useHost();
  const [recent, setRecent] = useState<PickedFile[] | null>(null);
  useEffect(() => {
    let live = true;
    host.recent().then(
      (files) => live && setRecent(files),
      () => live && setRecent([]),
    );
    return () => {
      live = false;
    };
  }, [host]);
  return recent;
}

export function CaseList({
  files,
  onOpen,
}: {
  files: readonly PickedFile[];
  onOpen(file: PickedFile): void;
}): ReactNode {
  return (
    <ul className="case-list">
      {files.map((file) => (
        <li key={file.ref}>
          <AriaButton className="case-row" onPress={() => onOpen(file)}>
            <FolderOpen size={16} aria-hidden />
            <span className="clip" title={file.name}>
              {file.name}
            </span>
          </AriaButton>
        </li>
      ))}
    </ul>
  );
}

/** Dialogs for opening and for making a case, from wherever they are asked for. */
export function CaseChooser(): ReactNode {
  const { chooser, set } = useOpen();
  const close = (): void => set({ chooser: null });
  return (
    <>
      <Dialog title="Open a case" isOpen={chooser === 'open'} onClose={close} width={460}>
        <OpenCase done={close} />
      </Dialog>
      <Dialog title="New case" isOpen={chooser === 'new'} onClose={close} width={460}>
        <NewCase done={close} />
      </Dialog>
    </>
  );
}

function OpenCase({ done }: { done(): void }): ReactNode {
  const host = useHost();
  const recent = useRecent();
  const { openCase } = useCaseActs();
  const open = async (file: PickedFile): Promise<void> => {
    if (await openCase(file)) done();
  };
  const pick = async (): Promise<void> => {
    try {
      const [file] = await host.pickFiles({ kind: 'case' });
      if (file) await open(file);
    } catch (thrown) {
      say({ tone: 'problem', text: `Could not choose a case: ${asSidedoorError(thrown).line}` });
    }
  };
  return (
    <div className="case-chooser">
      {recent?.length === 0 && <p className="muted">No case has been opened on this machine yet.</p>}
      {recent && recent.length > 0 && <CaseList files={recent} onOpen={(file) => void open(file)} />}
      {host.platform === 'electron' && <Button onPress={() => void pick()}>Choose a case folder…</Button>}
    </div>
  );
}

export function NewCase({ done }: { done?(): void }): ReactNode {
  const [name, setName] = useState('');
  const { newCase } = useCaseActs();
  const make = async (): Promise<void> => {
    if (name.trim() !== '' && (await newCase(name.trim()))) done?.();
  };
  return (
    <form
      className="case-new"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field
        label="Name of the case"
        value={name}
        onChange={setName}
        placeholder="Northwind breach review"
        autoFocus={done !== undefined}
        isRequired
      />
      <Button look={done ? 'primary' : 'plain'} type="submit" isDisabled={name.trim() === ''}>
        Make the case
      </Button>
    </form>
  );
}
