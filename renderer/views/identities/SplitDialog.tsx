import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { Identity, Spelling } from '../../../shared/model/identity';
import { sourceWord } from '../../state/words';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';

/** Says that some spellings are somebody else: which, and why. At least one must stay. */
export function SplitDialog({
  identity,
  onClose,
  onSplit,
}: {
  identity: Identity;
  onClose(): void;
  onSplit(spellings: Spelling[], why: string): void;
}): ReactNode {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [why, setWhy] = useState('');
  const { spellings } = identity;
  const isAll = chosen.size === spellings.length;
  const toggle = (i: number): void => {
    const next = new Set(chosen);
    if (!next.delete(i)) next.add(i);
    setChosen(next);
  };
  return (
    <Dialog
      title="Split an identity"
      isOpen
      onClose={onClose}
      width={600}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="primary"
            isDisabled={chosen.size === 0 || isAll || why.trim() === ''}
            onPress={() =>
              onSplit(
                spellings.flatMap(({ source, actor, name }, i) => (chosen.has(i) ? [{ source, actor, name }] : [])),
                why.trim(),
              )
            }
          >
            Split off {chosen.size > 0 && plural(chosen.size, 'spelling')}
          </Button>
        </>
      }
    >
      <div className="who-form">
        <p>
          The spellings that you choose become an identity of their own. The findings are computed again; this act and
          its reason stay in the custody log, and it can be taken back.
        </p>
        <fieldset className="who-choices">
          <legend className="field-label">Who is somebody else</legend>
          {spellings.map(({ source, actor, name, events }, i) => (
            <label key={`${source} ${actor} ${name}`}>
              <input type="checkbox" checked={chosen.has(i)} onChange={() => toggle(i)} />
              <span className="clip" title={visible(`${name ?? ''} ${actor ?? ''}`).slice(0, 2_000)}>
                <bdi>{visible(name ?? actor ?? 'no name')}</bdi>
                {actor && actor !== name && <span className="mono muted s"> {visible(actor)}</span>}
              </span>
              <span className="muted s">
                {sourceWord(source)} · {plural(events, 'event')}
              </span>
            </label>
          ))}
        </fieldset>
        {isAll && <p className="field-problem">One spelling must stay: these are all.</p>}
        <Field
          label="Reason"
          value={why}
          onChange={setWhy}
          placeholder="The address was entered on her account by mistake"
          isRequired
        />
      </div>
    </Dialog>
  );
}
