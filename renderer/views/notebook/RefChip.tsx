import { Clock, Map as MapIcon, Rows3, UserRound, Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import { ellipsis, visible } from '../../../shared/base/text';
import { refKind } from '../../../shared/model/ids';
import type { ViewReference } from '../../../shared/model/narrative';
import type { Verdict } from '../../../shared/model/words';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useFilters } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { openRef } from '../../state/navigate';
import { useSelection } from '../../state/selection';
import { useViewport } from '../../state/viewport';
import { MARKS, markOf, VERDICTS } from '../../state/words';
import { Chip } from '../../ui/Chip';
import { formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { span } from '../../ui/time-scale';

interface Written {
  id: string;
  /** The author's own words; without them the chip says what the case says. */
  text?: string | null;
  /** Verdict that stood when it was written. */
  was?: Verdict | null;
}

/** An id as a chip that shows the present state of what it names and opens it; what is no longer in the case is told as such. */
export function RefChip(written: Written): ReactNode {
  const kind = refKind(written.id);
  if (kind === 'event') return <EventChip {...written} />;
  if (kind === 'episode') return <EpisodeChip {...written} />;
  if (kind === 'identity') return <IdentityChip {...written} />;
  if (kind === 'path') return <PathChip {...written} />;
  if (kind === 'manual') return <ManualChip {...written} />;
  return <code>{written.id}</code>;
}

const own = (text: string | null | undefined, otherwise: string, length: number): string =>
  ellipsis(visible(text ?? otherwise), length);

function Opening({
  id,
  title,
  onOpen,
  children,
}: {
  id: string;
  title?: string;
  onOpen?: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <span className="ref">
      <Chip onPress={onOpen ?? (() => void openRef(id))} title={title ?? id}>
        {children}
      </Chip>
    </span>
  );
}

function Gone({ id, text, why }: Written & { why: string }): ReactNode {
  return (
    <span className="ref gone" title={why}>
      {text && <>{visible(text)} </>}
      <code>{id}</code> <em>not in this case</em>
    </span>
  );
}

function EventChip({ id, text }: Written): ReactNode {
  const zone = useZone();
  const { data, error } = useQuery('events.get', { id });
  if (error) return <Gone id={id} text={text} why={error.message} />;
  if (!data) return <Opening id={id}>{own(text, id, 40)}</Opening>;
  const mark = MARKS[markOf(data)];
  return (
    <Opening id={id} title={`${data.id} · ${visible(data.action)} · ${formatTime(data.time, zone, 'full')}`}>
      <Shape shape={mark.shape} color={mark.color} label={mark.word} />
      {own(text, data.identity?.name ?? data.action, 32)} {formatTime(data.time, zone, 'clock')}
    </Opening>
  );
}

function EpisodeChip({ id, text, was }: Written): ReactNode {
  const { data, error } = useQuery('episodes.get', { id });
  if (error) return <Gone id={id} text={text} why={error.message} />;
  if (!data) return <Opening id={id}>{own(text, id, 40)}</Opening>;
  const now = data.decision?.verdict ?? data.verdict;
  const look = VERDICTS[now];
  const by = data.decision ? 'decided' : 'proposed';
  const hasChanged = was && was !== now;
  return (
    <Opening
      id={data.id}
      title={`${data.id} · ${look.word}, ${by}${hasChanged ? ` · was ${VERDICTS[was].word} when this was written` : ''}${data.id === id ? '' : ` · written as ${id}, which is part of it now`}`}
    >
      <Shape shape={look.shape} color={look.color} label={look.word} />
      {own(text, data.identity.name, 32)} ×{data.denials}
      {hasChanged && (
        <span className="ref-changed">
          now {look.short.toLowerCase()}, was {VERDICTS[was].short.toLowerCase()}
        </span>
      )}
    </Opening>
  );
}

function IdentityChip({ id, text }: Written): ReactNode {
  const { data, error } = useQuery('identities.get', { id });
  if (error) return <Gone id={id} text={text} why={error.message} />;
  return (
    <Opening id={data?.id ?? id} title={data ? `${data.id} · ${visible(data.name)}` : id}>
      <UserRound size={12} aria-hidden /> {own(text, data?.name ?? id, 36)}
    </Opening>
  );
}

function PathChip({ id, text }: Written): ReactNode {
  const { data, error } = useQuery('paths.list', { limit: 1_000 });
  if (error) return <Gone id={id} text={text} why={error.message} />;
  const path = data?.find((one) => one.id === id);
  if (data && !path) return <Gone id={id} text={text} why="the analysis no longer finds this path" />;
  return (
    <Opening
      id={id}
      title={id}
      onOpen={() => {
        if (path) useSelection.getState().select({ episode: path.episode });
        useLayout.getState().open('paths');
      }}
    >
      <Waypoints size={12} aria-hidden /> {own(text, path ? `path of ${path.hops.length} hops` : id, 36)}
    </Opening>
  );
}

function ManualChip({ id, text }: Written): ReactNode {
  const zone = useZone();
  const { data, error } = useQuery('manual.list', {});
  const event = data?.find((one) => one.id === id);
  if (error || (data && !event)) return <Gone id={id} text={text} why={error?.message ?? 'it was withdrawn'} />;
  return (
    <Opening
      id={id}
      title={
        event
          ? `${visible(event.what)} · ${formatTime(event.time, zone, 'full')} · source: ${visible(event.source)}`
          : id
      }
      onOpen={() => {
        if (!event) return;
        const time = Date.parse(event.time);
        // An episode that is chosen would be brought into the timeline's window instead.
        useSelection.getState().select({ episode: null, event: null, identity: event.identity });
        useViewport.getState().show({ from: time - AROUND, to: time + AROUND });
        useLayout.getState().open('timeline');
      }}
    >
      <span className="ref-manual">manual</span> {own(text, event?.what ?? id, 36)}
      {event && ` ${formatTime(event.time, zone, 'clock')}`}
    </Opening>
  );
}

const AROUND = 12 * 3_600_000;
const VIEW_ICONS = { map: MapIcon, timeline: Clock, events: Rows3, paths: Waypoints } as const;

/** A picture of the case: opens the view, narrowed as it was when this was written. */
export function ViewChip({ reference: { text, view, state } }: { reference: ViewReference }): ReactNode {
  const zone = useZone();
  const info = useCase();
  const matching = useQuery('events.count', {
    filter: {
      query: state.query,
      range: state.range,
      identities: view === 'map' || !state.identity ? null : [state.identity],
      episode: null,
    },
  });
  const Icon = VIEW_ICONS[view];
  const n = matching.data?.events;
  const about = [
    view,
    state.range ? span(state.range.from, state.range.to, zone) : 'the whole case',
    state.query && `search ${visible(state.query)}`,
    n !== undefined && `${n.toLocaleString('en')} ${n === 1 ? 'event' : 'events'} now`,
  ].filter(Boolean);
  return (
    <span className="ref">
      <Chip
        title={about.join(' · ')}
        onPress={() => {
          const { query, range, identity, episode } = state;
          useFilters.getState().set({ query, range, identities: null, episode: null });
          useSelection.getState().select({ identity, episode, event: null });
          if (view === 'timeline' && info?.first && info.last)
            useViewport.getState().show(range ?? { from: Date.parse(info.first), to: Date.parse(info.last) + 1 });
          useLayout.getState().open(view);
        }}
      >
        <Icon size={12} aria-hidden /> {ellipsis(visible(text), 48)}
        {n === 0 && <span className="ref-changed">nothing there now</span>}
      </Chip>
    </span>
  );
}
