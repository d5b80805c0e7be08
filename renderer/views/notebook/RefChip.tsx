import type { ReactNode } from 'react';
import { ellipsis, visible } from '../../../shared/base/text';
import { refKind } from '../../../shared/model/ids';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { openRef } from '../../state/navigate';
import { MARKS, markOf, VERDICTS } from '../../state/words';
import { Chip } from '../../ui/Chip';
import { formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';

/** An id as a chip that says what it names and opens it; an id that names nothing in this case stays plain text. */
export function RefChip({ id }: { id: string }): ReactNode {
  const kind = refKind(id);
  if (kind === 'event') return <EventChip id={id} />;
  if (kind === 'episode') return <EpisodeChip id={id} />;
  if (kind === 'identity') return <IdentityChip id={id} />;
  if (kind === 'path') return <Opening id={id}>path {id}</Opening>;
  return <code>{id}</code>;
}

function Opening({ id, title, children }: { id: string; title?: string; children: ReactNode }): ReactNode {
  return (
    <span className="ref">
      <Chip onPress={() => void openRef(id)} title={title ?? id}>
        {children}
      </Chip>
    </span>
  );
}

function EventChip({ id }: { id: string }): ReactNode {
  const zone = useZone();
  const { data, error } = useQuery('events.get', { id });
  if (error) return <code title={error.message}>{id}</code>;
  if (!data) return <Opening id={id}>{id}</Opening>;
  const mark = MARKS[markOf(data)];
  return (
    <Opening id={id} title={`${id} · ${data.action} · ${formatTime(data.time, zone, 'full')}`}>
      <Shape shape={mark.shape} color={mark.color} label={mark.word} />
      {ellipsis(visible(data.identity?.name ?? data.action), 32)} {formatTime(data.time, zone, 'clock')}
    </Opening>
  );
}

function EpisodeChip({ id }: { id: string }): ReactNode {
  const { data, error } = useQuery('episodes.get', { id });
  if (error) return <code title={error.message}>{id}</code>;
  if (!data) return <Opening id={id}>{id}</Opening>;
  const look = VERDICTS[data.decision?.verdict ?? data.verdict];
  return (
    <Opening id={id} title={`${id} · ${look.word}`}>
      <Shape shape={look.shape} color={look.color} label={look.word} />
      {ellipsis(visible(data.identity.name), 32)} ×{data.denials}
    </Opening>
  );
}

function IdentityChip({ id }: { id: string }): ReactNode {
  const { data, error } = useQuery('identities.get', { id });
  if (error) return <code title={error.message}>{id}</code>;
  return (
    <Opening id={id} title={data ? `${id} · ${data.name}` : id}>
      {data ? ellipsis(visible(data.name), 36) : id}
    </Opening>
  );
}
