import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { IdentityProfile } from '../../../shared/contract/identities';
import type { EpisodeFact } from '../../../shared/model/episode';
import { useZone } from '../../engine/use-case';
import { showEvent } from '../../state/navigate';
import { MARKS, markOf, sourceWord } from '../../state/words';
import { Button } from '../../ui/Button';
import { formatCount, formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';

const SHOWN = 8;
const FACT_WORDS: Record<EpisodeFact['kind'], string> = {
  identities: 'register of identities',
  devices: 'device inventory',
  changes: 'register of changes',
  'access-requests': 'register of requests',
  'execution-windows': 'execution windows',
  travel: 'travel register',
  rollouts: 'register of rollouts',
  'ip-labels': 'labels of networks',
  'app-requirements': 'requirements of applications',
};

interface Item {
  ref: string;
  time: string | null;
  text: string;
  from: string;
  look: (typeof MARKS)[keyof typeof MARKS] | null;
}

/** Changes and requests, from logs and from registers: newest first, what has no time of its own before all. */
export function Recent({
  recent,
  recentCut,
  facts,
}: Pick<IdentityProfile, 'recent' | 'recentCut'> & { facts: readonly EpisodeFact[] }): ReactNode {
  const zone = useZone();
  const [all, setAll] = useState(false);
  const items: Item[] = [
    ...recent.map((event) => ({
      ref: event.id,
      time: event.time,
      text: [event.action, event.resource ?? event.target].filter(Boolean).join(' · '),
      from: sourceWord(event.source),
      look: MARKS[markOf(event)],
    })),
    ...facts.map(({ row, time, text, kind }) => ({ ref: row, time, text, from: FACT_WORDS[kind], look: null })),
  ].sort((a, b) => newest(a.time, b.time) || (a.ref < b.ref ? -1 : 1));
  const shown = all ? items : items.slice(0, SHOWN);
  return (
    <section>
      <h3 className="label">
        Changes, requests and what is on file
        {items.length > 0 && <span className="seen-n"> · {formatCount(items.length + recentCut)}</span>}
      </h3>
      {items.length === 0 ? (
        <p className="muted s">No change and no request by it or to it, in logs or registers.</p>
      ) : (
        <ul className="identity-rows" aria-label="Changes, requests and what is on file">
          {shown.map(({ ref, time, text, from, look }) => (
            <li key={ref}>
              <button type="button" className="identity-recent" onClick={() => showEvent(ref)}>
                <Shape shape={look?.shape ?? 'square'} color={look?.color ?? 'var(--muted)'} size={10} />
                <span className="clip" title={visible(text).slice(0, 2_000)}>
                  <bdi>{visible(text)}</bdi>
                </span>
                <span className="muted clip">{from}</span>
                <span className="mono muted">{time ? formatTime(time, zone, 'minute') : 'always'}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {(items.length > SHOWN || recentCut > 0) && (
        <p className="muted s seen-foot">
          {items.length > SHOWN && (
            <Button look="bare" onPress={() => setAll(!all)}>
              {all ? `Only the newest ${SHOWN}` : `Show ${formatCount(items.length)}`}
            </Button>
          )}
          {recentCut > 0 && `${plural(recentCut, 'older record')} in Events`}
        </p>
      )}
    </section>
  );
}

function newest(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a > b ? -1 : 1;
}
