/** What another parser made of a record: its expected documents, in the dialects they are written in. */
import { ipOf } from '../../electron/engine/ingest/vendor/address';
import { countryCode } from '../../electron/engine/ingest/vendor/countries';
import { zonedInstant } from './instant';

/** Empty lists and nulls: the peer says nothing about it. */
export interface PeerDocument {
  /** Epoch milliseconds. */
  time: number | null;
  /** As the peer wrote it: its precision is judged by it. */
  timeText: string;
  outcome: 'success' | 'failure' | 'unknown' | null;
  /** Every identifier of the account: names, addresses, ids. */
  users: string[];
  addresses: string[];
  /** As written: ISO 3166-1 alpha-2 codes or English names. */
  countries: string[];
  agents: string[];
  /** What the peer files the record under: ECS categories (`authentication`, `session`, `iam`, `configuration`, `web` …). */
  categories: string[];
  /** ECS types: `start`, `end`, `change` … */
  types: string[];
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a dotted path; the keys may be nested, dotted or both. */
export function at(value: unknown, path: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    if (!Object.hasOwn(value, head)) continue;
    const found = at(value[head], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Words by which logs say that they name nobody; a peer that copies them names nobody either. */
const NOBODY = /^(unknown|not available|n\/a|none|null|-)$/i;
const named = (users: string[]): string[] => users.filter((name) => !NOBODY.test(name));

function texts(document: Json, paths: readonly string[]): string[] {
  const found = paths
    .flatMap((path) => at(document, path) as unknown)
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map((value) => String(value).trim())
    .filter((value) => value !== '');
  return [...new Set(found)];
}

function outcomeOf(word: unknown): PeerDocument['outcome'] {
  const said = String(Array.isArray(word) ? word[0] : (word ?? '')).toLowerCase();
  return said === 'success' || said === 'failure' || said === 'unknown' ? said : null;
}

const ips = (found: string[]): string[] => found.flatMap((text) => ipOf(text) ?? []);

/** Elastic Common Schema; also what SEKOIA's tests expect. */
function ecs(document: Json): PeerDocument {
  const timeText = texts(document, ['@timestamp'])[0] ?? '';
  const who = ['name', 'email', 'id'].flatMap((key) =>
    ['user', 'source.user', 'client.user'].map((owner) => `${owner}.${key}`),
  );
  const domain = texts(document, ['user.domain', 'source.user.domain'])[0];
  const users = named(texts(document, who));
  return {
    time: zonedInstant(timeText),
    timeText,
    outcome: outcomeOf(at(document, 'event.outcome')),
    users: domain === undefined ? users : [...users, ...users.map((name) => `${name}@${domain}`)],
    addresses: [...new Set(ips(texts(document, ['source.ip', 'client.ip', 'source.address', 'client.address'])))],
    countries: texts(
      document,
      ['source.geo', 'client.geo', 'geo'].flatMap((geo) => [`${geo}.country_iso_code`, `${geo}.country_name`]),
    ),
    agents: texts(document, ['user_agent.original']),
    categories: texts(document, ['event.category']),
    types: texts(document, ['event.type']),
  };
}

/** Panther's rows: the vendor's own fields and indicators as `p_any_…`. */
function panther(row: Json): PeerDocument {
  const timeText = texts(row, ['p_event_time'])[0] ?? '';
  return {
    time: zonedInstant(timeText),
    timeText,
    outcome: null,
    users: named(texts(row, ['p_any_usernames', 'p_any_emails', 'p_any_actor_ids'])),
    addresses: ips(texts(row, ['p_any_ip_addresses'])),
    countries: [],
    agents: [],
    categories: [],
    types: [],
  };
}

/** Open Cybersecurity Schema Framework; times are epoch milliseconds or text. */
function ocsf(document: Json): PeerDocument {
  const timeText = texts(document, ['time_dt', 'time'])[0] ?? '';
  const status = Number(at(document, 'status_id') ?? Number.NaN);
  const person = ['uid', 'name', 'email_addr'];
  return {
    time: zonedInstant(timeText),
    timeText,
    outcome: status === 1 ? 'success' : status === 2 ? 'failure' : status === 0 ? 'unknown' : null,
    users: texts(document, [...person.map((key) => `user.${key}`), ...person.map((key) => `actor.user.${key}`)]),
    addresses: ips(texts(document, ['src_endpoint.ip'])),
    countries: texts(document, ['src_endpoint.location.country']),
    agents: texts(document, ['http_request.user_agent']),
    categories: Number(at(document, 'class_uid')) === 3002 ? ['authentication'] : [],
    types: [],
  };
}

/** Datadog's attributes, below `custom`, with an OCSF event inside where its pipeline made one. */
function datadog(document: Json): PeerDocument {
  const inner = at(document, 'custom.ocsf');
  const made = isObject(inner) ? ocsf(inner) : null;
  const timeText = texts(document, ['timestamp'])[0] ?? '';
  return {
    time: zonedInstant(timeText),
    timeText,
    outcome: made?.outcome ?? null,
    users: [...new Set([...texts(document, ['custom.usr.id', 'custom.usr.name', 'custom.usr.email'])])],
    addresses: ips(texts(document, ['custom.network.client.ip'])),
    countries: [],
    agents: texts(document, ['custom.http.useragent']),
    categories: made?.categories ?? [],
    types: [],
  };
}

/**
 * The peer's documents for one record, from one line of its expected file: none where the peer drops the record,
 * several where it makes several rows of it. Throws for a line that is no JSON.
 */
export function peerDocuments(line: string): PeerDocument[] {
  let value: unknown = JSON.parse(line);
  if (isObject(value) && 'test' in value && 'expected' in value) value = value.expected;
  return [value].flat().filter(isObject).map(documentOf);
}

function documentOf(document: Json): PeerDocument {
  if ('p_log_type' in document || 'p_event_time' in document) return panther(document);
  if ('custom' in document && 'timestamp' in document) return datadog(document);
  if ('class_uid' in document) return ocsf(document);
  return ecs(document);
}

/** ISO code of a country written as a code or as a name; the text itself where it is neither. */
export const countryOf = (text: string): string => countryCode(text) ?? text.toUpperCase();

/** Fixed offset of the first time that names one other than UTC, as an IANA zone; null where none does or none fits. */
export function zoneOf(times: readonly string[]): string | null {
  for (const time of times) {
    const offset = /\d([+-])(\d\d):?(\d\d)$/.exec(time);
    if (offset?.[3] !== '00' || offset[2] === '00') continue;
    // POSIX signs: west of Greenwich is +.
    return `Etc/GMT${offset[1] === '-' ? '+' : '-'}${Number(offset[2])}`;
  }
  return null;
}
