/** Finer land where one looks closely: only the countries in sight are drawn, so that the map stays quick. */
import L from 'leaflet';
import { beginWork } from '../idle';
import { boxOf, loadWorld, type World } from './world';

/** Zoom from which 1:50m begins to look coarse. */
const CLOSE = 5.5;

/** Follows the map; `style` is asked whenever land is drawn anew. Returns the undo. */
export function closeLand(
  map: L.Map,
  coarse: () => L.GeoJSON | null,
  style: () => L.PathOptions,
): { restyle(): void; stop(): void } {
  let layer: L.GeoJSON | null = null;
  let drawn = '';
  let gone = false;
  let boxes: { country: World['features'][number]; box: [number, number, number, number] }[] | null = null;
  const clear = (): void => {
    layer?.remove();
    layer = null;
    drawn = '';
    const under = coarse();
    if (under && !map.hasLayer(under)) under.addTo(map);
  };
  const look = (): void => {
    if (gone) return;
    if (map.getZoom() < CLOSE) {
      clear();
      return;
    }
    if (!boxes) {
      const end = beginWork();
      void loadWorld('close')
        .then((world) => {
          boxes = world.features.map((country) => ({ country, box: boxOf(country) }));
          look();
        })
        .finally(end);
      return;
    }
    const seen = map.getBounds().pad(0.4);
    const [west, south, east, north] = [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()];
    const there = boxes.filter(({ box: [w, s, e, n] }) => w <= east && e >= west && s <= north && n >= south);
    const key = there.map(({ country }) => country.properties.name).join('|');
    if (key === drawn) return;
    drawn = key;
    const next = L.geoJSON(
      there.map(({ country }) => country),
      { interactive: false, style: { ...style() } },
    ).addTo(map);
    layer?.remove();
    layer = next;
    coarse()?.remove();
  };
  map.on('moveend', look);
  look();
  return {
    restyle: () => layer?.setStyle(style()),
    stop() {
      gone = true;
      map.off('moveend', look);
      layer?.remove();
    },
  };
}
