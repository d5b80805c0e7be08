import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { plural, visible } from '../../../shared/base/text';
import type { FindingChange, FindingChanges } from '../../../shared/model/change';
import { useZone } from '../../engine/use-case';
import { openRef } from '../../state/navigate';
import { VERDICTS } from '../../state/words';
import { formatCount, formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';

const KINDS: { kind: FindingChange['kind']; title: string }[] = [
  { kind: 'appeared', title: 'Appeared' },
  { kind: 'vanished', title: 'Vanished' },
  { kind: 'moved', title: 'Moved' },
];

/** "2 findings appeared, 1 vanished, 5 moved, 40 stay as they are." */
export const changesWords = ({ appeared, vanished, moved, same }: FindingChanges): string =>
  `${plural(appeared, 'finding')} appeared, ${formatCount(vanished)} vanished, ${formatCount(moved)} moved, ${formatCount(same)} as before`;

/** Findings by what happened to them; each leads to its episode, as far as that is there. */
export function ChangeList({ changes, none }: { changes: FindingChanges; none: string }): ReactNode {
  const total = changes.appeared + changes.vanished + changes.moved;
  return (
    <section className="finding-changes" aria-label="Findings that change">
      <p role="status" className="finding-changes-sum">
        {total === 0 ? none : changesWords(changes)}
      </p>
      {total > 0 && (
        <section className="finding-changes-rows" aria-label="Findings">
          {KINDS.map(({ kind, title }) => {
            const list = changes.list.filter((one) => one.kind === kind);
            if (list.length === 0) return null;
            return (
              <section key={kind}>
                <h3 className="label">
                  {title} · {formatCount(changes[kind])}
                </h3>
                <ul>
                  {list.map((one) => (
                    <Row key={one.episode} one={one} />
                  ))}
                </ul>
              </section>
            );
          })}
          {changes.cut > 0 && <p className="muted s">and {plural(changes.cut, 'further change')}</p>}
        </section>
      )}
    </section>
  );
}

function Row({ one }: { one: FindingChange }): ReactNode {
  const zone = useZone();
  const { before, after, other } = one;
  const isMoved = before && after && before.verdict !== after.verdict;
  const rest = one.moved.filter((what) => what !== 'verdict').map((what) => WORDS[what](before, after));
  const ground =
    one.kind === 'moved'
      ? rest.join(' · ')
      : other === null
        ? visible((after ?? before)?.summary ?? '')
        : one.kind === 'appeared'
          ? 'was a part of another episode'
          : 'is a part of another episode now';
  const name = visible(one.identity);
  return (
    <li>
      <AriaButton
        className="finding-change"
        onPress={() => openRef(one.kind === 'vanished' && other ? other : one.episode)}
      >
        <span className="finding-change-who clip" title={name}>
          {name}
        </span>
        <span className="finding-change-time">{formatTime(one.start, zone, 'minute')}</span>
        <span className="finding-change-verdict">
          {isMoved && (
            <>
              <Verdict side={before} /> <span aria-hidden>→</span>
              <span className="unseen"> becomes </span>{' '}
            </>
          )}
          <Verdict side={(after ?? before)!} />
        </span>
        <span className="finding-change-ground clip" title={ground}>
          {ground}
        </span>
      </AriaButton>
    </li>
  );
}

type Side = FindingChange['before'];
const WORDS: Record<FindingChange['moved'][number], (before: Side, after: Side) => string> = {
  verdict: () => 'verdict',
  followed: () => 'what followed',
  links: () => 'linked accesses',
  patterns: () => 'patterns',
  denials: (before, after) => `${before?.denials} → ${plural(after?.denials ?? 0, 'denial')}`,
  confidence: (before, after) => `confidence ${before?.confidence.toFixed(2)} → ${after?.confidence.toFixed(2)}`,
};

function Verdict({ side }: { side: NonNullable<Side> }): ReactNode {
  const { shape, color, word } = VERDICTS[side.verdict];
  return (
    <>
      <Shape shape={shape} color={color} /> {word}
    </>
  );
}
