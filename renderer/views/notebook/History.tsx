import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { Button } from '../../ui/Button';
import { formatCount, formatTime } from '../../ui/format';

/** Every version that was saved; one can be read and taken up again, which saves it anew beside the others. */
export function History({
  shown,
  onShow,
  onRestore,
}: {
  /** Version that is read instead of the newest; null shows what is written. */
  shown: number | null;
  onShow(seq: number | null): void;
  /** Undefined where nothing may be written. */
  onRestore: (() => void) | undefined;
}): ReactNode {
  const zone = useZone();
  const versions = useQuery('notebook.history', {});
  if (versions.data?.length === 0) return <p className="muted s notes-none">No version was saved yet.</p>;
  return (
    <ul>
      {(versions.data ?? []).map(({ seq, at, by, characters }, i) => (
        <li key={seq} className="note">
          <button
            type="button"
            className="link"
            aria-pressed={shown === seq}
            onClick={() => onShow(shown === seq ? null : seq)}
          >
            Version {seq}
            {i === 0 && ', the newest'}
          </button>
          <p className="muted xs">
            {formatTime(at, zone, 'second')} by {visible(by)} · {formatCount(characters)} characters
          </p>
          {shown === seq && i > 0 && onRestore && (
            <Button look="plain" onPress={onRestore}>
              Take this version up again
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
