/** Where the map was left, as one word that is kept with the case. Pure. */
import type { Camera } from '../../ui/map-base';

/** Decimals of a degree, about 0.1 m, and of a zoom level: finer is not seen on any tile. */
const PLACE = 6;
const ZOOM = 2;

/** The camera as text; the traveller's id, which may hold anything, comes last. */
export const cameraText = ({ fitKey, lat, lon, zoom }: Camera): string =>
  `${lat.toFixed(PLACE)} ${lon.toFixed(PLACE)} ${zoom.toFixed(ZOOM)} ${fitKey}`;

/** Reads it again; null for what is none (a case file may come from anybody). */
export function cameraOf(text: string): Camera | null {
  const [, lat, lon, zoom, fitKey] = /^(-?\d{1,2}\.\d+) (-?\d{1,3}\.\d+) (\d{1,2}\.\d+) (.*)$/s.exec(text) ?? [];
  if (fitKey === undefined) return null;
  const camera = { fitKey, lat: Number(lat), lon: Number(lon), zoom: Number(zoom) };
  return Math.abs(camera.lat) <= 90 && Math.abs(camera.lon) <= 360 && camera.zoom <= 24 ? camera : null;
}
