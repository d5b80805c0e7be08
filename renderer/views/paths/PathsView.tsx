/** From the denial to what followed, hop by hop: who, through which door, tied by what. */
import { Table2 } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Path } from '../../../shared/model/episode';
import { useAct } from '../../engine/use-act';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useLayout } from '../../state/layout';
import { useSelection } from '../../state/selection';
import { useUndo } from '../../state/undo';
import { LINK_WORDS, VERDICTS } from '../../state/words';
import { IconButton } from '../../ui/Button';
import { formatCount, formatTime } from '../../ui/format';
import { Menu } from '../../ui/Menu';
import { Shape } from '../../ui/Shape';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { ViewBar } from '../../ui/ViewBar';
import { pathGraph } from './graph';
import { PathPicture } from './PathPicture';
import { PathsTable } from './PathsTable';
import './paths.css';

const LISTED = 500;

export function PathsView(): ReactNode {
  const zone = useZone();
  const readOnly = useCase()?.readOnly ?? false;
  const { episode: chosen, event, select } = useSelection();
  const toggleInspector = useLayout((layout) => layout.toggleInspector);
  const [asTable, setAsTable] = useState(false);
  const act = useAct();
  const did = useUndo((undo) => undo.did);

  const all = useQuery('paths.list', { limit: LISTED });
  const groups = useMemo(() => byEpisode(all.data ?? []), [all.data]);
  const shown = chosen ?? groups[0]?.episode ?? null;
  const paths = useQuery('paths.list', shown ? { episode: shown } : null);
  const episode = useQuery('episodes.get', shown ? { id: shown } : null);
  const current = episode.data?.id === shown ? episode.data : undefined;
  const list = paths.data?.filter((path) => path.episode === shown) ?? [];
  const [main, width] = useWidth();
  const graph = pathGraph(list, current?.followedBy ?? [], Math.max(0, width - 20));

  const review = async (linked: string, word: 'confirmed' | 'rejected' | null): Promise<void> => {
    if (!shown) return;
    const before = current?.followedBy.find((link) => link.event === linked)?.review ?? null;
    const put = (value: 'confirmed' | 'rejected' | null) =>
      act('review the link', (client) => client['links.review']({ episode: shown, event: linked, review: value }));
    const done = await put(word);
    if (done.ok)
      did({
        title: `review a link: ${word ?? 'taken back'}`,
        undo: async () => (await put(before)).ok,
        redo: async () => (await put(word)).ok,
      });
  };
  const choose = (id: string): void => {
    select({ event: id });
    toggleInspector(true);
  };

  return (
    <div className="paths">
      <ViewBar
        title="Paths"
        about={
          all.data &&
          `${formatCount(all.data.length)}${all.data.length === LISTED ? ' or more' : ''} ${all.data.length === 1 ? 'path' : 'paths'} from ${formatCount(groups.length)} ${groups.length === 1 ? 'episode' : 'episodes'}`
        }
      >
        {groups.length > 1 && (
          <Menu
            label="Episode"
            choices={groups.map((group) => ({
              id: group.episode,
              title: group.who,
              note: `${formatTime(group.start, zone, 'minute').slice(5)} · ${group.paths.length}`,
            }))}
            chosen={shown ?? undefined}
            onChoose={(id) => select({ episode: id, event: null })}
          >
            <span className="clip paths-chosen">
              {groups.find((group) => group.episode === shown)?.who ?? 'Episode'}
            </span>
          </Menu>
        )}
        <IconButton
          label={asTable ? 'Show the picture' : 'Show as a table'}
          className={asTable ? 'on' : ''}
          onPress={() => setAsTable(!asTable)}
        >
          <Table2 size={14} aria-hidden />
        </IconButton>
      </ViewBar>
      <LoadingBar active={all.loading || paths.loading} />
      {all.error ? (
        <Problem title="The paths cannot be shown" error={all.error} />
      ) : all.data && groups.length === 0 ? (
        <Empty title="No path in this case">
          No denial is linked to an access that followed it, as far as the logs at hand show.
        </Empty>
      ) : (
        <div className="paths-body">
          <nav className="paths-list" aria-label="Episodes with paths">
            <ul>
              {groups.map((group) => (
                <EpisodeEntry key={group.episode} group={group} chosen={group.episode === shown} zone={zone} />
              ))}
            </ul>
          </nav>
          <div className="paths-main" ref={main}>
            {current && <Head episode={current} zone={zone} />}
            {paths.data && list.length === 0 ? (
              <Empty title="Nothing followed this episode">
                {current?.followed === 'not_in_evidence'
                  ? `Not in evidence: ${current.missing.join(', ')}.`
                  : 'The logs that would show an access are there, and show none.'}
              </Empty>
            ) : asTable ? (
              <PathsTable paths={list} episode={current} zone={zone} onSelect={choose} />
            ) : (
              <PathPicture
                graph={graph}
                zone={zone}
                selected={event}
                readOnly={readOnly}
                onSelect={choose}
                onReview={(linked, word) => void review(linked, word)}
              />
            )}
            {list.length > 0 && (
              <section className="path-ends">
                <h3 className="label">Where each path ends</h3>
                <ul>
                  {list.map((path) => (
                    <li key={path.id}>
                      <b>{LINK_WORDS[path.kind]}</b> <span className="muted">{path.score.toFixed(2)}</span> ·{' '}
                      {path.hops.length} hops · {path.endsBecause}
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </div>
        </div>
      )}
    </div>
  );
}

/** Width of an element, followed as it changes. */
function useWidth(): [(element: HTMLDivElement | null) => void, number] {
  const [width, setWidth] = useState(0);
  const follow = useCallback((element: HTMLDivElement | null) => {
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [follow, width];
}

interface Group {
  episode: string;
  who: string;
  start: string;
  paths: Path[];
}

/** Paths by their episode, the best-scored episode first. */
export function byEpisode(paths: readonly Path[]): Group[] {
  const groups = new Map<string, Group>();
  for (const path of paths) {
    const first = path.hops[0];
    const group = groups.get(path.episode) ?? {
      episode: path.episode,
      who: first?.identity ?? '',
      start: first?.time ?? '',
      paths: [],
    };
    group.paths.push(path);
    groups.set(path.episode, group);
  }
  const best = (group: Group): number => Math.max(...group.paths.map((path) => path.score));
  return [...groups.values()].sort((a, b) => best(b) - best(a) || (a.start < b.start ? -1 : 1));
}

function EpisodeEntry({ group, chosen, zone }: { group: Group; chosen: boolean; zone: string }): ReactNode {
  const select = useSelection((selection) => selection.select);
  const best = group.paths.reduce((a, b) => (a.score >= b.score ? a : b));
  return (
    <li>
      <button
        type="button"
        className={`paths-entry${chosen ? ' chosen' : ''}`}
        aria-current={chosen}
        onClick={() => select({ episode: group.episode, event: null })}
      >
        <span className="clip paths-who" title={group.who}>
          {group.who}
        </span>
        <span className="mono muted xs">{formatTime(group.start, zone, 'minute').slice(5)}</span>
        <span className="clip muted s paths-kind">
          {LINK_WORDS[best.kind]} · {best.score.toFixed(2)}
          {group.paths.length > 1 && ` · ${group.paths.length} paths`}
        </span>
      </button>
    </li>
  );
}

function Head({
  episode,
  zone,
}: {
  episode: {
    identity: { name: string };
    verdict: keyof typeof VERDICTS;
    decision?: { verdict: keyof typeof VERDICTS } | null | undefined;
    denials: number;
    start: string;
  };
  zone: string;
}): ReactNode {
  const verdict = VERDICTS[episode.decision?.verdict ?? episode.verdict];
  return (
    <header className="paths-head">
      <h2 className="clip" title={episode.identity.name}>
        {episode.identity.name}
      </h2>
      <span className="paths-verdict">
        <Shape shape={verdict.shape} color={verdict.color} size={12} /> {verdict.word}
      </span>
      <span className="muted clip">
        {formatCount(episode.denials)} {episode.denials === 1 ? 'denial' : 'denials'} from{' '}
        {formatTime(episode.start, zone, 'second')}
      </span>
    </header>
  );
}
