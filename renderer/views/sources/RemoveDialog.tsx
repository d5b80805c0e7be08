import { type ReactNode, useEffect, useState } from 'react';
import { plural } from '../../../shared/base/text';
import type { FileLedger } from '../../../shared/model/ledger';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';

/** Taking evidence out needs its reason: wrong tenant, privileged material. */
export function RemoveDialog({
  file,
  onClose,
  onRemove,
}: {
  file: FileLedger | null;
  onClose(): void;
  onRemove(why: string): void;
}): ReactNode {
  const [why, setWhy] = useState('');
  useEffect(() => setWhy(''), []);
  return (
    <Dialog
      title="Remove from the case"
      isOpen={file !== null}
      onClose={onClose}
      width={480}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="danger" isDisabled={why.trim() === ''} onPress={() => onRemove(why.trim())}>
            Remove
          </Button>
        </>
      }
    >
      {file && (
        <div className="remove-form">
          <p>
            {plural(file.events, 'event')} of <b className="breakable">{file.file}</b> will be taken out and the
            findings computed again. The file's hash, this act and its reason stay in the custody log.
          </p>
          <Field label="Reason" value={why} onChange={setWhy} placeholder="Wrong tenant" autoFocus isRequired />
        </div>
      )}
    </Dialog>
  );
}
