/** The STIX 2.1 objects that we write, each with the id that the specification gives it. */
import { canonicalJson } from '../../../../../shared/base/canonical-json';
import { addressFamily } from '../../address-family';
import { compact } from '../../provenance';
import { OWN, STIX_SCO, uuid5 } from '../../uuid';

export type Stix = { type: string; id: string } & Record<string, unknown>;

/** Properties that an observable's id is made of (STIX 2.1 §2.9 and each object's own section). */
const CONTRIBUTE: Record<string, readonly string[]> = {
  'ipv4-addr': ['value'],
  'ipv6-addr': ['value'],
  'autonomous-system': ['number'],
  'user-account': ['account_type', 'user_id', 'account_login'],
  file: ['hashes', 'name', 'extensions', 'parent_directory_ref'],
  software: ['name', 'cpe', 'swid', 'vendor', 'version'],
};
/** Of several hashes only one counts, in this order. */
const HASHES = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512'];

/** An observable (SCO): deterministic id over its own values. */
export function observable(type: string, values: Record<string, unknown>): Stix {
  const body = compact(values);
  const counting: Record<string, unknown> = {};
  for (const name of CONTRIBUTE[type]!) {
    const value = (body as Record<string, unknown>)[name];
    if (value === undefined) continue;
    const hashes = value as Record<string, string>;
    const first = name === 'hashes' ? HASHES.find((hash) => hashes[hash] !== undefined) : undefined;
    counting[name] = first === undefined ? value : { [first]: hashes[first] };
  }
  return { type, spec_version: '2.1', id: `${type}--${uuid5(STIX_SCO, canonicalJson(counting))}`, ...body };
}

export interface Author {
  /** Id of the identity that made the objects. */
  ref: string | null;
  created: string;
  modified: string;
  /** Tells this case's objects from every other's. */
  case: string;
}

/** A domain or relationship object (SDO, SRO): id over the case and `key`, so that an export can be repeated. */
export function domain(author: Author, type: string, key: string, values: Record<string, unknown>): Stix {
  return {
    type,
    spec_version: '2.1',
    id: domainId(author, type, key),
    ...(author.ref === null ? {} : { created_by_ref: author.ref }),
    created: author.created,
    modified: author.modified,
    ...compact(values),
  };
}

export const domainId = (author: Pick<Author, 'case'>, type: string, key: string): string =>
  `${type}--${uuid5(OWN, `${author.case}/${type}/${key}`)}`;

/** Of the one report that each bundle has. */
export const reportId = (author: Pick<Author, 'case'>): string => domainId(author, 'report', 'case');

export const relationship = (
  author: Author,
  source: string,
  word: string,
  target: string,
  more: Record<string, unknown> = {},
): Stix =>
  domain(author, 'relationship', `${source} ${word} ${target}`, {
    relationship_type: word,
    source_ref: source,
    target_ref: target,
    ...more,
  });

/** An IPv6 address with its last four octets as groups: the pattern of OASIS's own schema refuses the dotted form. */
const inGroups = (ip: string): string =>
  ip.includes(':')
    ? ip.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...four: string[]) => {
        const [a, b, c, d] = four.slice(0, 4).map(Number) as [number, number, number, number];
        return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
      })
    : ip;

/** The address object; null for what only stands in an address's place. */
export function addressObject(ip: string | null | undefined): Stix | null {
  const family = addressFamily(ip);
  return family === null ? null : observable(`ipv${family}-addr`, { value: inGroups(ip!.toLowerCase()) });
}

/** A text inside a STIX pattern. */
export const patternText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
