/** Names for orientation, loaded as far as one looks: countries and main cities with the map, towns only close up. */
import { useEffect, useState } from 'react';
import cities from '../../../assets/map/cities.json';
import { beginWork } from '../../ui/idle';
import { type CountryName, countryNames, loadWorld } from '../../ui/map-base';
import type { Gazette, Town } from './picture';

let countriesHeld: readonly CountryName[] = [];
let townsHeld: readonly Town[] | null = null;

async function loadTowns(): Promise<readonly Town[]> {
  const { default: text } = await import('../../../assets/places/cities.tsv?raw');
  const towns = text
    .split('\n')
    .slice(1)
    .flatMap((line): Town[] => {
      const [, name, lat, lon, people] = line.split('\t');
      return name && lat && lon ? [{ name, lat: Number(lat), lon: Number(lon), people: Number(people) }] : [];
    });
  return towns.sort((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1));
}

/** `isClose`: one looks closely enough for the names of towns. */
export function useGazette(isClose: boolean): Gazette {
  const [countries, setCountries] = useState(countriesHeld);
  const [towns, setTowns] = useState<readonly Town[]>(townsHeld ?? []);
  useEffect(() => {
    if (countriesHeld.length > 0) return;
    const end = beginWork();
    void loadWorld()
      .then((world) => {
        countriesHeld = countryNames(world);
        setCountries(countriesHeld);
      })
      .finally(end);
  }, []);
  useEffect(() => {
    if (!isClose || townsHeld) return;
    const end = beginWork();
    void loadTowns()
      .then((loaded) => {
        townsHeld = loaded;
        setTowns(loaded);
      })
      .finally(end);
  }, [isClose]);
  return { countries, cities, towns };
}
