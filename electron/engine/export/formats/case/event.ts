/** One record: the event record with its account and address, and the bytes of the exhibit that it was read from. */
import type { Event } from '../../../../../shared/model/event';
import { isMachine } from '../../../../../shared/model/words';
import { addressFamily } from '../../address-family';
import type { Provenance } from '../../provenance';
import { message } from '../timesketch/row';
import { bool, dateTime, decimal, facet, integer, iri, type Node, plain, ref, withFacets } from './node';

export const recordIri = (caseId: string, event: string): string => iri(caseId, 'event-record', event);
export const identityIri = (caseId: string, identity: string): string => iri(caseId, 'account', identity);

function* aboutAccount(caseId: string, { identity, actor, source }: Event): Generator<Node> {
  if (!identity) return;
  const id = identityIri(caseId, identity.id);
  yield withFacets({ '@id': id, '@type': 'uco-observable:DigitalAccount' }, [
    facet(id, 'uco-observable:AccountFacet', {
      'uco-observable:accountIdentifier': plain(actor ?? identity.name),
      'uco-observable:accountType': source,
    }),
    facet(id, 'uco-observable:DigitalAccountFacet', {
      'uco-observable:accountLogin': plain(identity.name),
      'uco-observable:displayName': plain(identity.name),
    }),
    isMachine(identity.kind)
      ? facet(id, 'uco-observable:UserAccountFacet', { 'uco-observable:isServiceAccount': bool('true') })
      : null,
  ]);
}

function* aboutAddress(caseId: string, { ip, asn, asOrg, geo }: Event): Generator<Node> {
  const family = addressFamily(ip);
  if (ip === null || family === null) return;
  const id = iri(caseId, 'address', ip);
  yield withFacets({ '@id': id, '@type': `uco-observable:IPv${family}Address` }, [
    facet(id, `uco-observable:IPv${family}AddressFacet`, { 'uco-observable:addressValue': ip }),
  ]);
  if (asn !== null) {
    const as = iri(caseId, 'autonomous-system', String(asn));
    yield withFacets({ '@id': as, '@type': 'uco-observable:AutonomousSystem' }, [
      facet(as, 'uco-observable:AutonomousSystemFacet', {
        'uco-observable:number': integer(asn),
        'uco-observable:asHandle': plain(asOrg ?? ''),
      }),
    ]);
    yield tie(caseId, id, as, 'Connected_To', 'announced by');
  }
  if (geo && (geo.country || geo.city || geo.lat !== null)) {
    const key = `${geo.country} ${geo.region} ${geo.city} ${geo.lat} ${geo.lon} ${geo.from}`;
    const place = iri(caseId, 'location', key);
    yield withFacets(
      {
        '@id': place,
        '@type': 'uco-location:Location',
        'uco-core:description': `As ${geo.from} says${geo.radiusKm ? `, within ${Math.round(geo.radiusKm)} km` : ''}`,
      },
      [
        facet(place, 'uco-location:SimpleAddressFacet', {
          'uco-location:country': plain(geo.country ?? ''),
          'uco-location:region': plain(geo.region ?? ''),
          'uco-location:locality': plain(geo.city ?? ''),
        }),
        geo.lat === null || geo.lon === null
          ? null
          : facet(place, 'uco-location:LatLongCoordinatesFacet', {
              'uco-location:latitude': decimal(geo.lat),
              'uco-location:longitude': decimal(geo.lon),
            }),
      ],
    );
    yield {
      '@id': iri(caseId, 'located', `${id} ${place}`),
      '@type': 'uco-core:Relationship',
      'uco-core:source': ref(id),
      'uco-core:target': ref(place),
      'uco-core:kindOfRelationship': 'Located_At',
      'uco-core:isDirectional': bool('true'),
    };
  }
}

const tie = (caseId: string, source: string, target: string, kind: string, description: string): Node => ({
  '@id': iri(caseId, 'tie', `${source} ${kind} ${target}`),
  '@type': 'uco-observable:ObservableRelationship',
  'uco-core:source': ref(source),
  'uco-core:target': ref(target),
  'uco-core:kindOfRelationship': kind,
  'uco-core:description': description,
  'uco-core:isDirectional': bool('true'),
});

/**
 * `file` is the node of the exhibit that it was read from; null where that is not of the case any more. `known`: accounts
 * and addresses that were told of before.
 */
export function* recordNodes(
  caseId: string,
  event: Event,
  from: Provenance,
  file: string | null,
  known: Set<string>,
): Generator<Node> {
  const { identity, ip, asn, asOrg, geo } = event;
  const account = `account ${identity?.id}`;
  if (!known.has(account)) yield* aboutAccount(caseId, event);
  known.add(account);
  const address = `address ${ip} ${asn} ${asOrg} ${geo?.country} ${geo?.region} ${geo?.city} ${geo?.lat} ${geo?.lon} ${geo?.from}`;
  if (!known.has(address)) yield* aboutAddress(caseId, event);
  known.add(address);
  const id = recordIri(caseId, event.id);
  yield withFacets(
    {
      '@id': id,
      '@type': 'uco-observable:EventRecord',
      'uco-core:description': plain(
        `${event.id}, read from ${from.file}, byte ${from.offset}, ${from.length} bytes${from.sha256 === null ? '' : `, SHA-256 of the file ${from.sha256}`}`,
      ),
    },
    [
      facet(id, 'uco-observable:EventRecordFacet', {
        'uco-observable:eventRecordID': plain(event.recordId ?? event.id),
        'uco-observable:eventID': plain(event.code ?? ''),
        'uco-observable:eventType': plain(`${event.class}: ${event.action} (${event.outcome})`),
        'uco-observable:eventRecordText': plain(message(event)),
        'uco-observable:eventRecordServiceName': event.source,
        'uco-observable:account': event.identity ? ref(identityIri(caseId, event.identity.id)) : null,
        'uco-observable:startTime': dateTime(event.time),
        'uco-observable:observableCreatedTime': dateTime(event.time),
      }),
    ],
  );
  if (file !== null) {
    const relation = iri(caseId, 'relationship', `${event.id} in ${from.file}`);
    yield withFacets(
      {
        '@id': relation,
        '@type': 'uco-observable:ObservableRelationship',
        'uco-core:source': ref(id),
        'uco-core:target': ref(file),
        'uco-core:kindOfRelationship': 'Contained_Within',
        'uco-core:isDirectional': bool('true'),
      },
      [
        facet(relation, 'uco-observable:DataRangeFacet', {
          'uco-observable:rangeOffset': integer(from.offset),
          'uco-observable:rangeSize': integer(from.length),
        }),
      ],
    );
  }
  if (addressFamily(event.ip)) {
    yield {
      '@id': iri(caseId, 'relationship', `${event.id} from ${event.ip}`),
      '@type': 'uco-observable:ObservableRelationship',
      'uco-core:source': ref(id),
      'uco-core:target': ref(iri(caseId, 'address', event.ip!)),
      'uco-core:kindOfRelationship': 'Related_To',
      'uco-core:description': 'names this address as where it came from',
      'uco-core:isDirectional': bool('true'),
    };
  }
}
