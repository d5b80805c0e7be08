import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Button, Link } from 'react-aria-components';
import { visible } from '../../../shared/base/text';
import type { Card as CardData } from '../../../shared/contract/episodes';
import { useSaveChart } from '../../engine/use-save-chart';
import { showEvent } from '../../state/navigate';
import { ChartMenu } from '../../ui/ChartMenu';
import { beginWork } from '../../ui/idle';
import { useSize } from '../../ui/use-size';
import { countryName } from './card-words';
import { apart, arrival, bow, type Corner, cornerSpot, crop, freeCorner, type MiniPlace, miniPlaces } from './mini-map';
import { legWords, mapSheet } from './mini-sheets';
import { loadWorld, pathIn, type World } from './world';

/** Where it happened, on a crop of the bundled world, with the journey that led there when there was one. */
export function MiniMap({ card }: { card: CardData }): ReactNode {
  const { episode, around } = card;
  const [ref, { width, height }] = useSize<HTMLDivElement>();
  const world = useWorld();
  const places = useMemo(
    () => miniPlaces(around, new Set([...episode.events, ...episode.followedBy.map(({ event }) => event)])),
    [around, episode],
  );
  const leg = useMemo(() => arrival(around, places, Date.parse(episode.start)), [around, places, episode]);
  const drawn = useMemo(() => {
    if (!world || width === 0 || height === 0 || places.length === 0) return null;
    const view = crop(places, width, height);
    const points = places.map((place) => ({ place, x: view.x(place.lon), y: view.y(place.lat) }));
    const corner = freeCorner(points, { width, height });
    return {
      corner,
      land: pathIn(world.land, view, true),
      borders: pathIn(world.borders, view, false),
      places: labelled(points, width, height, corner),
    };
  }, [world, width, height, places]);
  const at = (place: MiniPlace): { x: number; y: number } | undefined =>
    drawn?.places.find((one) => one.place === place);
  const from = leg && at(leg.from);
  const to = leg && at(leg.to);
  const saveChart = useSaveChart();
  const label = places.map((p) => `${visible(p.name)}: ${p.denied} denied, ${p.success} accesses`).join('; ');
  return (
    <section className="panel mini mini-map">
      <h2 className="label">
        Place
        {leg && (
          <Link className={leg.impossible ? 'mini-note impossible' : 'mini-note'} onPress={() => showEvent(leg.event)}>
            {legWords(leg)}
          </Link>
        )}
      </h2>
      <div className="mini-box" ref={ref}>
        {places.length === 0 ? (
          <p className="muted s">{withoutPlace(around)}</p>
        ) : (
          drawn && (
            <svg width={width} height={height} role="img" aria-label={label}>
              <path d={drawn.land} className="mini-land" />
              <path d={drawn.borders} className="map-border" />
              {from && to && (
                <path d={bowPath(from, to)} className={leg.impossible ? 'map-leg impossible' : 'map-leg'} />
              )}
              {drawn.places.map(({ place, x, y, text }) => (
                <g key={place.key}>
                  <title>{`${visible(place.name)}: ${place.denied} denied, ${place.success} accesses`}</title>
                  {place.isKey && (
                    <circle cx={x} cy={y} r={10} className={place.denied > 0 ? 'map-halo denied' : 'map-halo'} />
                  )}
                  {place.success > 0 && <circle cx={x} cy={y} r={4} className="map-dot" />}
                  {place.denied > 0 && <path d={`M${x - 3.5} ${y - 3.5}l7 7m0 -7l-7 7`} className="map-x" />}
                  {text && (
                    <text x={text.x} y={text.y} textAnchor={text.anchor} className="map-name">
                      {text.label}
                    </text>
                  )}
                </g>
              ))}
            </svg>
          )
        )}
        {drawn && (
          <div className={`mini-save ${drawn.corner}`}>
            <ChartMenu
              label="Save a picture of the places"
              view="triage"
              name={`${episode.id}-places`}
              chart={() => world && mapSheet(episode, places, leg, world)}
              save={saveChart}
            />
          </div>
        )}
        {apart(drawn?.places ?? []).map(({ place, x, y }) => (
          <Button
            key={place.key}
            className="mini-place"
            style={{ left: x, top: y }}
            aria-label={`${visible(place.name)}: ${place.denied} denied, ${place.success} accesses`}
            onPress={() => showEvent(place.event)}
          />
        ))}
      </div>
    </section>
  );
}

/** Why there is no map: no place at all, or a name that nothing bundled has coordinates for. */
function withoutPlace(around: CardData['around']): string {
  const named = around.find(({ geo, denial }) => denial && geo && (geo.city || geo.country))?.geo;
  if (!named) return 'No event in these hours carries a place.';
  const name = [named.city, named.country].filter(Boolean).join(', ');
  return `${visible(name)}, without coordinates.`;
}

function useWorld(): World | null {
  const [world, setWorld] = useState<World | null>(null);
  useEffect(() => {
    let live = true;
    const end = beginWork();
    void loadWorld()
      .then((loaded) => live && setWorld(loaded))
      .finally(end);
    return () => {
      live = false;
    };
  }, []);
  return world;
}

interface Placed {
  place: MiniPlace;
  x: number;
  y: number;
  text: { x: number; y: number; anchor: 'start' | 'end' | 'middle'; label: string } | null;
}

/** Width of a label in CSS pixels; `.map-name` says its font. */
function labelWidth(label: string): number {
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) return label.length * 7;
  pen.font = `10.5px ${getComputedStyle(document.body).fontFamily}`;
  return Math.ceil(pen.measureText(label).width) + 2;
}

/** Names where they stand free: right, left, below or above of the mark; a name that fits nowhere stays in the tip. */
function labelled(
  points: { place: MiniPlace; x: number; y: number }[],
  width: number,
  height: number,
  corner: Corner,
): Placed[] {
  const taken: [number, number, number, number][] = points.map(({ x, y }) => [x - 8, y - 8, x + 8, y + 8]);
  const [left, top] = cornerSpot(corner, { width, height });
  taken.push([left, top, left + 24, top + 24]); // the button that saves the picture
  return points.map(({ place, x, y }) => {
    const label = /^[A-Z]{2}$/.test(place.name) ? countryName(place.name) : visible(place.name);
    const wide = labelWidth(label);
    const spots = [
      { x: x + 11, y: y + 4, anchor: 'start' as const, left: x + 10 },
      { x: x - 11, y: y + 4, anchor: 'end' as const, left: x - 11 - wide },
      { x, y: y + 21, anchor: 'middle' as const, left: x - wide / 2 },
      { x, y: y - 13, anchor: 'middle' as const, left: x - wide / 2 },
    ];
    for (const spot of spots) {
      const box: [number, number, number, number] = [spot.left, spot.y - 10, spot.left + wide, spot.y + 3];
      const inside = box[0] >= 0 && box[2] <= width && box[1] >= 0 && box[3] <= height;
      const own = points.findIndex((one) => one.place === place);
      const free = taken.every(
        (other, i) => i === own || other[2] < box[0] || other[0] > box[2] || other[3] < box[1] || other[1] > box[3],
      );
      if (!inside || !free || label === '') continue;
      taken.push(box);
      return { place, x, y, text: { x: spot.x, y: spot.y, anchor: spot.anchor, label } };
    }
    return { place, x, y, text: null };
  });
}

/** The bow from place to place as an SVG path. */
function bowPath(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const { x1, y1, cx, cy, x2, y2 } = bow(from, to);
  return `M${x1} ${y1}Q${cx} ${cy} ${x2} ${y2}`;
}
