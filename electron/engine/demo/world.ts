/**
 * Networks that the company's people, machines and attackers sign in from. Address ranges are those of operators that
 * really serve such places, so that the bundled tables and the places written in the logs agree as they would in life.
 */
import type { Chance } from './random';

export interface Net {
  id: string;
  /** `a.b` or `a.b.c`: addresses are drawn below it; IPv6 as the first three groups. */
  prefix: string;
  country: string; // ISO 3166-1 alpha-2, as Entra writes it
  countryName: string; // English, as Okta and Duo write it
  state: string;
  city: string;
  postal: string;
  lat: number;
  lon: number;
  asn: number;
  org: string;
  domain: string;
  proxy?: boolean;
  /** Named zone of the Okta tenant. */
  zone?: string;
}

export interface Address {
  ip: string;
  net: Net;
}

type Place = Pick<Net, 'country' | 'countryName' | 'state' | 'city' | 'postal' | 'lat' | 'lon'>;
const place = (
  country: string,
  countryName: string,
  state: string,
  city: string,
  postal: string,
  lat: number,
  lon: number,
): Place => ({ country, countryName, state, city, postal, lat, lon });

const LEEDS = place('GB', 'United Kingdom', 'England', 'Leeds', 'LS1', 53.7965, -1.5478);
const HARROGATE = place('GB', 'United Kingdom', 'England', 'Harrogate', 'HG1', 53.9908, -1.5374);
const LONDON = place('GB', 'United Kingdom', 'England', 'London', 'EC2V', 51.5142, -0.0931);
const HEATHROW = place('GB', 'United Kingdom', 'England', 'Hounslow', 'TW6', 51.4703, -0.4544);
const ROTTERDAM = place('NL', 'Netherlands', 'South Holland', 'Rotterdam', '3011', 51.9225, 4.4792);
const DELFT = place('NL', 'Netherlands', 'South Holland', 'Delft', '2611', 52.0067, 4.3556);
const DENVER = place('US', 'United States', 'Colorado', 'Denver', '80202', 39.7392, -104.9903);
const BOULDER = place('US', 'United States', 'Colorado', 'Boulder', '80302', 40.015, -105.2705);
const KRAKOW = place('PL', 'Poland', 'Lesser Poland', 'Krakow', '30-001', 50.0614, 19.9366);
const LISBON = place('PT', 'Portugal', 'Lisbon', 'Lisbon', '1100', 38.7167, -9.1333);
const SINGAPORE = place('SG', 'Singapore', '', 'Singapore', '018956', 1.2897, 103.8501);
const BUCHAREST = place('RO', 'Romania', 'Bucuresti', 'Bucharest', '030011', 44.4323, 26.1063);
const HANOI = place('VN', 'Vietnam', 'Hanoi', 'Hanoi', '100000', 21.0245, 105.8412);
const AMSTERDAM = place('NL', 'Netherlands', 'North Holland', 'Amsterdam', '1012', 52.374, 4.8897);
const FRANKFURT = place('DE', 'Germany', 'Hesse', 'Frankfurt am Main', '60313', 50.1155, 8.6842);
const FALKENSTEIN = place('DE', 'Germany', 'Saxony', 'Falkenstein', '08223', 50.4778, 12.3713);
const LAGOS = place('NG', 'Nigeria', 'Lagos', 'Lagos', '101233', 6.4541, 3.3947);
const MOSCOW = place('RU', 'Russia', 'Moscow', 'Moscow', '101000', 55.7522, 37.6156);
const BERLIN = place('DE', 'Germany', 'Berlin', 'Berlin', '10115', 52.5244, 13.4105);

const net = (
  id: string,
  prefix: string,
  where: Place,
  asn: number,
  org: string,
  domain: string,
  more?: Partial<Net>,
): Net => ({
  id,
  prefix,
  ...where,
  asn,
  org,
  domain,
  ...more,
});

const list = [
  net('office-leeds', '82.68.10', LEEDS, 13037, 'Zen Internet Ltd', 'zen.co.uk', { zone: 'Leeds office' }),
  net('office-rotterdam', '87.213.20', ROTTERDAM, 13127, 'Odido Netherlands B.V.', 'odido.nl', {
    zone: 'Rotterdam office',
  }),
  net('office-denver', '64.58.10', DENVER, 14755, 'MHO Networks', 'mho.net', { zone: 'Denver office' }),
  net('vpn-egress', '82.68.11', LEEDS, 13037, 'Zen Internet Ltd', 'zen.co.uk', { zone: 'VPN egress' }),
  net('cloud-london', '52.56.40', LONDON, 16509, 'Amazon.com, Inc.', 'amazonaws.com'),
  net('cloud-azure', '20.90.10', LONDON, 8075, 'Microsoft Corporation', 'microsoft.com'),

  net('home-leeds-bt', '86.140', LEEDS, 2856, 'British Telecommunications PLC', 'btcentralplus.com'),
  net('home-leeds-virgin', '82.20', LEEDS, 5089, 'Virgin Media Limited', 'virginm.net'),
  net('home-harrogate', '90.201', HARROGATE, 5607, 'Sky UK Limited', 'sky.com'),
  net('home-rotterdam-kpn', '77.171', ROTTERDAM, 1136, 'KPN B.V.', 'kpn.net'),
  net('home-delft', '84.26', DELFT, 33915, 'Vodafone Libertel B.V.', 'ziggo.nl'),
  net('home-denver', '73.78', DENVER, 7922, 'Comcast Cable Communications, LLC', 'comcast.net'),
  net('home-boulder', '71.211', BOULDER, 209, 'CenturyLink Communications, LLC', 'centurylink.net'),
  net('home-krakow', '83.24', KRAKOW, 5617, 'Orange Polska Spolka Akcyjna', 'orange.pl'),
  net('home-lisbon', '85.243', LISBON, 3243, 'MEO - SERVICOS DE COMUNICACOES E MULTIMEDIA S.A.', 'telepac.pt'),

  net('mobile-gb', '31.94', LEEDS, 2856, 'British Telecommunications PLC', 'ee.co.uk'),
  net('mobile-nl', '188.207', ROTTERDAM, 1136, 'KPN B.V.', 'kpn-gprs.nl'),
  net('mobile-us', '2607:fb90:8f2', DENVER, 21928, 'T-Mobile USA, Inc.', 'tmodns.net'),
  net('mobile-pl', '5.173', KRAKOW, 39603, 'P4 Sp. z o.o.', 'play-internet.pl'),
  net('mobile-pt', '188.250', LISBON, 3243, 'MEO - SERVICOS DE COMUNICACOES E MULTIMEDIA S.A.', 'telepac.pt'),
  net('mobile-sg', '175.156', SINGAPORE, 4773, 'M1 LIMITED', 'm1.com.sg'),

  net(
    'hotel-singapore',
    '202.166.20',
    SINGAPORE,
    9506,
    'Singapore Telecommunications Ltd, Magix Services',
    'singnet.com.sg',
  ),
  net('hotel-leeds', '81.187.10', LEEDS, 20712, 'Andrews & Arnold Ltd', 'aa.net.uk'),
  net('hotel-rotterdam', '95.97.20', ROTTERDAM, 33915, 'Vodafone Libertel B.V.', 'ziggo.nl'),
  net('hotel-denver', '50.200.10', DENVER, 7922, 'Comcast Cable Communications, LLC', 'comcastbusiness.net'),
  net('hotel-berlin', '87.138.20', BERLIN, 3320, 'Deutsche Telekom AG', 't-ipconnect.de'),
  net('lounge-heathrow', '213.205.240', HEATHROW, 2856, 'British Telecommunications PLC', 'btopenworld.com'),

  net('bad-bucharest', '89.238.150', BUCHAREST, 9009, 'M247 Europe SRL', 'm247.ro', { proxy: true }),
  net('bad-bucharest-2', '146.70.124', BUCHAREST, 9009, 'M247 Europe SRL', 'm247.ro', { proxy: true }),
  net('bad-amsterdam', '95.179.140', AMSTERDAM, 20473, 'The Constant Company, LLC', 'vultrusercontent.com'),
  net('bad-hanoi', '27.66.10', HANOI, 7552, 'Viettel Group', 'viettel.vn'),
  net('bad-frankfurt', '165.22.80', FRANKFURT, 14061, 'DigitalOcean, LLC', 'digitalocean.com'),
  net('bad-falkenstein', '78.46.10', FALKENSTEIN, 24940, 'Hetzner Online GmbH', 'your-server.de'),
  net('bad-lagos', '102.89.10', LAGOS, 29465, 'MTN NIGERIA Communication limited', 'mtnnigeria.net'),
  net('noise-berlin', '185.220.101', BERLIN, 60729, 'Stiftung Erneuerbare Freiheit', 'for-privacy.net', {
    proxy: true,
  }),
  net('noise-amsterdam', '193.142.146', AMSTERDAM, 213438, 'ColocaTel Inc.', 'colocatel.com', { proxy: true }),
  net('noise-hanoi', '14.224.10', HANOI, 45899, 'VNPT Corp', 'vnpt.vn'),
  net('bad-moscow', '194.26.29', MOSCOW, 206728, 'Media Land LLC', 'media-land.com'),
] as const;

const byId = new Map<string, Net>(list.map((item) => [item.id, item]));

/** The network of that name; a name that is not in the list is a bug of the demo. */
export function network(id: string): Net {
  const found = byId.get(id);
  if (!found) throw new Error(`the demo has no network "${id}"`);
  return found;
}

/** One address of a network: IPv4 below its prefix, IPv6 in a /64 of its own. */
export function addressIn(id: string, chance: Chance): Address {
  const where = network(id);
  if (where.prefix.includes(':')) {
    const group = () => chance.int(0x1000, 0xffff).toString(16);
    return { ip: `${where.prefix}:${group()}:${group()}:${group()}:${group()}:${group()}`, net: where };
  }
  let ip = where.prefix;
  while (ip.split('.').length < 4) ip += `.${chance.int(2, 250)}`;
  return { ip, net: where };
}

/** A fixed address: offices, egress and servers keep theirs. */
export const fixed = (id: string, last: number): Address => ({ ip: `${network(id).prefix}.${last}`, net: network(id) });
