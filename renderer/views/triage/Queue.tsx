import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, ChevronDown, ChevronRight, EyeOff } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { plural, visible } from '../../../shared/base/text';
import type { QueueRow } from '../../../shared/contract/episodes';
import { useCase, useZone } from '../../engine/use-case';
import { useStars, useToggleStar } from '../../engine/use-star';
import { useCommands } from '../../state/commands';
import { useFilters } from '../../state/filters';
import { pivotOn } from '../../state/pivot';
import { QUEUE_GROUPS, type QueueGroup, type QueueState } from '../../state/queue-state';
import { runCommand } from '../../state/run-command';
import { useSelection } from '../../state/selection';
import type { Command } from '../../state/view';
import { VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { formatCount, formatTime } from '../../ui/format';
import { Keys } from '../../ui/Keys';
import { Menu } from '../../ui/Menu';
import { Shape } from '../../ui/Shape';
import { StarMark } from '../../ui/Star';
import { Empty, LoadingBar, NoEvents, Problem } from '../../ui/States';
import { foldKey, foldTitle, foldWhole } from './fold-words';
import { queueTime, spansYears } from './queue-time';
import type { QueueModel } from './use-queue';

const ROW = 52;
const STATES: { id: QueueState; title: string; note?: string }[] = [
  { id: 'open', title: 'Open' },
  { id: 'new', title: 'New', note: 'nobody has looked' },
  { id: 'triaged', title: 'Triaged', note: 'looked at, not decided' },
  { id: 'decided', title: 'Decided', note: 'steps may be open' },
  { id: 'closed', title: 'Closed', note: 'nothing left to do' },
  { id: 'suppressed', title: 'Suppressed' },
  { id: 'starred', title: 'Starred' },
  { id: 'all', title: 'All' },
];

const WORDS: Record<QueueState, string> = {
  open: 'open',
  new: 'new',
  triaged: 'triaged',
  decided: 'decided',
  closed: 'closed',
  suppressed: 'suppressed',
  starred: 'starred',
  all: 'in all',
};

const GROUPS: { id: QueueGroup; title: string; note: string }[] = [
  { id: 'urgency', title: 'By urgency', note: 'loops folded' },
  { id: 'campaign', title: 'By campaign', note: 'one row each' },
  { id: 'identity', title: 'By identity', note: 'one row each' },
];

/** Episodes by urgency; a listbox of which only what is on screen exists. */
export function Queue({ queue, hasCard }: { queue: QueueModel; hasCard: boolean }): ReactNode {
  const { index, select, move, total, show, group, setGroup, toggle } = queue;
  const star = useToggleStar();
  const stars = useStars();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 20;
  useEffect(() => show(first, last), [show, first, last]);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [index, virtual]);
  const { far } = queue;
  useEffect(() => {
    if (far !== null) virtual.scrollToIndex(far, { align: 'center' });
  }, [far, virtual]);
  // A list that becomes lower (a notice under it) still shows the episode that is worked on, where it was seen before.
  const tall = virtual.scrollRect?.height ?? 0;
  const wasTall = useRef(0);
  useEffect(() => {
    const before = wasTall.current;
    wasTall.current = tall;
    const below = index * ROW - (virtual.scrollOffset ?? 0);
    if (index >= 0 && tall > 0 && tall < before && below >= 0 && below + ROW <= before)
      virtual.scrollToIndex(index, { align: 'auto' });
  }, [index, virtual, tall]);

  const commands = useMemo<Command[]>(
    () => [
      { id: 'triage.next', title: 'Next episode', keys: 'j', run: () => move(1) },
      { id: 'triage.previous', title: 'Previous episode', keys: 'k', run: () => move(-1) },
      { id: 'triage.first', title: 'First episode', keys: 'Home', run: () => select(0) },
      { id: 'triage.fold', title: 'Open or fold the row', keys: 'f', run: () => void toggle(index) },
      {
        id: 'triage.star',
        title: 'Star the episode, or take its star',
        keys: '*',
        run: () => {
          const { episode } = useSelection.getState();
          if (episode !== null) void star(episode, 'the episode');
        },
      },
      {
        id: 'triage.group',
        title: 'Group the queue otherwise',
        keys: 'b',
        run: () => {
          const at = QUEUE_GROUPS.indexOf(group);
          setGroup(QUEUE_GROUPS[(at + 1) % QUEUE_GROUPS.length]!);
        },
      },
      ...GROUPS.map(({ id, title }) => ({
        id: `triage.group.${id}`,
        title: `Queue ${title.toLowerCase()}`,
        run: () => setGroup(id),
      })),
      ...STATES.map(({ id, title }) => ({
        id: `triage.state.${id}`,
        title: `Queue: ${title.toLowerCase()} episodes`,
        run: () => queue.setState(id),
      })),
    ],
    [move, select, toggle, index, group, setGroup, queue.setState, star],
  );
  useCommands('Triage', commands);

  return (
    <section className="queue" aria-label="Queue">
      <header className="queue-head">
        <h2>Queue</h2>
        <Menu
          label="Episodes shown"
          look="bare"
          chosen={queue.state}
          choices={STATES}
          onChoose={(id) => queue.setState(id as QueueState)}
        >
          <span role="status">
            {queue.known ? `${formatCount(queue.episodes)} ${WORDS[queue.state]}` : WORDS[queue.state]}
          </span>
          <span className="unseen">, most urgent first</span>
        </Menu>
        <span className="queue-space" />
        <Menu
          label="Order and grouping of the queue"
          look="bare"
          chosen={group}
          choices={GROUPS}
          onChoose={(id) => setGroup(id as QueueGroup)}
        >
          by {group}
        </Menu>
        <Keys keys="j k" />
      </header>
      <LoadingBar active={queue.loading} />
      {queue.error && !queue.known ? (
        <Problem title="The queue cannot be shown" error={queue.error} />
      ) : queue.isEmpty ? (
        // Without a card the middle of the screen says it.
        hasCard && <NoEpisodes queue={queue} />
      ) : (
        <div className="queue-box">
          <div
            className={queue.stale ? 'queue-list old-answer' : 'queue-list'}
            ref={scroller}
            role="listbox"
            tabIndex={0}
            aria-label="Episodes by urgency"
            aria-activedescendant={index >= 0 ? `queue-${index}` : undefined}
            onKeyDown={(event) => {
              const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 1);
              const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
              if (by !== undefined) move(by);
              else if (event.key === 'Home') select(0);
              else if (event.key === 'End') select(total - 1);
              else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
                const fold = queue.row(index)?.fold;
                if (!fold || fold.isOpen === (event.key === 'ArrowRight')) return;
                toggle(index);
              } else return;
              event.preventDefault();
            }}
          >
            <div className="queue-all" style={{ height: virtual.getTotalSize() }}>
              {items.map((item) => (
                <QueueItem
                  key={item.key}
                  row={queue.row(item.index)}
                  index={item.index}
                  total={total}
                  top={item.start}
                  isSelected={item.index === index}
                  isStarred={stars.has(queue.row(item.index)?.id ?? '')}
                  onSelect={() => select(item.index)}
                />
              ))}
            </div>
          </div>
        </div>
      )}
      {queue.suppressed > 0 && queue.state !== 'suppressed' && (
        <footer className="queue-foot">
          <span className="clip">{formatCount(queue.suppressed)} suppressed as noise</span>
          <span className="queue-space" />
          <AriaButton className="text-link" onPress={() => queue.setState('suppressed')}>
            Show<span className="unseen"> suppressed episodes</span>
          </AriaButton>
        </footer>
      )}
    </section>
  );
}

function QueueItem({
  row,
  index,
  total,
  top,
  isSelected,
  isStarred,
  onSelect,
}: {
  row: QueueRow | undefined;
  index: number;
  total: number;
  top: number;
  isSelected: boolean;
  isStarred: boolean;
  onSelect(): void;
}): ReactNode {
  const zone = useZone();
  const info = useCase();
  const verdict = row ? VERDICTS[row.decision?.verdict ?? row.verdict] : null;
  const name = visible(row?.identity.name ?? '');
  const fold = row?.fold ?? null;
  const isHead = fold !== null && fold.place === 0;
  const title = (isHead && foldTitle(fold)) || name;
  const summary = `${isHead ? `${foldKey(fold)} · ` : ''}${visible(row?.summary ?? '')}`;
  // A loop is one episode however often it failed: how often is what one wants to know of it.
  const times = isHead ? fold.episodes : row?.patterns.includes('retry_loop') ? row.denials : null;
  return (
    <button
      type="button"
      id={`queue-${index}`}
      {...pivotOn('identity', row?.identity.name, { identity: row?.identity.id })}
      className={`queue-item${isSelected ? ' on' : ''}${fold && fold.place > 0 ? ' within' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-setsize={total}
      aria-posinset={index + 1}
      onClick={onSelect}
    >
      {row && verdict && (
        <>
          <Shape shape={verdict.shape} color={verdict.color} />
          <span className="unseen">
            {row.decision ? `Decided: ${verdict.word}` : verdict.word}
            {row.suppressed ? ', suppressed' : ''}:{' '}
          </span>
          <span className="queue-name">
            <span className="queue-who clip" title={title === name ? name : `${title}; the most urgent: ${name}`}>
              {title}
            </span>
            {times !== null && (
              <span className={isHead ? 'queue-times fold' : 'queue-times'} aria-hidden>
                ×{formatCount(times)}
                {isHead && (fold.isOpen ? <ChevronDown size={11} /> : <ChevronRight size={11} />)}
              </span>
            )}
            {isHead && (
              <span className="unseen">
                , {foldWhole(fold)}, {fold.isOpen ? 'opened' : 'folded'}
              </span>
            )}
          </span>
          <span className="queue-time" title={formatTime(row.start, zone, 'full')}>
            <StarMark isOn={isStarred} />
            {row.decision && <Check size={11} aria-hidden />}
            {row.suppressed && <EyeOff size={11} aria-hidden />}
            {queueTime(row.start, zone, spansYears(info?.first ?? null, info?.last ?? null, zone))}
          </span>
          <span className="queue-sub clip" title={summary}>
            {summary}
          </span>
        </>
      )}
    </button>
  );
}

/** Why there is nothing here, and what to do about it. */
export function NoEpisodes({ queue }: { queue: QueueModel }): ReactNode {
  const info = useCase();
  const { clear } = useFilters();
  if (info && info.events === 0) {
    return (
      <NoEvents onImport={() => runCommand('import.files')}>
        Import exports of sign-ins and denials, or drop them anywhere on this window; the episodes to decide appear
        here.
      </NoEvents>
    );
  }
  if (queue.isFiltered && queue.all > 0) {
    return (
      <Empty title="No episode fits the filter" actions={<Button onPress={clear}>Clear filters</Button>}>
        {plural(queue.all, 'episode')} in the case.
      </Empty>
    );
  }
  if (queue.state === 'suppressed') {
    return (
      <Empty
        title="Nothing is suppressed"
        actions={<Button onPress={() => queue.setState('open')}>Show open ones</Button>}
      >
        On an episode, s puts it and its like out of sight until a day, with a reason.
      </Empty>
    );
  }
  if (queue.all > 0 && queue.state !== 'open')
    return (
      <Empty
        title={`No episode is ${WORDS[queue.state]}`}
        actions={<Button onPress={() => queue.setState('open')}>Show open ones</Button>}
      >
        {queue.state === 'closed'
          ? 'A decided episode is closed with z, when nothing is left to do about it.'
          : `${queue.state === 'starred' ? '* sets a star on an episode. ' : ''}${plural(queue.all, 'episode')} in the case, ${formatCount(queue.open)} of them open.`}
      </Empty>
    );
  if (queue.all > 0 && queue.state === 'open') {
    return (
      <Empty
        title="Every episode is decided"
        actions={<Button onPress={() => queue.setState('decided')}>Show decided ones</Button>}
      >
        The report carries {plural(queue.all, 'decision')} with {queue.all === 1 ? 'its reason' : 'their reasons'}.
      </Empty>
    );
  }
  return (
    <Empty
      title="No denials in this evidence"
      actions={<Button onPress={() => runCommand('view.sources')}>How each record ended</Button>}
    >
      {plural(info?.events ?? 0, 'event')} read, and none is a denied factor.
    </Empty>
  );
}
