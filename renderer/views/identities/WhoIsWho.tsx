import { type ReactNode, useState } from 'react';
import { visible } from '../../../shared/base/text';
import type { Identity, JoinSuggestion } from '../../../shared/model/identity';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { openRef } from '../../state/navigate';
import { Button } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { MergeDialog, type Other } from './MergeDialog';
import { SplitDialog } from './SplitDialog';
import { useIdentityWords } from './use-identity-words';
import './who-is-who.css';

const SHOWN = 6;

/** What may be the same and is not joined, what was merged and split by hand, and the means to do so. */
export function WhoIsWho({ identity }: { identity: Identity }): ReactNode {
  const zone = useZone();
  const readOnly = useCase()?.readOnly ?? false;
  const [merging, setMerging] = useState<Other | 'ask' | null>(null);
  const [splitting, setSplitting] = useState(false);
  const suggested = useQuery('identities.suggestions', { identity: identity.id, limit: 50 });
  const words = useQuery('identities.words', { identity: identity.id });
  const acts = useIdentityWords();
  const others = byOther(suggested.data?.rows ?? [], identity.id);
  const total = others.length;
  const name = visible(identity.name).slice(0, 80);
  return (
    <section className="who" aria-label="Who is who">
      <h3 className="label">May be the same</h3>
      {total === 0 ? (
        <p className="muted s">No other identity in the case shares a name with it.</p>
      ) : (
        <ul className="who-list">
          {others.slice(0, SHOWN).map(({ other, reasons }) => (
            <li key={other.id}>
              <button type="button" className="link clip" onClick={() => openRef(other.id)}>
                <bdi>{visible(other.name).slice(0, 200)}</bdi>
              </button>
              {!readOnly && (
                <Button
                  look="bare"
                  aria-label={`Merge with ${visible(other.name).slice(0, 80)}`}
                  onPress={() => setMerging({ id: other.id, name: other.name })}
                >
                  Merge…
                </Button>
              )}
              {reasons.map(({ key, value, text }) => (
                <p key={`${key} ${value}`} className="muted s">
                  <span className="mono">
                    <bdi>{visible(value).slice(0, 120)}</bdi>
                  </span>{' '}
                  — {visible(text)}
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
      {total > SHOWN && <p className="muted s">and {total - SHOWN} more by names that many share</p>}
      {(words.data ?? []).length > 0 && (
        <>
          <h3 className="label who-words">Said by hand</h3>
          <ul className="who-list">
            {words.data!.map(({ act, seq, why, by, at, names }) => (
              <li key={seq}>
                <span className="breakable">
                  {act === 'merge' ? 'Merged' : 'Split off'}{' '}
                  <bdi>{names.map((each) => visible(each).slice(0, 80)).join(act === 'merge' ? ' and ' : ', ')}</bdi>
                </span>
                {!readOnly && (
                  <Button
                    look="bare"
                    aria-label={`Take back the ${act} of line ${seq}`}
                    onPress={() => void acts.withdraw(seq, act === 'merge' ? 'Merge' : 'Split')}
                  >
                    Take back
                  </Button>
                )}
                <p className="muted s">
                  {visible(why)} — {visible(by)}, {formatTime(at, zone, 'minute')}, custody line {seq}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
      {!readOnly && (
        <div className="who-acts">
          <Button onPress={() => setMerging('ask')}>Merge with another…</Button>
          <Button isDisabled={identity.spellings.length < 2} onPress={() => setSplitting(true)}>
            Split off spellings…
          </Button>
        </div>
      )}
      {merging && (
        <MergeDialog
          identity={identity}
          other={merging === 'ask' ? null : merging}
          onClose={() => setMerging(null)}
          onMerge={(other, why) => {
            setMerging(null);
            void acts.merge([identity.id, other.id], why, `Merged ${name} and ${visible(other.name).slice(0, 80)}`);
          }}
        />
      )}
      {splitting && (
        <SplitDialog
          identity={identity}
          onClose={() => setSplitting(false)}
          onSplit={(spellings, why) => {
            setSplitting(false);
            void acts.split(identity.id, spellings, why, `Split spellings off ${name}`);
          }}
        />
      )}
    </section>
  );
}

interface Suggestion {
  other: JoinSuggestion['identities'][number];
  reasons: JoinSuggestion['reasons'];
}

/** Each other identity once, with all that it shares; the most first. */
function byOther(rows: readonly JoinSuggestion[], own: string): Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const { identities, reasons } of rows) {
    for (const other of identities) {
      if (other.id === own) continue;
      const known = found.get(other.id);
      if (known) known.reasons = [...known.reasons, ...reasons];
      else found.set(other.id, { other, reasons });
    }
  }
  return [...found.values()].sort((a, b) => b.reasons.length - a.reasons.length || (a.other.id < b.other.id ? -1 : 1));
}
