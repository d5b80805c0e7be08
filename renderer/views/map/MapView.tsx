/** Where: places with their accesses and denials, and the selected identity's travel in order of time. */
import { Download, Layers as LayersIcon, Minus, Pause, Play, Plus, Table2 } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { Button as AriaButton, Checkbox, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { isMasked } from '../../../shared/base/secrets';
import { ellipsis, plural, visible } from '../../../shared/base/text';
import type { PlaceRow } from '../../../shared/contract/events';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useSavePicture } from '../../engine/use-save-picture';
import { useChoice } from '../../state/choices';
import { useCommands } from '../../state/commands';
import { wordsOfFilter } from '../../state/filter-words';
import { toFilter, useFilters } from '../../state/filters';
import { offerPivot } from '../../state/pivot';
import { quoted, withWordState, wordState } from '../../state/query-words';
import { runCommand } from '../../state/run-command';
import { useSelection } from '../../state/selection';
import { useViewport } from '../../state/viewport';
import { Button, IconButton } from '../../ui/Button';
import { pictureBytes, useColours } from '../../ui/canvas-chart';
import { formatCount, formatTime } from '../../ui/format';
import { Menu } from '../../ui/Menu';
import { landIn, MapBase, type MapHandle, type Projection } from '../../ui/map-base';
import { PICTURE_CHOICES } from '../../ui/PictureMenu';
import { Empty, LoadingBar, NoEvents, Problem } from '../../ui/States';
import { span } from '../../ui/time-scale';
import { ViewBar } from '../../ui/ViewBar';
import { cameraOf, cameraText } from './camera';
import { drawMap, LABEL_FONT } from './draw';
import { MapKey } from './MapKey';
import { MapTable } from './MapTable';
import { MapTip } from './MapTip';
import { kindsOf, lettersOf } from './networks';
import { toGeoJson, toKml } from './out';
import { PlaceCard } from './PlaceCard';
import { boundsOf, type Layers, type MapHit, type MapPicture, mapHit, mapPicture, placeName } from './picture';
import { ReplayBar, useReplay } from './ReplayBar';
import { nextStop, replayStep, whereAt } from './replay';
import { drawMapSheet, type MapSheet, mapSheetSize } from './sheet';
import { useGazette } from './use-gazette';
import { type OwnTiles, useTiles } from './use-tiles';
import './map.css';

const LAYERS: { id: keyof Layers; title: string }[] = [
  { id: 'success', title: 'Access' },
  { id: 'denied', title: 'Denied' },
  { id: 'travel', title: 'Travel of the selected identity' },
  { id: 'doubt', title: 'Uncertainty' },
  { id: 'networks', title: 'Kinds of network' },
  { id: 'countries', title: 'Country names' },
  { id: 'cities', title: 'City names' },
];

export function MapView(): ReactNode {
  const zone = useZone();
  const info = useCase();
  const colours = useColours();
  const filters = useFilters();
  const { identity, episode, select } = useSelection();
  const { cursor, moveCursor } = useViewport();
  const [hidden, setHidden] = useChoice<readonly string[]>('map.hidden', []);
  const layers = useMemo(
    () => Object.fromEntries(LAYERS.map(({ id }) => [id, !hidden.includes(id)])) as unknown as Layers,
    [hidden],
  );
  const [isClose, setClose] = useState(false);
  const [focused, setFocused] = useState<string | null>(null);
  const gazette = useGazette(isClose);
  const own = useTiles();
  const [asTable, setAsTable] = useChoice<boolean>('map.table', false);
  const [hovered, setHovered] = useState<MapHit | null>(null);
  const [status, setStatus] = useState('');
  const handle = useRef<MapHandle | null>(null);

  const filter = toFilter(filters);
  const whole = useMemo(
    () =>
      filters.range ??
      (info?.first && info.last ? { from: Date.parse(info.first), to: Date.parse(info.last) + 1 } : null),
    [filters.range, info?.first, info?.last],
  );
  // A replay shows what had happened until its instant, in steps that the engine can follow.
  const until = cursor !== null && whole ? replayStep(cursor, whole) : null;
  const places = useQuery('events.places', {
    filter: until === null || !whole ? filter : { ...filter, range: { from: whole.from, to: until } },
    limit: 1_000,
  });
  // Without a chosen identity the episode's own one travels.
  const card = useQuery('episodes.get', identity === null && episode !== null ? { id: episode } : null);
  const who = identity ?? card.data?.identity.id ?? null;
  const travel = useQuery('events.journey', who ? { identity: who, range: filters.range, limit: 300 } : null);
  const journey = who && travel.data && travel.data.legs.length > 0 ? travel.data : null;
  // Whom the map follows is known only when these have answered: until then it stays where it is.
  const isFollowed = (answer: { data?: unknown; error: unknown; stale: boolean }): boolean =>
    (answer.data !== undefined || answer.error !== null) && !answer.stale;
  const isSettled =
    places.data !== undefined &&
    (identity !== null || episode === null || isFollowed(card)) &&
    (who === null || isFollowed(travel));
  const [camera, setCamera] = useChoice<string>('map.camera', '');
  const replay = useReplay(whole, cursor, moveCursor);

  const rows = places.data?.places ?? [];
  const shown = useRef<MapPicture>({ marks: [], legs: [], labels: [] });
  const measure = useMemo(() => textMeasure(colours('--font') || 'sans-serif'), [colours]);
  const make = (projection: Projection): MapPicture =>
    mapPicture(rows, journey, layers, projection, own.tiles ? { ...gazette, countries: [] } : gazette, cursor, measure);
  const points = journey ? journey.legs.flatMap((leg) => [leg.from, leg.to]) : rows.slice(0, 60);

  /** Places of one mark: only these in every view, or all again. */
  const onlyPlaces = (list: readonly PlaceRow[]): void => {
    if (list.length === 1) {
      onlyPlace(list[0]!);
      return;
    }
    const { query } = useFilters.getState();
    const group = groupOf(list);
    const isIn = query.includes(group);
    filters.set({ query: isIn ? query.replace(group, '').trim() : `${query} ${group}`.trim() });
    setStatus(isIn ? 'All places again' : `Only ${list.length} places near ${visible(placeName(list[0]!))}`);
  };
  const isOnly = (list: readonly PlaceRow[]): boolean => {
    if (list.length > 1) return filters.query.includes(groupOf(list));
    const { field, value } = wordOf(list[0]!);
    return value !== null && wordState(filters.query, field, value) === 'in';
  };
  const onlyPlace = (place: PlaceRow): void => {
    const { field, value } = wordOf(place);
    if (!value) return;
    const { query } = useFilters.getState();
    const isIn = wordState(query, field, value) === 'in';
    filters.set({ query: withWordState(query, field, value, isIn ? null : 'in') });
    setStatus(isIn ? `All places again` : `Only ${visible(placeName(place))}`);
  };
  const saveFile = useSavePicture();
  const saveAs = (kind: 'geojson' | 'kml'): Promise<void> => {
    const words = [
      filters.query && `search ${filters.query}`,
      filters.range && `brush ${span(filters.range.from, filters.range.to, 'UTC')} (UTC)`,
      filters.identities && `${filters.identities.length} chosen identities`,
      filters.episode && `episode ${filters.episode}`,
    ].filter(Boolean);
    const out = {
      title: `Map of ${info?.name ?? 'the case'}`,
      about: `${words.length > 0 ? `filter: ${words.join(', ')}` : 'no filter'}; ${formatCount(rows.length)} places${
        journey
          ? `, travel of ${visible(journey.identity.name)}: ${formatCount(journey.legs.length)} legs`
          : ', no travel chosen'
      }`,
      places: rows,
      journey,
    };
    const bytes = async () => new TextEncoder().encode(kind === 'kml' ? toKml(out) : toGeoJson(out));
    return saveFile({ view: 'map', kind, name: `${info?.name ?? 'case'}-map`, about: out.about, bytes });
  };
  const savePicture = async (kind: 'svg' | 'png'): Promise<void> => {
    const projection = handle.current?.projection();
    if (!projection) return;
    const brush = filters.range && `${span(filters.range.from, filters.range.to, zone)} (${zone})`;
    const what = `${plural(rows.length, 'place')}${journey ? `, travel of ${visible(journey.identity.name)}: ${plural(journey.legs.length, 'leg')}` : ''}; ${wordsOfFilter(filters, brush)}`;
    const sheet: MapSheet = {
      title: `Map of ${info?.name ?? 'the case'}`,
      about: [
        what,
        `Saved ${formatTime(Date.now(), zone, 'second')} by ${info?.actor.name ?? ''}${own.file ? '; the land is the bundled one, not the own tiles' : ''}`,
      ],
      projection,
      land: await landIn(projection),
      picture: make(projection),
      letters: layers.networks
        ? lettersOf(
            kindsOf(rows),
            rows.some(({ shared }) => shared),
          )
        : [],
      credit: 'Natural Earth · GeoNames',
    };
    const bytes = () =>
      pictureBytes(kind, mapSheetSize(sheet), sheet.title, (pen) => drawMapSheet(pen, sheet, colours));
    await saveFile({ view: 'map', kind, name: `${info?.name ?? 'case'}-map`, about: what, bytes });
  };
  /** The mark that one stands on, and its place among those that are shown. */
  const [marks, setMarks] = useState(0);
  const markAt = shown.current.marks.findIndex(({ places: of }) => of.some(({ key }) => key === focused));
  const standing = focused === null || marks < 0 ? undefined : shown.current.marks[markAt];
  const here = standing?.places ?? rows.filter(({ key }) => key === focused);
  const stood = useRef(focused); // two keys may come before a frame
  stood.current = focused;
  const step = useCallback((by: 1 | -1): void => {
    const list = shown.current.marks;
    if (list.length === 0) return;
    const at = list.findIndex(({ places: of }) => of.some(({ key }) => key === stood.current));
    const next = list[at < 0 ? (by === 1 ? 0 : list.length - 1) : (at + by + list.length) % list.length]!;
    stood.current = next.places[0]!.key;
    setFocused(stood.current);
    handle.current?.reveal(next.places[0]!);
    setStatus(
      `${visible(next.name)}: ${formatCount(next.success)} access, ${formatCount(next.denied)} denied. ${kindsOf(next.places).join(', ')}`,
    );
  }, []);
  const latest = useRef({ replay, journey, here, onlyPlaces });
  latest.current = { replay, journey, here, onlyPlaces };
  useCommands(
    'Map',
    useMemo(
      () => [
        { id: 'map.zoomIn', title: 'Zoom in', keys: '+', run: () => handle.current?.zoomIn(latest.current.here[0]) },
        { id: 'map.zoomOut', title: 'Zoom out', keys: '-', run: () => handle.current?.zoomOut(latest.current.here[0]) },
        { id: 'map.fit', title: 'Fit what is shown', keys: 'f', run: () => handle.current?.fit() },
        {
          id: 'map.replay',
          title: 'Replay',
          keys: 'p',
          run: () => latest.current.replay.toggle(),
        },
        { id: 'map.next', title: 'Next place', keys: 'j', run: () => step(1) },
        { id: 'map.before', title: 'Place before', keys: 'k', run: () => step(-1) },
        {
          id: 'map.only',
          title: 'Only this place, in every view',
          keys: 'o',
          run: () => latest.current.here.length > 0 && latest.current.onlyPlaces(latest.current.here),
        },
        { id: 'map.leave', title: 'Leave the place', keys: 'Escape', run: () => setFocused(null) },
        { id: 'map.table', title: 'Map or tables', keys: 't', run: () => setAsTable((was) => !was) },
      ],
      [step, setAsTable],
    ),
  );

  const unlocated = places.data?.unlocated ?? 0;
  return (
    <div className="map-view">
      <ViewBar
        title="Map"
        about={
          places.data && (
            <>
              {formatCount(rows.length)} {rows.length === 1 ? 'place' : 'places'}
              {unlocated > 0 && ` · ${formatCount(unlocated)} events without a place`}
              {filters.range && ` · ${span(filters.range.from, filters.range.to, zone)}`}
            </>
          )
        }
      >
        <Button look="bare" keys="p" onPress={replay.toggle} isDisabled={!whole}>
          {replay.playing ? <Pause size={13} aria-hidden /> : <Play size={13} aria-hidden />}
          {replay.playing ? 'Pause' : 'Replay'}
        </Button>
        <LayerChooser
          layers={layers}
          onChange={(next) => setHidden(LAYERS.filter(({ id }) => !next[id]).map(({ id }) => id))}
          own={own}
        />
        <IconButton label="Zoom out" keys="-" onPress={() => handle.current?.zoomOut(here[0])}>
          <Minus size={14} aria-hidden />
        </IconButton>
        <IconButton label="Zoom in" keys="+" onPress={() => handle.current?.zoomIn(here[0])}>
          <Plus size={14} aria-hidden />
        </IconButton>
        <Button look="bare" keys="f" onPress={() => handle.current?.fit()}>
          Fit
        </Button>
        <Menu
          label="Save places and travel as a file"
          look="icon"
          choices={[
            ...(asTable ? [] : PICTURE_CHOICES),
            { id: 'geojson', title: 'GeoJSON', note: 'for GIS and notebooks' },
            { id: 'kml', title: 'KML', note: 'for earth viewers, with times' },
          ]}
          onChoose={(kind) =>
            void (kind === 'svg' || kind === 'png' ? savePicture(kind) : saveAs(kind as 'geojson' | 'kml'))
          }
        >
          <Download size={14} aria-hidden />
        </Menu>
        <IconButton
          keys="t"
          label={asTable ? 'Show the map' : 'Show as tables'}
          className={asTable ? 'on' : ''}
          onPress={() => setAsTable(!asTable)}
        >
          <Table2 size={14} aria-hidden />
        </IconButton>
      </ViewBar>
      <LoadingBar active={places.loading || travel.loading} />
      {places.error ? (
        <Problem title="The map cannot be drawn" error={places.error} />
      ) : asTable ? (
        <MapTable
          places={rows}
          journey={journey}
          zone={zone}
          onPlace={onlyPlace}
          onEvent={(event) => select({ event })}
        />
      ) : (
        <MapBase<MapHit>
          label={`Map of ${formatCount(rows.length)} places${journey ? ` and ${formatCount(journey.legs.length)} legs of travel of ${visible(journey.identity.name)}` : ''}; the button “Show as tables” gives the same as text.`}
          handle={handle}
          fit={boundsOf(points)}
          // Once when there are places, and for another traveller: a filter alone never moves the map under the hand.
          fitKey={isSettled ? (journey?.identity.id ?? 'places') : ''}
          camera={cameraOf(camera)}
          onCamera={(next) => setCamera(next ? cameraText(next) : '')}
          status={status}
          tiles={own.tiles}
          draw={(pen, projection) => {
            shown.current = make(projection);
            // Towns are loaded, and places counted, once the map itself has told how close it is.
            if (projection.zoom >= 5.5 !== isClose) queueMicrotask(() => setClose(projection.zoom >= 5.5));
            if (shown.current.marks.length !== marks) {
              const { length } = shown.current.marks;
              queueMicrotask(() => setMarks(length));
            }
            const now = cursor !== null && journey ? whereAt(journey, cursor, projection) : null;
            drawMap(pen, shown.current, colours, hovered, focused, now);
          }}
          hitTest={(x, y) => mapHit(shown.current, x, y)}
          hitKey={(hit) => (hit.kind === 'place' ? `p${hit.mark.key}` : `l${hit.leg.leg.to.event}`)}
          tooltip={(hit) => <MapTip hit={hit} zone={zone} />}
          onHover={setHovered}
          onContext={(hit, at) => {
            const place = hit?.kind === 'place' ? hit.mark.places[0] : hit === null ? here[0] : undefined;
            const word = place && wordOf(place);
            if (word?.value) offerPivot({ field: word.field, value: word.value }, at);
            if (hit?.kind === 'leg' && journey) {
              const { id, name } = journey.identity;
              const value = isMasked(name) ? id : name;
              offerPivot({ field: 'identity', value, identity: id, event: hit.leg.leg.to.event }, at);
            }
          }}
          onClick={(hit) => {
            if (hit?.kind === 'place') setFocused(hit.mark.places[0]!.key);
            if (hit?.kind === 'place' && hit.mark.places.length > 1) handle.current?.show(boundsOf(hit.mark.places));
            else if (hit?.kind === 'place') onlyPlace(hit.mark.places[0]!);
            else if (hit?.kind === 'leg') select({ event: hit.leg.leg.to.event });
          }}
        >
          {places.data && rows.length === 0 && (
            <div className="map-empty">
              <NoPlace unlocated={unlocated} events={info?.events ?? 0} />
            </div>
          )}
          <p className="map-hint">
            {journey
              ? `Travel of ${ellipsis(visible(journey.identity.name), 60)}: ${formatCount(journey.legs.length)} ${journey.legs.length === 1 ? 'leg' : 'legs'}`
              : who
                ? 'This identity did not change its place here'
                : 'Choose an identity or an episode to see its travel'}
          </p>
          {here.length > 0 && (
            <PlaceCard
              places={here}
              at={markAt + 1}
              of={shown.current.marks.length}
              isOnly={isOnly(here)}
              onOnly={() => onlyPlaces(here)}
              onClose={() => setFocused(null)}
            />
          )}
          <MapKey
            letters={
              layers.networks
                ? lettersOf(
                    kindsOf(rows),
                    rows.some(({ shared }) => shared),
                  )
                : []
            }
          />
          <p className="map-credit">
            {own.file ? `${visible(own.file.info.attribution || own.file.name)} · ` : ''}Natural Earth · GeoNames
          </p>
        </MapBase>
      )}
      {cursor !== null && whole && (
        <ReplayBar
          at={cursor}
          whole={whole}
          zone={zone}
          playing={replay.playing}
          onToggle={replay.toggle}
          onMove={moveCursor}
          onStep={(by) => moveCursor(nextStop(journey, cursor, by, whole))}
          onClose={replay.stop}
        />
      )}
    </div>
  );
}

/** The word of the query that keeps a place: its town where the log names it, else its country. */
function wordOf(place: PlaceRow): { field: 'city' | 'country'; value: string | null } {
  const field = place.city && place.from === 'log' ? 'city' : 'country';
  return { field, value: field === 'city' ? place.city : place.country };
}

/** The part of a query that keeps several places. */
function groupOf(list: readonly PlaceRow[]): string {
  const words = list.flatMap((place) => {
    const { field, value } = wordOf(place);
    return value === null ? [] : [`${field}:${quoted(value)}`];
  });
  return `(${[...new Set(words)].sort().join(' OR ')})`;
}

function LayerChooser({
  layers,
  onChange,
  own,
}: {
  layers: Layers;
  onChange(layers: Layers): void;
  own: OwnTiles;
}): ReactNode {
  return (
    <DialogTrigger>
      <AriaButton className="button bare">
        <LayersIcon size={13} aria-hidden /> Layers
      </AriaButton>
      <Popover className="menu-over" placement="bottom end" offset={4}>
        <Dialog className="layer-chooser" aria-label="Layers">
          {LAYERS.map(({ id, title }) => (
            <Checkbox
              key={id}
              className="choice"
              isSelected={layers[id]}
              onChange={(on) => onChange({ ...layers, [id]: on })}
            >
              <span className="choice-box" aria-hidden />
              {title}
            </Checkbox>
          ))}
          <h3 className="label">Ground</h3>
          <div role="radiogroup" aria-label="Ground of the map" className="layer-ground">
            {[{ ref: null, name: 'Bundled world' }, ...own.known].map(({ ref, name }) => (
              <label key={ref ?? ''} className="choice">
                <input
                  type="radio"
                  name="map-ground"
                  checked={(own.file?.ref ?? null) === ref}
                  onChange={() => void own.show(ref)}
                />
                <span className="clip" title={visible(name)}>
                  {visible(name)}
                </span>
              </label>
            ))}
          </div>
          <Button look="bare" onPress={() => void own.choose()}>
            Choose a .pmtiles or .mbtiles file …
          </Button>
          {own.file && (
            <p className="muted layer-about">
              {visible(own.file.info.title)}: {own.tiles?.isVector ? 'vector' : own.file.info.media.slice(6)} tiles,
              zoom {own.file.info.minZoom} to {own.file.info.maxZoom}
            </p>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Widths of labels in the font of places, remembered. */
function textMeasure(font: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  const held = new Map<string, number>();
  if (context) context.font = LABEL_FONT(font, 'speed');
  return (text) => {
    let width = held.get(text);
    if (width === undefined) {
      width = (context?.measureText(text).width ?? text.length * 7) * 1.09;
      held.set(text, width);
    }
    return width;
  };
}

/** Why the map is bare, and what to do. */
function NoPlace({ unlocated, events }: { unlocated: number; events: number }): ReactNode {
  if (events === 0)
    return (
      <NoEvents onImport={() => runCommand('import.files')}>
        Import exports of sign-ins and denials; their places appear here.
      </NoEvents>
    );
  if (unlocated > 0)
    return (
      <Empty title="No place in these events">
        {plural(unlocated, 'event')} {unlocated === 1 ? 'carries' : 'carry'} neither a place nor an address that can be
        located.
      </Empty>
    );
  return (
    <Empty
      title="No place in these events"
      actions={<Button onPress={() => runCommand('filters.clear')}>Clear all filters</Button>}
    >
      Nothing is left by the filter.
    </Empty>
  );
}
