/** One record: observed data about the account, address and evidence file that it names. */
import { visible } from '../../../../../shared/base/text';
import type { Event } from '../../../../../shared/model/event';
import { isMachine } from '../../../../../shared/model/words';
import type { Provenance } from '../../provenance';
import { message } from '../timesketch/row';
import { type Author, addressObject, domain, domainId, observable, relationship, type Stix } from './objects';

/** What our extension adds to observed data: the record's place in the evidence, and what it says. */
export const extensionDefinition = (author: Author): Stix =>
  domain({ ...author, case: 'sidedoor' }, 'extension-definition', 'record', {
    name: 'Sidedoor record',
    description:
      'Place of the record in the evidence (file, byte offset, length, SHA-256 of the file) and what the record says of the sign-in.',
    schema:
      '{"type":"object","required":["file","offset","length","event"],"properties":{"file":{"type":"string"},"offset":{"type":"integer"},"length":{"type":"integer"},"sha256":{"type":"string"},"event":{"type":"string"},"record":{"type":"string"},"class":{"type":"string"},"action":{"type":"string"},"outcome":{"type":"string"},"factor":{"type":"string"},"denial":{"type":"boolean"},"source":{"type":"string"},"session":{"type":"string"},"text":{"type":"string"}}}',
    version: '1.0.0',
    extension_types: ['property-extension'],
  });

export const observedId = (author: Author, event: string): string => domainId(author, 'observed-data', event);

export function accountObject(event: Event): Stix | null {
  const { identity, actor, source } = event;
  if (!identity && actor === null) return null;
  return observable('user-account', {
    account_type: source,
    user_id: actor,
    account_login: identity?.name,
    ...(identity && isMachine(identity.kind) ? { is_service_account: true } : {}),
  });
}

/** Countries are ISO codes in STIX; the pair of coordinates comes whole or not at all. */
function locationObject(author: Author, { geo }: Event): Stix | null {
  if (!geo) return null;
  const country = /^[A-Z]{2}$/.test(geo.country ?? '') ? geo.country : null;
  const isPlaced = geo.lat !== null && geo.lon !== null;
  if (country === null && !isPlaced) return null;
  return domain(author, 'location', `${country} ${geo.region} ${geo.city} ${geo.lat} ${geo.lon} ${geo.from}`, {
    name: [geo.city, geo.region, country].filter(Boolean).join(', '),
    description: `As ${geo.from === 'log' ? 'the log' : geo.from === 'analyst' ? 'the analyst' : 'the address database'} names it`,
    country,
    administrative_area: geo.region,
    city: geo.city,
    ...(isPlaced ? { latitude: geo.lat, longitude: geo.lon } : {}),
    ...(isPlaced && geo.radiusKm ? { precision: geo.radiusKm * 1_000 } : {}),
  });
}

/** Objects that records share, made once: what a record names → the object's id. */
export type Known = Map<string, string>;

/** The object's id; the object itself only comes out the first time. */
function* once(
  known: Known,
  key: string,
  make: () => Stix | null,
  more: (made: Stix) => Iterable<Stix> = () => [],
): Generator<Stix, string | null> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  if (!made) return null;
  known.set(key, made.id);
  yield made;
  yield* more(made);
  return made.id;
}

/** The observed data of a record comes last, after what it refers to and was not told of before. */
export function* eventObjects(
  author: Author,
  event: Event,
  from: Provenance,
  { extension, known }: { extension: string; known: Known },
): Generator<Stix> {
  const { identity, ip, geo, asn } = event;
  const refs: string[] = [];
  const account = yield* once(
    known,
    `account ${event.source} ${event.actor} ${identity?.id} ${identity?.name}`,
    () => accountObject(event),
    (made) => (identity ? personOf(author, identity, made.id) : []),
  );
  if (account !== null) refs.push(account);
  if (ip !== null) {
    const place = geo ? `${geo.country} ${geo.region} ${geo.city} ${geo.lat} ${geo.lon} ${geo.from}` : '';
    const address = yield* once(
      known,
      `address ${ip} ${asn} ${event.asOrg} ${place}`,
      () => addressObject(ip),
      (made) => aboutAddress(author, event, made.id),
    );
    if (address !== null) refs.push(address);
  }
  if (event.app) {
    const app = event.app;
    const software = yield* once(known, `app ${app}`, () => observable('software', { name: app }));
    if (software !== null) refs.push(software);
  }
  const file = yield* once(known, `file ${from.file} ${from.sha256}`, () =>
    observable('file', { name: from.file, hashes: from.sha256 === null ? null : { 'SHA-256': from.sha256 } }),
  );
  if (file !== null) refs.push(file);
  yield domain(author, 'observed-data', event.id, {
    first_observed: event.time,
    last_observed: event.time,
    number_observed: 1,
    object_refs: refs,
    extensions: {
      [extension]: {
        extension_type: 'property-extension',
        ...from,
        event: event.id,
        record: event.recordId,
        source: event.source,
        class: event.class,
        action: visible(event.action),
        outcome: event.outcome,
        factor: event.factor,
        denial: event.denial,
        session: event.session,
        text: message(event),
      },
    },
  });
}

function* personOf(author: Author, identity: NonNullable<Event['identity']>, account: string): Generator<Stix> {
  const person = domain(author, 'identity', identity.id, {
    name: identity.name,
    identity_class: identity.kind === 'human' ? 'individual' : isMachine(identity.kind) ? 'system' : 'unknown',
  });
  yield person;
  yield relationship(author, person.id, 'related-to', account, { description: 'uses this account' });
}

function* aboutAddress(author: Author, event: Event, address: string): Generator<Stix> {
  if (event.asn !== null) {
    const as = observable('autonomous-system', { number: event.asn, name: event.asOrg });
    yield as;
    yield relationship(author, address, 'belongs-to', as.id);
  }
  const location = locationObject(author, event);
  if (location) {
    yield location;
    yield relationship(author, address, 'related-to', location.id, {
      description: `located there, as ${event.geo!.from} says`,
    });
  }
}
