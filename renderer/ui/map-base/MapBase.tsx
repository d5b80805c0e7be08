/**
 * A map on bundled land: Leaflet moves it, a canvas of ours lies on top. The owner says what to draw and what lies
 * where, in pixels; `Projection` turns places into pixels. Nothing is fetched from anywhere.
 */
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useColours } from '../canvas-chart';
import { inFrame } from '../canvas-chart/frame';
import { tooltipAt } from '../canvas-chart/pointer';
import type { Pen } from '../canvas-chart/shapes';
import { beginWork } from '../idle';
import { closeLand } from './close-land';
import './map-base.css';
import { type MapTiles, tileLayer } from './tile-layer';
import { loadWorld } from './world';

export interface Projection {
  point(lat: number, lon: number): { x: number; y: number };
  /** Pixels that a distance has at a latitude. */
  pixels(km: number, lat: number): number;
  zoom: number;
  size: { width: number; height: number };
}

export interface Bounds {
  south: number;
  west: number;
  north: number;
  east: number;
}

/** Where a hand has moved the map to, and what had been fitted before. */
export interface Camera {
  fitKey: string;
  lat: number;
  lon: number;
  zoom: number;
}

export interface MapBaseProps<Hit> {
  label: string;
  draw(pen: Pen, projection: Projection): void;
  hitTest(x: number, y: number, projection: Projection): Hit | null;
  hitKey(hit: Hit): string;
  tooltip(hit: Hit): ReactNode;
  onClick(hit: Hit | null): void;
  onHover?(hit: Hit | null): void;
  /** A right click, or the menu key (then `hit` is null): `at` is a point of the window. */
  onContext?(hit: Hit | null, at: { x: number; y: number }): void;
  /** Fits this into the map whenever `fitKey` becomes another; empty says that it is not known yet. */
  fit: Bounds | null;
  fitKey: string;
  /** Where the map was left: shown in place of what fits, until `fitKey` becomes another than the camera's. */
  camera?: Camera | null;
  /** Told whenever a hand has moved the map; null when it shows what fits again. */
  onCamera?(camera: Camera | null): void;
  /** The person's own tiles, under the marks and in place of the land's colour. */
  tiles?: MapTiles | null;
  status?: string;
  children?: ReactNode;
}

/** What the buttons around a map do; filled while the map is there. */
export interface MapHandle {
  /** Around a place, where one is given; else around the middle. */
  zoomIn(around?: { lat: number; lon: number }): void;
  zoomOut(around?: { lat: number; lon: number }): void;
  fit(): void;
  /** Brings a region into sight. */
  show(bounds: Bounds | null): void;
  /** How places lie now; null while the map has no size. */
  projection(): Projection | null;
  /** Brings a place into sight where it is not, without changing how close one looks. */
  reveal(place: { lat: number; lon: number }): void;
}

const WHOLE: Bounds = { south: -56, west: -165, north: 74, east: 178 };
/** Zoom up to which the bundled land is worth looking at; own tiles may go further. */
const CLOSEST = 12;
const THEME = ['--surface', '--sunken', '--line', '--line-strong', '--muted'];
const EQUATOR_KM = 40_075; // Web Mercator's equator

export function MapBase<Hit>(props: MapBaseProps<Hit> & { handle?: { current: MapHandle | null } }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const map = useRef<L.Map | null>(null);
  const refit = useRef(() => {});
  const land = useRef<L.GeoJSON | null>(null);
  const fine = useRef<{ restyle(): void; stop(): void } | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const colours = useColours();
  const [hover, setHover] = useState<{ hit: Hit; key: string; x: number; y: number } | null>(null);
  const [landDrawn, setLandDrawn] = useState(false);
  const hasTiles = Boolean(props.tiles);
  const fillColor = colours('--map-land') || colours('--sunken');
  const color = colours('--line-strong');
  const ground = useMemo<L.PathOptions>(
    () => ({ weight: 0.8, fillOpacity: hasTiles ? 0 : 1, fillColor, color }),
    [hasTiles, fillColor, color],
  );
  const landStyle = useRef<() => L.PathOptions>(() => ({}));
  landStyle.current = () => ground;

  const paint = useRef(() => {
    const element = canvas.current;
    const projection = map.current && project(map.current);
    const context = element?.getContext('2d');
    if (!element || !projection || !context) return;
    const { width, height } = projection.size;
    const ratio = window.devicePixelRatio || 1;
    if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    latest.current.draw(context, projection);
  });
  useEffect(() => {
    inFrame(paint.current);
  });

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = L.map(element, {
      zoomControl: false,
      attributionControl: false,
      // Steps without animation: the map answers at once and nothing lags behind the pointer.
      zoomAnimation: false,
      fadeAnimation: false,
      zoomSnap: 0.25,
      zoomDelta: 0.75,
      wheelPxPerZoomLevel: 90,
      minZoom: 0.5,
      maxZoom: CLOSEST,
      maxBounds: [
        [-84, -260],
        [85, 260],
      ],
      maxBoundsViscosity: 0.8,
      renderer: L.canvas({ padding: 0.3 }),
    });
    map.current = made;
    const again = (): void => void inFrame(paint.current);
    made.on('move zoom viewreset resize', again);
    const look = (at: L.Point): void => {
      const { hitTest, hitKey, onHover } = latest.current;
      const hit = hitTest(at.x, at.y, project(made));
      element.style.cursor = hit === null ? '' : 'pointer';
      onHover?.(hit);
      const key = hit === null ? '' : hitKey(hit);
      setHover((was) => (hit === null ? null : was?.key === key ? was : { hit, key, x: at.x, y: at.y }));
    };
    made.on('mousemove', (event) => look(event.containerPoint));
    made.on('mouseout dragstart zoomstart', () => {
      setHover(null);
      latest.current.onHover?.(null);
    });
    made.on('click', (event) =>
      latest.current.onClick(latest.current.hitTest(event.containerPoint.x, event.containerPoint.y, project(made))),
    );
    const ask = (event: MouseEvent): void => {
      const { onContext, hitTest } = latest.current;
      if (!onContext) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const hit = event.button === 2 ? hitTest(event.clientX - left, event.clientY - top, project(made)) : null;
      onContext(hit, { x: event.clientX, y: event.clientY });
    };
    element.addEventListener('contextmenu', ask);
    // A pane that changes its size keeps what was fitted in sight, until a hand has moved the map.
    let fitted: { bounds: Bounds | null; maxZoom?: number | undefined } | null = null;
    let isFitting = false;
    const bring = (bounds: Bounds | null, maxZoom?: number): void => {
      isFitting = true;
      show(made, bounds, maxZoom);
      isFitting = false;
      fitted = { bounds, maxZoom };
    };
    const fitAgain = (): void => {
      bring(latest.current.fit);
      if (latest.current.camera) latest.current.onCamera?.(null);
    };
    const tellCamera = (): void => {
      const { lat, lng: lon } = made.getCenter();
      latest.current.onCamera?.({ fitKey: latest.current.fitKey, lat, lon, zoom: made.getZoom() });
    };
    const left = latest.current.camera;
    if (left) made.setView([left.lat, left.lon], left.zoom, { animate: false });
    else bring(latest.current.fit);
    let answered = left?.fitKey ?? '';
    refit.current = () => {
      const { fitKey: key } = latest.current;
      if (key === '' || key === answered) return;
      answered = key;
      fitAgain();
    };
    made.on('movestart zoomstart', () => {
      fitted = null;
    });
    made.on('moveend', () => {
      if (!fitted && !isFitting) tellCamera();
    });
    const observer = new ResizeObserver(() => {
      made.invalidateSize({ animate: false });
      if (fitted) bring(fitted.bounds, fitted.maxZoom);
    });
    observer.observe(element);
    const { handle } = latest.current;
    if (handle)
      handle.current = {
        zoomIn: (around) => zoomBy(made, 1, around),
        zoomOut: (around) => zoomBy(made, -1, around),
        fit: fitAgain,
        show: (bounds) => {
          bring(bounds, 9);
          tellCamera();
        },
        projection: () => project(made),
        reveal: ({ lat, lon }) => void made.panInside([lat, lon], { padding: [80, 80], animate: false }),
      };
    let gone = false;
    const end = beginWork();
    void loadWorld()
      .then((world) => {
        if (gone) return;
        land.current = L.geoJSON(world, { interactive: false, style: landStyle.current() }).addTo(made);
        fine.current = closeLand(
          made,
          () => land.current,
          () => landStyle.current(),
        );
        setLandDrawn(true);
      })
      .finally(end);
    return () => {
      gone = true;
      observer.disconnect();
      element.removeEventListener('contextmenu', ask);
      fine.current?.stop();
      fine.current = null;
      if (handle) handle.current = null;
      land.current = null;
      map.current = null;
      refit.current = () => {};
      made.remove();
    };
  }, []);

  useEffect(() => {
    if (!landDrawn) return;
    // Another theme, or tiles under it: what is drawn already is drawn anew.
    land.current?.setStyle(ground);
    fine.current?.restyle();
  }, [landDrawn, ground]);
  // Vector tiles have the page's colours: another theme draws them anew.
  const tilesKey = props.tiles ? `${props.tiles.key} ${props.tiles.isVector ? THEME.map(colours).join() : ''}` : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when another file is shown
  useEffect(() => {
    const { tiles, camera: left } = latest.current;
    const on = map.current;
    if (!on || !tiles) return;
    const layer = tileLayer(tiles, colours).addTo(on);
    on.setMaxZoom(Math.max(CLOSEST, Math.min(20, tiles.maxZoom + (tiles.isVector ? 3 : 1))));
    // Left closer than the bundled land goes: the tiles of that time are here now.
    if (left && left.zoom > on.getZoom()) on.setView([left.lat, left.lon], left.zoom, { animate: false });
    return () => {
      layer.remove();
      on.setMaxZoom(CLOSEST);
    };
  }, [tilesKey]);
  const fitKey = props.fitKey;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when what is to be fitted has become another
  useEffect(() => {
    refit.current();
  }, [fitKey]);

  return (
    <div className="map-base">
      <div
        ref={box}
        className="map-land"
        role="application"
        aria-roledescription="map"
        aria-label={props.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is moved with the keyboard
        tabIndex={0}
      />
      <canvas ref={canvas} className="map-marks" aria-hidden />
      {hover && <MapTip x={hover.x} y={hover.y} box={box} content={props.tooltip(hover.hit)} key={hover.key} />}
      {props.children}
      <span className="unseen" role="status">
        {props.status ?? ''}
      </span>
    </div>
  );
}

function zoomBy(map: L.Map, by: 1 | -1, around?: { lat: number; lon: number }): void {
  if (around) map.setZoomAround([around.lat, around.lon], map.getZoom() + by, { animate: false });
  else if (by === 1) map.zoomIn(1);
  else map.zoomOut(1);
}

function show(map: L.Map, bounds: Bounds | null, maxZoom = 6): void {
  const { south, west, north, east } = bounds ?? WHOLE;
  map.fitBounds(
    [
      [south, west],
      [north, east],
    ],
    { animate: false, maxZoom, padding: bounds ? [56, 56] : [4, 4] },
  );
}

function project(map: L.Map): Projection {
  const { x: width, y: height } = map.getSize();
  const zoom = map.getZoom();
  return {
    point: (lat, lon) => {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      return { x, y };
    },
    pixels: (km, lat) => (km / (EQUATOR_KM * Math.cos((lat * Math.PI) / 180))) * 256 * 2 ** zoom,
    zoom,
    size: { width, height },
  };
}

function MapTip({
  x,
  y,
  box,
  content,
}: {
  x: number;
  y: number;
  box: { current: HTMLDivElement | null };
  content: ReactNode;
}): ReactNode {
  const own = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = own.current;
    const area = box.current;
    if (!element || !area) return;
    const place = tooltipAt(
      { x, y },
      { width: element.offsetWidth, height: element.offsetHeight },
      { width: area.clientWidth, height: area.clientHeight },
    );
    element.style.left = `${place.left}px`;
    element.style.top = `${place.top}px`;
    element.style.visibility = 'visible';
  }, [x, y, box]);
  return (
    <div ref={own} className="canvas-chart-tooltip map-tip" role="tooltip">
      {content}
    </div>
  );
}
