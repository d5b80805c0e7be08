import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { Identity } from '../../../shared/model/identity';
import { isMachine } from '../../../shared/model/words';
import { useQuery } from '../../engine/use-query';
import { KIND_WORDS } from '../../state/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { useSettled } from '../../ui/use-settled';

export interface Other {
  id: string;
  name: string;
}

const FOUND = 8;

/** Says that another identity is this one: which, and why. `other`: suggested already; null asks for one. */
export function MergeDialog({
  identity,
  other,
  onClose,
  onMerge,
}: {
  identity: Identity;
  other: Other | null;
  onClose(): void;
  onMerge(other: Other, why: string): void;
}): ReactNode {
  const [search, setSearch] = useState('');
  const asked = useSettled(search.trim());
  const [chosen, setChosen] = useState<Other | null>(other);
  const [why, setWhy] = useState('');
  const found = useQuery('identities.list', other || asked === '' ? null : { search: asked, limit: FOUND + 1 });
  const rows = (asked === '' ? [] : (found.data?.rows ?? []))
    .filter((row) => row.id !== identity.id && isMachine(row.kind) === isMachine(identity.kind))
    .slice(0, FOUND);
  return (
    <Dialog
      title="Merge identities"
      isOpen
      onClose={onClose}
      width={520}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="primary"
            isDisabled={chosen === null || why.trim() === ''}
            onPress={() => chosen && onMerge(chosen, why.trim())}
          >
            Merge
          </Button>
        </>
      }
    >
      <div className="who-form">
        <p>
          <b className="breakable">
            <bdi>{visible(identity.name).slice(0, 200)}</bdi>
          </b>{' '}
          and{' '}
          {chosen ? (
            <b className="breakable">
              <bdi>{visible(chosen.name).slice(0, 200)}</bdi>
            </b>
          ) : (
            'another identity'
          )}{' '}
          become one. The findings are computed again; this act and its reason stay in the custody log, and it can be
          taken back.
        </p>
        {!other && (
          <>
            <Field
              label="Find the other"
              value={search}
              onChange={setSearch}
              placeholder="Name, address or id"
              autoFocus
            />
            {asked !== '' && !found.loading && rows.length === 0 && (
              <p className="muted s">No other {isMachine(identity.kind) ? 'machine' : 'person'} is called so.</p>
            )}
            {rows.length > 0 && (
              <fieldset className="who-choices">
                <legend className="unseen">Identities found</legend>
                {rows.map((row) => (
                  <label key={row.id}>
                    <input
                      type="radio"
                      name="other"
                      checked={chosen?.id === row.id}
                      onChange={() => setChosen({ id: row.id, name: row.name })}
                    />
                    <span className="clip" title={visible(row.name).slice(0, 2_000)}>
                      <bdi>{visible(row.name)}</bdi>
                    </span>
                    <span className="muted s">
                      {KIND_WORDS[row.kind]} · {plural(row.events, 'event')}
                    </span>
                  </label>
                ))}
              </fieldset>
            )}
          </>
        )}
        <Field
          label="Reason"
          value={why}
          onChange={setWhy}
          placeholder="Both are named on the badge list of 5 January"
          autoFocus={other !== null}
          isRequired
        />
      </div>
    </Dialog>
  );
}
