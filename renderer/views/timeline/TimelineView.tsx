/** Who did what when: a lane per identity, its denials, accesses and changes, and arcs to what followed a denial. */
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { isMasked } from '../../../shared/base/secrets';
import { visible } from '../../../shared/base/text';
import type { Event } from '../../../shared/model/event';
import { refKind } from '../../../shared/model/ids';
import { useAct } from '../../engine/use-act';
import { useCase, useZone } from '../../engine/use-case';
import { useEpisodes } from '../../engine/use-episodes';
import { useQuery } from '../../engine/use-query';
import { useSavePicture } from '../../engine/use-save-picture';
import { useChoice } from '../../state/choices';
import { useCommands } from '../../state/commands';
import { wordsOfFilter } from '../../state/filter-words';
import { toFilter, useFilters } from '../../state/filters';
import { gaps } from '../../state/gaps';
import { chordOf } from '../../state/keys';
import { useLayout } from '../../state/layout';
import { showEvent } from '../../state/navigate';
import { say } from '../../state/notices';
import { offerPivot, type Pivot, pivotsOf } from '../../state/pivot';
import { runCommand } from '../../state/run-command';
import { useSelection } from '../../state/selection';
import { useViewport } from '../../state/viewport';
import { MARKS, markOf } from '../../state/words';
import { Button } from '../../ui/Button';
import { CanvasChart, pictureBytes, useColours } from '../../ui/canvas-chart';
import { formatCount, formatTime } from '../../ui/format';
import { Empty, LoadingBar, NoEvents, Problem } from '../../ui/States';
import { clampWindow, panWindow, span, timeScale, type Window, withAir, zoomWindow } from '../../ui/time-scale';
import { ViewBar } from '../../ui/ViewBar';
import { arcs } from './arcs';
import { CoverageStrip } from './CoverageStrip';
import { coverageBars, coverageOf } from './coverage';
import { AXIS, apartText, type DrawnLane, drawTimeline, type Picture } from './draw';
import { type Hit, hitKey, hitTest } from './hits';
import { KEYS, type Move } from './keys';
import { LaneLabels } from './LaneLabels';
import { LaneTable } from './LaneTable';
import { Legend } from './Legend';
import { walk } from './marks';
import { phasesAt } from './request-phase';
import { laneYOf, rowsOnScreen } from './rows';
import { drawSheet, type Sheet, sheetSize } from './sheet';
import { TimelineBar } from './TimelineBar';
import { TimelineTip } from './TimelineTip';
import { rolloutsOf } from './tracks';
import { useLaneRows } from './use-lane-rows';
import { LANES_BY, type LaneBy, type OrderedLane, useBrackets } from './use-lanes';
import './timeline.css';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_ARCS = 12; // episodes whose arcs are drawn beside the selected one's

export function TimelineView(): ReactNode {
  const info = useCase();
  const evidence = useMemo<Window | null>(
    () => (info?.first && info.last ? { from: Date.parse(info.first), to: Date.parse(info.last) + 1 } : null),
    [info?.first, info?.last],
  );
  if (!info) return null;
  if (!evidence)
    return (
      <div className="timeline">
        <ViewBar title="Timeline" about="0 identities" />
        <NoEvents onImport={() => runCommand('import.files')}>
          Import exports of sign-ins and denials; each identity gets a lane here.
        </NoEvents>
      </div>
    );
  return <Timeline evidence={evidence} />;
}

function Timeline({ evidence }: { evidence: Window }): ReactNode {
  const zone = useZone();
  const act = useAct();
  const info = useCase();
  const saveFile = useSavePicture();
  const colours = useColours();
  const filters = useFilters();
  const selection = useSelection();
  const { timeline, show, cursor } = useViewport();
  const toggleInspector = useLayout((layout) => layout.toggleInspector);

  const [size, setSize] = useState({ width: 0, height: 0 });
  const [scrollTop, setScrollTop] = useState(0);
  const [by, setBy] = useChoice<LaneBy>('timeline.by', 'source', LANES_BY);
  const [open, setOpen] = useChoice<readonly string[]>('timeline.open', []);
  const [asTable, setAsTable] = useChoice<boolean>('timeline.table', false);
  const [hair, setHair] = useState<{ time: number } | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const [hoveredArc, setHoveredArc] = useState<string | null>(null);
  const [status, setStatus] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const dragFrom = useRef<{ window: Window; scrollTop: number } | null>(null);

  // --- the window of time
  const limits = useMemo(() => withAir(evidence, 0.03, HOUR), [evidence]);
  const window = timeline ?? filters.range ?? limits;
  const scale = timeScale(window, size.width);
  const setWindow = useCallback(
    (next: Window) => show({ from: Math.round(next.from), to: Math.round(next.to) }),
    [show],
  );
  const lastBrush = useRef(filters.range);
  useEffect(() => {
    if (filters.range && filters.range !== lastBrush.current) show(filters.range);
    lastBrush.current = filters.range;
  }, [filters.range, show]);

  // --- lanes
  const filter = toFilter(filters);
  // An episode chosen elsewhere brings its lanes to the top; one chosen here leaves the lanes where the hand is.
  const [pinned, setPinned] = useState(selection.episode);
  const chosenHere = useRef<string | null>(null);
  useEffect(() => {
    if (selection.episode === null || selection.episode !== chosenHere.current) setPinned(selection.episode);
  }, [selection.episode]);
  const { order, layout, loaded, tracks, parts, ids, block, firstSeen, lastSeen, room } = useLaneRows({
    filter,
    whole: filters.range ?? evidence,
    pinned,
    window,
    size,
    scrollTop,
    by,
    open,
  });

  // --- episodes: brackets for all on screen, arcs for the selected one and the gravest
  const { rows: queue, total: inWindow } = useBrackets(window, size.width, ids);
  const grave = queue
    .filter((row) => row.verdict === 'likely_compromise' && row.id !== selection.episode)
    .filter((row) => Date.parse(row.end) >= window.from && Date.parse(row.start) <= window.to)
    .slice(0, MOST_ARCS)
    .map((row) => row.id);
  const episodes = useEpisodes(selection.episode ? [selection.episode, ...grave] : grave);
  const selectedEpisode = episodes.find((episode) => episode.id === selection.episode);

  // --- where logs are silent
  const histogram = useQuery('events.histogram', { filter: {}, buckets: 512 });
  const silent = useMemo(
    () => (histogram.data ? gaps(histogram.data.bars, histogram.data.step) : []),
    [histogram.data],
  );
  const files = useQuery('imports.list', {});
  const coverage = useMemo(() => coverageOf(files.data ?? []), [files.data]);

  const told = useQuery('imports.coverage', {});
  const bars = useMemo(() => coverageBars(told.data ?? null, coverage), [told.data, coverage]);

  // --- what is drawn
  const selectedEvent = useQuery(
    'events.get',
    selection.event && refKind(selection.event) === 'event' ? { id: selection.event } : null,
  );
  const { drawn, labels, names } = rowsOnScreen({
    order,
    layout,
    first: firstSeen,
    last: lastSeen,
    scrollTop,
    open,
    parts,
    loaded,
    episodes: queue,
    selected: selection,
    coverage: by === 'source' ? coverage : null,
    tracks,
  });
  const manual = useQuery('manual.list', { range: { from: Math.floor(window.from), to: Math.ceil(window.to) } });
  const rollouts = rolloutsOf(ids.map(tracks.of), window);
  const laneY = laneYOf(drawn, by === 'source');
  const curves = arcs(episodes, scale, laneY);
  // Without a pointer the distance is shown at the selected event.
  const chosenTime = selectedEvent.data ? Date.parse(selectedEvent.data.time) : null;
  const measured = anchor !== null && chosenTime !== null ? { time: chosenTime, locked: true } : null;
  const picture: Picture = {
    scale,
    zone,
    from: loaded.from,
    step: loaded.step,
    lanes: drawn,
    arcs: curves,
    hoveredArc: curves.find((arc) => `${arc.episode.id}${arc.link.event}` === hoveredArc) ?? null,
    brush: filters.range,
    evidence,
    gaps: silent,
    hair: hair ? { time: hair.time, locked: false } : measured,
    anchor,
    selectedEvent: selection.event,
    cursor,
  };

  const savePicture = (kind: 'svg' | 'png'): Promise<void> => {
    const shown = `${span(window.from, window.to, zone)} (${zone})`;
    const narrowed = wordsOfFilter(filters, filters.range && span(filters.range.from, filters.range.to, zone));
    const sheet: Sheet = {
      title: `Timeline of ${info?.name ?? 'the case'}`,
      about: [`${shown} · ${narrowed}`, `Saved ${formatTime(Date.now(), zone, 'second')} by ${info?.actor.name ?? ''}`],
      picture: { ...picture, hair: measured, hoveredArc: null },
      labels,
      by,
      bars,
      rollouts,
      manual: manual.data ?? [],
      height: size.height,
    };
    const name = `${info?.name ?? 'case'}-timeline`;
    const bytes = () => pictureBytes(kind, sheetSize(sheet), sheet.title, (pen) => drawSheet(pen, sheet, colours));
    return saveFile({ view: 'timeline', kind, name, about: `${shown}; ${narrowed}`, bytes });
  };

  // --- moving
  const fit = (): void => {
    if (selectedEpisode) {
      const times = [selectedEpisode.start, selectedEpisode.end, ...selectedEpisode.followedBy.map((link) => link.time)]
        .map((time) => Date.parse(time))
        .sort((a, b) => a - b);
      setWindow(withAir({ from: times[0]!, to: times.at(-1)! }, 0.25, HOUR));
      scroller.current?.scrollTo({ top: 0 });
    } else if (selectedEvent.data) {
      const at = Date.parse(selectedEvent.data.time);
      setWindow({ from: at - HOUR, to: at + HOUR });
    } else if (filters.range) setWindow(filters.range);
    else setWindow(limits);
  };
  const newest = useRef({ fit, selected: selectedEpisode });
  newest.current = { fit, selected: selectedEpisode };
  // An episode chosen elsewhere that lies outside the window is brought into it, once.
  const fitted = useRef<string | null>(null);
  const selectedId = selectedEpisode?.id ?? null;
  useEffect(() => {
    const episode = newest.current.selected;
    if (!episode || fitted.current === selectedId) return;
    fitted.current = selectedId;
    const shown = useViewport.getState().timeline;
    const from = Date.parse(episode.start);
    if (!shown || from < shown.from || from > shown.to || shown.to - shown.from > 14 * DAY) newest.current.fit();
  }, [selectedId]);

  const length = window.to - window.from;
  const choose = (identity: string): void => {
    selection.select({ identity: selection.identity === identity ? null : identity });
  };
  const toggle = (identity: string): void =>
    setOpen((was) => (was.includes(identity) ? was.filter((id) => id !== identity) : [...was, identity]));
  const activeIndex = (): number => {
    for (let i = block.from; i < block.to; i++) if (order.lane(i)?.identity.id === selection.identity) return i;
    return -1;
  };
  const activeLane = (): OrderedLane | undefined => {
    const id = selection.identity ?? selectedEvent.data?.identity?.id;
    for (let i = 0; i < Math.max(block.to, order.pinned); i++) {
      const lane = order.lane(i);
      if (lane && lane.identity.id === id) return lane;
    }
    return order.lane(firstSeen);
  };
  const phasesOf = (hit: Hit): string[] => {
    if (hit.kind !== 'mark') return [];
    const id = hit.lane.lane?.identity.id;
    return id ? phasesAt(tracks.of(id)?.bands ?? [], hit.time) : [];
  };
  const arrive = (event: { id: string; time: number; what: string; who: string; identity: string }): void => {
    const { timeline: shown } = useViewport.getState();
    const now = shown ?? window;
    selection.select({ event: event.id, identity: event.identity });
    const apart = anchor === null ? '' : `, ${apartText(event.time - anchor)} from the locked time`;
    const phases = phasesAt(tracks.of(event.identity)?.bands ?? [], event.time).map((phase) => `, ${phase}`);
    setStatus(`${event.what}, ${formatTime(event.time, zone, 'full')}, ${event.who}${apart}${phases.join('')}`);
    if (event.time < now.from || event.time > now.to)
      setWindow(panWindow(now, event.time - (now.from + now.to) / 2, limits));
  };
  /** The next or previous event of the lane: from what is loaded, else asked of the engine, however far it lies. */
  const step = async (direction: 1 | -1, query = ''): Promise<void> => {
    const active = activeLane();
    if (!active) return;
    const { id } = active.identity;
    const name = visible(active.identity.name);
    const lane = drawn.find((row) => !row.part && row.lane?.identity.id === id)?.lane;
    const next =
      query === '' && lane?.single
        ? walk(lane.single, selection.event, direction, direction === 1 ? window.from : window.to)
        : null;
    if (next !== null && lane?.single) {
      const [event, time, mark] = [lane.single.ids[next]!, lane.single.times[next]!, lane.single.marks[next]!];
      return arrive({ id: event, time, what: MARKS[mark].word, who: name, identity: id });
    }
    const at =
      selectedEvent.data?.identity?.id === id
        ? Date.parse(selectedEvent.data.time)
        : direction === 1
          ? window.from - 1
          : window.to;
    const range = direction === 1 ? { from: at + 1, to: limits.to } : { from: limits.from, to: at };
    const found = await act('look for the next event', (client) =>
      client['events.page']({
        filter: {
          ...filter,
          range,
          identities: [id],
          query: query === '' ? filter.query : `${query} ${filter.query ? `(${filter.query})` : ''}`.trim(),
        },
        order: direction === 1 ? 'asc' : 'desc',
        limit: 1,
      }),
    );
    if (!found.ok) return;
    const event = found.value.rows[0];
    if (!event) {
      setStatus(`No ${query === '' ? 'event' : 'denial'} of ${name} ${direction === 1 ? 'after' : 'before'} this`);
      say({
        tone: 'done',
        text: `No ${query === '' ? 'event' : 'denial'} of ${name} ${direction === 1 ? 'later' : 'earlier'} than this.`,
      });
      return;
    }
    arrive({ id: event.id, time: Date.parse(event.time), what: MARKS[markOf(event)].word, who: name, identity: id });
  };
  const stepLane = (direction: 1 | -1): void => {
    const from = activeIndex();
    let next = from < 0 ? firstSeen : from + direction;
    while (layout.height(next) === 0 && next > 0 && next < order.count) next += direction;
    const lane = order.lane(next);
    if (!lane) return;
    selection.select({ identity: lane.identity.id });
    setStatus(
      `${visible(lane.identity.name)}, ${formatCount(lane.events)} events, ${formatCount(lane.denials)} denied`,
    );
    const top = layout.top(next);
    if (top < scrollTop) scroller.current?.scrollTo({ top });
    else if (top + layout.height(next) > scrollTop + room)
      scroller.current?.scrollTo({ top: top + layout.height(next) - room });
  };
  // Several turns of the wheel may come before one drawing: each goes on from where the last one led.
  const now = (): Window => useViewport.getState().timeline ?? window;
  const zoom = (factor: number, around?: number): void => {
    const shown = now();
    setWindow(zoomWindow(shown, around ?? (shown.from + shown.to) / 2, factor, limits));
  };
  const moves: Record<Move, () => void> = {
    earlier: () => void step(-1),
    later: () => void step(1),
    nextDenied: () => void step(1, 'mark:denied'),
    previousDenied: () => void step(-1, 'mark:denied'),
    measure: () => {
      const at = selectedEvent.data ? Date.parse(selectedEvent.data.time) : Math.round((window.from + window.to) / 2);
      setAnchor(anchor === at ? null : at);
      setStatus(anchor === at ? 'Stopped measuring' : `Measures from ${formatTime(at, zone, 'full')}`);
    },
    table: () => setAsTable((was) => !was),
    panEarlier: () => setWindow(panWindow(window, -length / 4, limits)),
    panLater: () => setWindow(panWindow(window, length / 4, limits)),
    dayEarlier: () => setWindow(panWindow(window, -DAY, limits)),
    dayLater: () => setWindow(panWindow(window, DAY, limits)),
    start: () => setWindow(panWindow(window, limits.from - window.from, limits)),
    end: () => setWindow(panWindow(window, limits.to - window.to, limits)),
    laneUp: () => stepLane(-1),
    laneDown: () => stepLane(1),
    zoomIn: () => zoom(0.5, focusTime(selection.event, drawn) ?? undefined),
    zoomOut: () => zoom(2, focusTime(selection.event, drawn) ?? undefined),
    fit,
    brush: () => filters.set({ range: { from: Math.round(window.from), to: Math.round(window.to) } }),
    open: () => toggleInspector(true),
    toggle: () => selection.identity && toggle(selection.identity),
    release: () => setAnchor(null),
  };
  const latest = useRef(moves);
  latest.current = moves;
  const save = useRef(savePicture);
  save.current = savePicture;
  const commands = useMemo(
    () => [
      ...KEYS.map(({ keys, move, title }) => ({
        id: `timeline.${move}`,
        title,
        keys,
        run: () => latest.current[move](),
      })),
      { id: 'timeline.svg', title: 'Save the timeline as SVG…', run: () => void save.current('svg') },
      { id: 'timeline.png', title: 'Save the timeline as PNG…', run: () => void save.current('png') },
    ],
    [],
  );
  useCommands('Timeline', commands);

  const onHit = (hit: Hit | null, x: number, shift: boolean): void => {
    if (hit?.kind === 'mark' && shift) {
      setAnchor(hit.time);
      return;
    }
    if (!hit) {
      setAnchor((was) => (was === null ? scale.time(x) : null));
      return;
    }
    if (hit.kind === 'mark') {
      selection.select({ event: hit.id, identity: hit.lane.lane?.identity.id ?? selection.identity });
      if (hit.n > 3) zoomTo(hit.time, hit.until);
    } else if (hit.kind === 'arc') {
      chosenHere.current = hit.arc.episode.id;
      selection.select({ event: hit.arc.link.event, episode: hit.arc.episode.id });
    } else if (hit.kind === 'bracket') {
      const { id, identity } = hit.bracket.episode;
      chosenHere.current = id;
      fitted.current = id;
      selection.select({ episode: id, identity: identity.id, event: null });
    } else if (hit.kind === 'band') showEvent(hit.band.row);
    else if (hit.kind === 'level') selection.select({ event: hit.level.event });
    else if (hit.kind === 'session') {
      selection.select({ event: hit.session.event });
      zoomTo(hit.session.from, hit.session.to);
    } else zoomTo(hit.from, hit.to);
  };
  const zoomTo = (from: number, to: number): void => setWindow(withAir({ from, to }, 0.4, 10_000));

  const error = order.error ?? loaded.error;
  return (
    <div className="timeline">
      <TimelineBar
        identities={order.ready ? order.total : null}
        episodeOf={pinned && order.pinned > 0 ? (order.lane(0)?.identity.name ?? null) : null}
        onUnpin={() => selection.select({ episode: null })}
        by={by}
        onBy={setBy}
        length={length}
        onLength={(shown) => {
          if (shown === null) return setWindow(limits);
          const middle = (window.from + window.to) / 2;
          setWindow(clampWindow({ from: middle - shown / 2, to: middle + shown / 2 }, limits));
        }}
        asTable={asTable}
        onTable={setAsTable}
        onZoom={zoom}
        onFit={fit}
        onPicture={(kind) => void savePicture(kind)}
      />
      <LoadingBar active={order.loading || loaded.loading} />
      {error && order.total === 0 ? (
        <Problem title="The timeline cannot be drawn" error={error} />
      ) : order.ready && order.total === 0 ? (
        <Empty
          title="No identity left by the filter"
          actions={<Button onPress={() => runCommand('filters.clear')}>Clear all filters</Button>}
        >
          Take a word out of the filter, or clear the brush.
        </Empty>
      ) : null}
      {!asTable && !(order.ready && order.total === 0) && (
        <CoverageStrip bars={bars} rollouts={rollouts} manual={manual.data ?? []} scale={scale} zone={zone} />
      )}
      <div
        className="timeline-scroll"
        ref={scroller}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
        hidden={order.ready && order.total === 0}
      >
        <div className="timeline-height" style={{ height: layout.total + AXIS }}>
          <div className="timeline-window">
            <div className="timeline-side">
              <div className="timeline-zone" style={{ height: AXIS }}>
                <span className="clip">{zone}</span>
              </div>
              <LaneLabels rows={labels} by={by} onToggle={toggle} onChoose={choose} />
            </div>
            <CanvasChart<Hit>
              label={`Timeline of ${formatCount(order.total)} identities, ${formatTime(window.from, zone, 'minute')} to ${formatTime(window.to, zone, 'minute')}. Arrows walk events and lanes, plus and minus zoom, f fits the selection.`}
              status={status}
              onSize={setSize}
              asTable={asTable}
              table={
                asTable ? (
                  <LaneTable
                    lanes={drawn}
                    names={names}
                    bandsOf={(id) => tracks.of(id)?.bands ?? []}
                    by={by}
                    from={loaded.from}
                    step={loaded.step}
                    zone={zone}
                    onSelect={(event) => selection.select({ event })}
                  />
                ) : undefined
              }
              draw={(pen, box) => drawTimeline(pen, box, picture, colours)}
              hitTest={(x, y) => hitTest(picture, x, y)}
              hitKey={hitKey}
              tooltip={(hit) => <TimelineTip hit={hit} zone={zone} phases={phasesOf(hit)} />}
              onHover={(hit, spot) => {
                setHair(spot ? { time: hit?.kind === 'mark' ? hit.time : Math.round(scale.time(spot.x)) } : null);
                setHoveredArc(hit?.kind === 'arc' ? `${hit.arc.episode.id}${hit.arc.link.event}` : null);
                const id = hit?.kind === 'mark' && hit.n === 1 ? hit.id : null;
                if (id !== selection.hovered) selection.hover(id);
              }}
              onClick={(hit, spot) => onHit(hit, spot.x, spot.shift)}
              onContext={(hit, at) => {
                const pivot =
                  pivotOfHit(hit) ?? (at.isKey && selectedEvent.data ? firstPivot(selectedEvent.data) : null);
                if (pivot) offerPivot(pivot, at);
              }}
              onDoubleClick={(spot) => zoom(0.25, scale.time(spot.x))}
              onWheel={(event, spot) => {
                event.preventDefault();
                if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
                  const by = (event.deltaX || event.deltaY) * scale.perPixel;
                  setWindow(panWindow(now(), by, limits));
                } else zoom(1.0015 ** Math.max(-400, Math.min(400, event.deltaY)), scale.time(spot.x));
              }}
              onDrag={({ start, now, phase }) => {
                if (phase === 'start') dragFrom.current = { window, scrollTop };
                const from = dragFrom.current;
                if (!from) return;
                setHair(null);
                setWindow(panWindow(from.window, (start.x - now.x) * scale.perPixel, limits));
                scroller.current?.scrollTo({ top: from.scrollTop + start.y - now.y });
                if (phase === 'end' || phase === 'cancel') dragFrom.current = null;
              }}
              onKeyDown={(event) => {
                const chord = chordOf(event);
                const key = KEYS.find(({ keys }) => keys === chord || (chord === '=' && keys === '+'));
                if (!key) return;
                event.preventDefault();
                latest.current[key.move]();
                const shown = useViewport.getState().timeline;
                if (shown && shown !== timeline) setStatus(`Shows ${span(shown.from, shown.to, zone)}`);
              }}
            />
          </div>
        </div>
      </div>
      <Legend shown={queue.length} total={inWindow} />
    </div>
  );
}

/** What a right click on something drawn leads on from: the record where it is one, else whose lane it is. */
function pivotOfHit(hit: Hit | null): Pivot | null {
  if (!hit) return null;
  switch (hit.kind) {
    case 'mark':
      return hit.lane.lane ? { ...identityPivot(hit.lane.lane.identity), event: hit.id } : null;
    case 'bar':
      return hit.lane.lane ? identityPivot(hit.lane.lane.identity) : null;
    case 'bracket':
      return identityPivot(hit.bracket.episode.identity);
    case 'arc':
      return { ...identityPivot(hit.arc.episode.identity), event: hit.arc.link.event };
    default:
      return null;
  }
}

const identityPivot = ({ id, name }: { id: string; name: string }): Pivot => ({
  field: 'identity',
  value: isMasked(name) ? id : name,
  identity: id,
});

const firstPivot = (event: Event): Pivot | null => {
  const [first] = pivotsOf(event);
  return first ? { ...first, event: event.id } : null;
};

function focusTime(event: string | null, lanes: readonly DrawnLane[]): number | null {
  if (event === null) return null;
  for (const { lane } of lanes) {
    const i = lane?.single?.ids.indexOf(event) ?? -1;
    if (i >= 0) return lane!.single!.times[i]!;
  }
  return null;
}
