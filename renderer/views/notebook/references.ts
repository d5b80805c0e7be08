/** What can be referred to from the narrative: found by what is typed after `@`, and what stands in front in the other views. */
import { useMemo } from 'react';
import { ellipsis, visible } from '../../../shared/base/text';
import { referenceText, viewText } from '../../../shared/model/narrative';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useFilters } from '../../state/filters';
import { useSelection } from '../../state/selection';
import { useViewport } from '../../state/viewport';
import { VERDICTS } from '../../state/words';
import { formatTime } from '../../ui/format';
import { span } from '../../ui/time-scale';

export interface Choice {
  id: string;
  /** "Episode", "Map": what kind of thing it is. */
  kind: string;
  title: string;
  note: string;
  /** The Markdown that is put in. */
  text: string;
}

const MOST = 6; // of each kind
const AROUND_MS = 3_600_000;

/** The word after the last `@` before the caret; null where none is being written. */
export function askedReference(text: string, caret: number): { from: number; word: string } | null {
  const before = text.slice(Math.max(0, caret - 60), caret);
  const match = /(?:^|[\s(])@([\p{L}\p{N}._-]*(?: ?[\p{L}\p{N}._-]+)?)$/u.exec(before);
  if (!match) return null;
  const word = match[1]!;
  return { from: caret - word.length - 1, word };
}

/** Choices for a word; an empty one offers what stands in front elsewhere. Null asks nothing. */
export function useChoices(word: string | null): Choice[] {
  const zone = useZone();
  const info = useCase();
  const filters = useFilters();
  const selection = useSelection();
  const { timeline } = useViewport();
  const asked = word !== null;
  const search = word ?? '';
  const people = useQuery('identities.list', asked ? { search, limit: MOST } : null);
  const queue = useQuery('episodes.queue', asked ? { state: 'all', search, limit: MOST } : null);
  const manual = useQuery('manual.list', asked ? {} : null);
  const event = useQuery('events.get', asked && selection.event ? { id: selection.event } : null);
  const episode = useQuery('episodes.get', asked && selection.episode ? { id: selection.episode } : null);
  return useMemo(() => {
    if (!asked) return [];
    const fits = (text: string): boolean => text.toLowerCase().includes(search.toLowerCase());
    const whole = info?.first && info.last ? { from: Date.parse(info.first), to: Date.parse(info.last) + 1 } : null;
    const state = {
      query: filters.query,
      range: filters.range,
      identity: selection.identity,
      episode: selection.episode,
    };
    const who = episode.data ? ` of ${episode.data.identity.name}` : '';
    const shown = filters.range ?? whole;
    const views: Choice[] = [
      {
        ...{
          id: 'map',
          kind: 'Map',
          title: 'The map as it stands',
          note: shown ? span(shown.from, shown.to, zone) : '',
        },
        text: viewText(`Map${who}`, 'map', state),
      },
      {
        ...{ id: 'timeline', kind: 'Timeline', title: 'The timeline as it stands' },
        note: (timeline ?? shown) ? span((timeline ?? shown)!.from, (timeline ?? shown)!.to, zone) : '',
        text: viewText(`Timeline${who}`, 'timeline', { ...state, range: timeline ?? filters.range }),
      },
    ].filter(({ title }) => fits(title));
    const front: Choice[] = event.data
      ? [
          {
            ...{ id: event.data.id, kind: 'Event in front', title: event.data.identity?.name ?? event.data.action },
            ...{ note: formatTime(event.data.time, zone, 'second'), text: referenceText(event.data.id, null) },
          },
        ].filter(({ title, kind }) => fits(`${title} ${kind}`))
      : [];
    const inFront: Choice[] =
      episode.data && fits(`${episode.data.identity.name} episode`)
        ? [ofEpisode('Episode in front', episode.data, zone)]
        : [];
    // Of an answer to an earlier word only what fits this one: Enter must not put in what was not asked.
    const episodes = (queue.data?.rows ?? [])
      .filter(({ id, identity }) => id !== selection.episode && (!queue.stale || fits(identity.name)))
      .slice(0, MOST)
      .map((row) => ofEpisode('Episode', row, zone));
    const identities = (people.data?.rows ?? [])
      .filter(({ name, display }) => !people.stale || fits(`${name} ${display ?? ''}`))
      .map(
        (row): Choice => ({
          ...{ id: row.id, kind: 'Identity', title: row.name, note: row.display ?? '' },
          text: referenceText(row.id, visible(row.name)),
        }),
      );
    const own = (manual.data ?? [])
      .filter(({ what }) => fits(what))
      .slice(0, MOST)
      .map(
        (one): Choice => ({
          ...{ id: one.id, kind: 'Manual event', title: one.what, note: formatTime(one.time, zone, 'minute') },
          text: referenceText(one.id, null),
        }),
      );
    const all = [...front, ...inFront, ...views, ...episodes, ...identities, ...own];
    return all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i).slice(0, 14);
  }, [
    asked,
    search,
    info,
    filters,
    selection,
    timeline,
    zone,
    people.data,
    people.stale,
    queue.data,
    queue.stale,
    manual.data,
    event.data,
    episode.data,
  ]);
}

/** What a narrative may begin with: the episode in front, whose it is, and where and when; empty where none is chosen. */
export function useFront(): string {
  const zone = useZone();
  const { episode: id } = useSelection();
  const { data } = useQuery('episodes.get', id ? { id } : null);
  if (!data) return '';
  const range = { from: Date.parse(data.start) - AROUND_MS, to: Date.parse(data.end) + AROUND_MS };
  const state = { query: '', range, identity: data.identity.id, episode: data.id };
  return [
    ofEpisode('Episode', data, zone).text,
    referenceText(data.identity.id, visible(data.identity.name)),
    viewText('Timeline', 'timeline', state),
    viewText('Map', 'map', state),
  ].join(' · ');
}

function ofEpisode(
  kind: string,
  row: {
    id: string;
    identity: { name: string };
    start: string;
    denials: number;
    verdict: keyof typeof VERDICTS;
    decision?: { verdict: keyof typeof VERDICTS } | null | undefined;
  },
  zone: string,
): Choice {
  const verdict = row.decision?.verdict ?? row.verdict;
  return {
    ...{ id: row.id, kind, title: `${row.identity.name} ×${row.denials}` },
    note: `${VERDICTS[verdict].word}, ${formatTime(row.start, zone, 'minute')}`,
    text: referenceText(row.id, ellipsis(visible(row.identity.name), 60), verdict),
  };
}
