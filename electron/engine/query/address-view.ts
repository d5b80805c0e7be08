/** What is known of an event's address, side by side: log, bundled databases, the person's own. */

import { visible } from '../../../shared/base/text';
import type { Event } from '../../../shared/model/event';
import type { AddressView } from '../../../shared/model/geo';
import { Labels } from '../../../shared/model/labels';
import { identitiesFrom } from '../store/address-sums';
import { contextOfKind } from '../store/context';
import { addressSpot } from '../store/event-sums';
import type { EventRow } from '../store/events';
import type { ReadDb } from '../store/open';
import { type Databases, disagreementsOf } from './disagreements';

export function addressView(db: ReadDb, row: EventRow, event: Event, lookup: () => Databases): AddressView | null {
  const address = row.ip === null ? undefined : addressSpot(db, row.ip);
  if (!address) return null;
  const databases = lookup();
  const { network, networkBecause } = databases.facts(address.text);
  const logged = event.geo?.from === 'log' ? event.geo : null;
  const told = {
    ...{
      text: address.text,
      scope: address.scope,
      asn: row.asn,
      asOrg: row.as_org === null ? null : (event.asOrg ?? null),
    },
    ...{ country: logged?.country ?? null, city: logged?.city ?? null },
    ...(logged?.coordinatesFrom === undefined
      ? { lat: logged?.lat ?? null, lon: logged?.lon ?? null }
      : { lat: null, lon: null }),
    ...{ source: event.source, events: 1, identities: 1, time: row.time, rk: row.rk, content: row.content },
  };
  return {
    ip: address.text,
    scope: address.scope,
    answers: databases.answers(address.text),
    network: labelled(db, address.text) ?? networkTold(event, network, networkBecause ?? null),
    identities: identitiesFrom(db, address.text),
    disagreements: disagreementsOf(told, databases),
  };
}

/** The person's own labels come before everything. */
function labelled(db: ReadDb, ip: string): AddressView['network'] {
  const row = new Labels(contextOfKind(db, 'ip-labels')).of(ip);
  if (!row) return null;
  const { cidr, label, kind } = row.facts;
  return { kind, because: `the register labels ${cidr}${label ? ` ${visible(label)}` : ''}`, row: row.id };
}

/** The vendor's own mark comes before what names of networks suggest. */
function networkTold(event: Event, network: string | null, because: string | null): AddressView['network'] {
  if (network === null && event.flags?.includes('proxy'))
    return { kind: 'proxy', because: 'the log itself calls the address a proxy, VPN or anonymiser' };
  return network === null ? null : { kind: network, because: because ?? 'an address database says so' };
}
