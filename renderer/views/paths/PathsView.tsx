/** From the denial to what followed, hop by hop: who, through which door, tied by what. */
import { Maximize2, Minus, Plus, Table2 } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { visible } from '../../../shared/base/text';
import { type Episode, type Link, linksOf, type Path } from '../../../shared/model/episode';
import { useAct } from '../../engine/use-act';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useSavePicture } from '../../engine/use-save-picture';
import { useChoice } from '../../state/choices';
import { useCommands } from '../../state/commands';
import { useLayout } from '../../state/layout';
import { say } from '../../state/notices';
import { runCommand } from '../../state/run-command';
import { useSelection } from '../../state/selection';
import { useUndo } from '../../state/undo';
import { LINK_WORDS, VERDICTS } from '../../state/words';
import { Button, IconButton } from '../../ui/Button';
import { pictureBytes, useColours } from '../../ui/canvas-chart';
import { formatCount, formatTime } from '../../ui/format';
import { Menu } from '../../ui/Menu';
import { PictureMenu } from '../../ui/PictureMenu';
import { Shape } from '../../ui/Shape';
import { Empty, LoadingBar, NoEvents, Problem } from '../../ui/States';
import { ViewBar } from '../../ui/ViewBar';
import { foldRepeats, pathGraph } from './graph';
import { LAYER_ORDER, LAYERS } from './layers';
import { PathPicture } from './PathPicture';
import { PathsTable, Review } from './PathsTable';
import { drawPathSheet, type PathSheet, pathSheetSize } from './sheet';
import './paths.css';

const LISTED = 500;
/** Steps of the zoom; the largest is twice, the smallest shows some two hundred hops at once. */
const ZOOMS = [0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2];

export function PathsView(): ReactNode {
  const zone = useZone();
  const readOnly = useCase()?.readOnly ?? false;
  const { episode: chosen, event, select } = useSelection();
  const toggleInspector = useLayout((layout) => layout.toggleInspector);
  const [asTable, setAsTable] = useChoice<boolean>('paths.table', false);
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
  const [isFolded, setFolded] = useChoice<boolean>('paths.folded', true);
  const [zoom, setZoom] = useChoice<number>('paths.zoom', 1);
  const colours = useColours();
  const info = useCase();
  const saveFile = useSavePicture();
  const links = current ? linksOf(current) : [];
  const steps = foldRepeats(list, links, isFolded);
  const graph = pathGraph(steps, links, Math.max(0, width - 20));
  const repeats = list.reduce((n, { hops }, i) => n + hops.length - steps[i]!.hops.length, 0);
  const zoomBy = useCallback(
    (by: 1 | -1) =>
      setZoom((was) => (by > 0 ? ZOOMS.find((one) => one > was) : ZOOMS.filter((one) => one < was).at(-1)) ?? was),
    [setZoom],
  );
  const fit = (): void =>
    setZoom(Math.max(ZOOMS[0]!, Math.min(1, Math.floor((100 * (width - 36)) / Math.max(1, graph.width)) / 100)));

  const review = async (linked: string, word: 'confirmed' | 'rejected' | null): Promise<void> => {
    if (!shown) return;
    const before = links.find((link) => link.event === linked)?.review ?? null;
    const put = (value: 'confirmed' | 'rejected' | null, again = false) =>
      act('review the link', (client) =>
        client['links.review']({ episode: shown, event: linked, review: value, again }),
      );
    const done = await put(word);
    if (!done.ok) return;
    // An episode whose last link is rejected leaves the list of those with paths: it stays in front all the same.
    select({ episode: shown });
    say({ tone: 'done', text: word ? `Link ${word}.` : 'The word on the link is taken back.' });
    did({
      title: `review a link: ${word ?? 'taken back'}`,
      undo: async () => (await put(before, true)).ok,
      redo: async () => (await put(word)).ok,
    });
  };
  /** The link that a key speaks of: of the hop under the focus or the selected one, else the best that nobody reviewed. */
  const meant = (): (typeof links)[number] | null => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-event]')?.dataset.event;
    const of = (id: string | null | undefined) => {
      const path = id ? list.find(({ hops }) => hops.slice(1).some((hop) => hop.event === id)) : undefined;
      return (
        path && links.find(({ event, kind }) => kind === path.kind && path.hops.some((hop) => hop.event === event))
      );
    };
    return of(focused) ?? of(event) ?? links.find((link) => !link.review) ?? links[0] ?? null;
  };
  const reviewMeant = (word: 'confirmed' | 'rejected'): void => {
    const link = meant();
    if (link && !readOnly) void review(link.event, link.review === word ? null : word);
  };
  const savePicture = (kind: 'svg' | 'png'): Promise<void> => {
    const verdict = current && VERDICTS[current.decision?.verdict ?? current.verdict];
    const what = `${formatCount(list.length)} ${list.length === 1 ? 'path' : 'paths'} of episode ${shown}${verdict ? `, ${verdict.word.toLowerCase()}` : ''}`;
    const sheet: PathSheet = {
      title: `Paths of ${visible(current?.identity.name ?? 'an episode')}`,
      about: [
        `${info?.name ?? 'case'} · ${what} · times in ${zone}${repeats > 0 ? ` · ${formatCount(repeats)} repeats folded` : ''}`,
        `Saved ${formatTime(Date.now(), zone, 'second')} by ${info?.actor.name ?? ''}`,
      ],
      graph,
      zone,
    };
    const bytes = () =>
      pictureBytes(kind, pathSheetSize(sheet), sheet.title, (pen) => drawPathSheet(pen, sheet, colours));
    return saveFile({ view: 'paths', kind, name: `${info?.name ?? 'case'}-paths`, about: what, bytes });
  };
  const nextEpisode = (by: 1 | -1): void => {
    const at = groups.findIndex(({ episode: id }) => id === shown);
    const next = groups[Math.min(groups.length - 1, Math.max(0, at + by))];
    if (next && next.episode !== shown) select({ episode: next.episode, event: null });
  };
  const latest = useRef({ reviewMeant, fit, nextEpisode });
  latest.current = { reviewMeant, fit, nextEpisode };
  useCommands(
    'Paths',
    useMemo(
      () => [
        {
          id: 'paths.confirm',
          title: 'Confirm the link',
          keys: 'c',
          run: () => latest.current.reviewMeant('confirmed'),
        },
        { id: 'paths.reject', title: 'Reject the link', keys: 'x', run: () => latest.current.reviewMeant('rejected') },
        { id: 'paths.undo', title: 'Undo', keys: 'u', run: () => void runCommand('edit.undo') },
        { id: 'paths.next', title: 'Next episode', keys: 'j', run: () => latest.current.nextEpisode(1) },
        { id: 'paths.before', title: 'Episode before', keys: 'k', run: () => latest.current.nextEpisode(-1) },
        { id: 'paths.zoomIn', title: 'Zoom in', keys: '+', run: () => zoomBy(1) },
        { id: 'paths.zoomOut', title: 'Zoom out', keys: '-', run: () => zoomBy(-1) },
        { id: 'paths.fit', title: 'Fit', keys: 'f', run: () => latest.current.fit() },
        { id: 'paths.table', title: 'Picture or table', keys: 't', run: () => setAsTable((was) => !was) },
      ],
      [zoomBy, setAsTable],
    ),
  );
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
              title: visible(group.who),
              note: `${formatTime(group.start, zone, 'minute')} · ${group.paths.length}`,
            }))}
            chosen={shown ?? undefined}
            onChoose={(id) => select({ episode: id, event: null })}
          >
            <span className="clip paths-chosen">
              {visible(groups.find((group) => group.episode === shown)?.who ?? current?.identity.name ?? 'Episode')}
            </span>
          </Menu>
        )}
        {!asTable && list.length > 0 && (
          <>
            <IconButton label="Zoom out" keys="-" onPress={() => zoomBy(-1)}>
              <Minus size={14} aria-hidden />
            </IconButton>
            <span className="paths-zoom mono">{Math.round(zoom * 100)} %</span>
            <IconButton label="Zoom in" keys="+" onPress={() => zoomBy(1)}>
              <Plus size={14} aria-hidden />
            </IconButton>
            <IconButton label="Fit" keys="f" onPress={fit}>
              <Maximize2 size={14} aria-hidden />
            </IconButton>
            <PictureMenu label="Save the picture" size={14} onSave={(kind) => void savePicture(kind)} />
          </>
        )}
        <IconButton
          keys="t"
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
        <NoPaths />
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
              current &&
              (links.length > 0 ? (
                <p className="paths-none">
                  {links.length === 1
                    ? 'The link of this episode is rejected'
                    : 'All links of this episode are rejected'}
                  : no path stands. Take one back below, or press <kbd>u</kbd>.
                </p>
              ) : (
                <NoPath episode={current} zone={zone} onSelect={choose} />
              ))
            ) : asTable ? (
              <PathsTable
                paths={list}
                episode={current}
                zone={zone}
                readOnly={readOnly}
                onSelect={choose}
                onReview={(linked, word) => void review(linked, word)}
              />
            ) : (
              <PathPicture
                graph={graph}
                zone={zone}
                zoom={zoom}
                selected={event}
                readOnly={readOnly}
                onSelect={choose}
                onReview={(linked, word) => void review(linked, word)}
                onZoom={zoomBy}
              />
            )}
            {list.length > 0 && !asTable && (
              <div className="path-key">
                <ul aria-label="Legend">
                  {LAYER_ORDER.filter((layer) => graph.nodes.some(({ hop }) => hop.layer === layer)).map((layer) => (
                    <li key={layer}>
                      <Shape shape={LAYERS[layer].shape} color={LAYERS[layer].color} size={11} /> {LAYERS[layer].word}
                    </li>
                  ))}
                </ul>
                {(repeats > 0 || !isFolded) && (
                  <Button look="bare" onPress={() => setFolded(!isFolded)}>
                    {isFolded
                      ? `Show ${formatCount(repeats)} folded ${repeats === 1 ? 'repeat' : 'repeats'}`
                      : 'Fold repeats'}
                  </Button>
                )}
              </div>
            )}
            {links.length > 0 && (
              <Candidates
                paths={list}
                links={links}
                readOnly={readOnly}
                onSelect={choose}
                onReview={(linked, word) => void review(linked, word)}
              />
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
        <span className="clip paths-who" title={visible(group.who)}>
          <bdi dir="ltr">{visible(group.who)}</bdi>
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
      <h2 className="clip" title={visible(episode.identity.name)}>
        <bdi dir="ltr">{visible(episode.identity.name)}</bdi>
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

/** Every link with its grounds, best first: where there are several, one of them is the person's to choose. */
function Candidates({
  paths,
  links,
  readOnly,
  onSelect,
  onReview,
}: {
  paths: readonly Path[];
  links: readonly Link[];
  readOnly: boolean;
  onSelect(event: string): void;
  onReview(event: string, review: 'confirmed' | 'rejected' | null): void;
}): ReactNode {
  return (
    <section className="path-ends">
      <h3 className="label">
        {links.length === 1 ? 'The link and its grounds' : `${formatCount(links.length)} candidates, best first`}
      </h3>
      <ol>
        {links.map((link) => {
          const path = paths.find(
            ({ kind, hops }) => kind === link.kind && hops.some(({ event }) => event === link.event),
          );
          return (
            <li key={`${link.kind} ${link.event}`} className={link.review === 'rejected' ? 'rejected' : ''}>
              <div>
                <button type="button" className="link" onClick={() => onSelect(link.event)}>
                  {LINK_WORDS[link.kind]}
                </button>{' '}
                <span className="mono muted">{link.score.toFixed(2)}</span> ·{' '}
                <Review link={link} readOnly={readOnly} onReview={onReview} />
              </div>
              <div className="muted">
                {link.reasons
                  .map(({ text, weight }) => `${visible(text)} ${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`)
                  .join(' · ')}
              </div>
              {path && (
                <div className="muted">
                  {formatCount(path.hops.length)} hops; ends because: {path.endsBecause}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** No link: the answer, what it rests on, and the identity's own next access. */
function NoPath({
  episode,
  zone,
  onSelect,
}: {
  episode: Episode;
  zone: string;
  onSelect(event: string): void;
}): ReactNode {
  const { nextOwn } = episode;
  return (
    <Empty title={episode.followed === 'not_in_evidence' ? 'Not in evidence' : 'No access followed this episode'}>
      {episode.followed === 'not_in_evidence'
        ? `Whether an access followed cannot be told: ${episode.missing.join(', ')} ${episode.missing.length === 1 ? 'is' : 'are'} missing.`
        : 'The logs that would show one are there, and show none that belongs to whoever was refused.'}
      {nextOwn && (
        <>
          {' '}
          The identity’s own next access came{' '}
          <button type="button" className="link" onClick={() => onSelect(nextOwn.event)}>
            {formatTime(Date.parse(episode.end) + nextOwn.delaySeconds * 1_000, zone, 'second')}
          </button>
          : {visible(nextOwn.why)}.
        </>
      )}
    </Empty>
  );
}

/** Nothing is read yet, or nothing followed a denial. */
function NoPaths(): ReactNode {
  if (useCase()?.events === 0)
    return (
      <NoEvents onImport={() => runCommand('import.files')}>
        Import exports of sign-ins and denials; what led from a denial to an access is drawn here.
      </NoEvents>
    );
  return (
    <Empty title="No path in this case">
      No denial is linked to an access that followed it, as far as the logs at hand show.
    </Empty>
  );
}
