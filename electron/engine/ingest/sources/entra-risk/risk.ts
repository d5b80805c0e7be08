/** Risk detections and risky identities of Identity Protection, and the events that they become. */
import type { ActorDraft, EventDraft, EventFlag, PlaceDraft } from '../../../../../shared/model/event';
import { type Reject, reject } from '../../source';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { asObject, coordinates, numberOf, parsed, placeName } from '../../vendor/fields';
import { appActor, type Fields, pairsOf, readUtc, short, textOf, userActor } from '../../vendor/microsoft';

/** Names of the fields that are read, as Graph writes them. */
export const NAMES = [
  'id',
  'requestId',
  'correlationId',
  'riskEventType',
  'riskType',
  'riskState',
  'riskLevel',
  'riskDetail',
  'source',
  'detectionTimingType',
  'activity',
  'tokenIssuerType',
  'ipAddress',
  'location',
  'activityDateTime',
  'detectedDateTime',
  'lastUpdatedDateTime',
  'riskLastUpdatedDateTime',
  'userId',
  'userDisplayName',
  'userPrincipalName',
  'userType',
  'isGuest',
  'isDeleted',
  'homeTenantId',
  'additionalInfo',
  'servicePrincipalId',
  'servicePrincipalDisplayName',
  'servicePrincipalType',
  'displayName',
  'appId',
  'keyIds',
] as const;

/** What an envelope or a table adds. */
export interface Around {
  time: string | null;
  ip: string | null;
  /** Display name. */
  identity: string | null;
}

/** Builds the event; rejects only what has no time. */
export function toDraft(fields: Fields, around: Around, dayFirst: boolean | null): EventDraft | Reject {
  const isDetection = fields.text('riskEventType') !== null || fields.text('detectedDateTime') !== null;
  // A detection is told when it was found, hours after what it is about: the act itself is what belongs on the timeline.
  const timeText = isDetection
    ? (fields.text('activityDateTime') ?? fields.text('detectedDateTime') ?? around.time)
    : (fields.text('riskLastUpdatedDateTime') ?? around.time);
  const { time, warning } = readUtc(timeText, dayFirst);
  if (time === null)
    return reject(timeText === null ? 'no time (activityDateTime)' : 'unreadable time (activityDateTime)');
  const type = fields.text('riskEventType') ?? fields.text('riskType');
  const state = fields.text('riskState');
  const info = pairsOf(fields.any('additionalInfo'));
  const address = readAddress(fields.text('ipAddress') ?? around.ip);
  const actor = actorOf(fields, around, isDetection);
  const subject = actor?.kind === 'service_principal' ? 'ServicePrincipal' : 'User';
  const warnings = [warning, address.warning].filter((each) => each !== null);
  return {
    // Of a risky identity it is the identity's: its later states are updates of the first.
    recordId: fields.text('id'),
    time,
    class: 'other',
    action: isDetection ? `riskDetection.${type ?? 'unknown'}` : `risky${subject}.${state ?? 'unknown'}`,
    outcome: 'none',
    reason: reasonOf(type, fields.text('riskDetail'), info),
    actor,
    ip: address.ip,
    place: placeOf(fields),
    userAgent: info.get('userAgent') ?? null,
    correlation: fields.text('correlationId'),
    interactive: null,
    risk: fields.text('riskLevel'),
    attempt: { key: null, role: 'outcome' },
    flags: flagsOf(type, state, fields),
    detail: detailOf(fields, info, state),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

function actorOf(fields: Fields, around: Around, isDetection: boolean): ActorDraft | null {
  const spId = fields.text('servicePrincipalId');
  const spName = fields.text('servicePrincipalDisplayName');
  const isApp =
    spId !== null || spName !== null || (fields.text('appId') !== null && fields.text('userPrincipalName') === null);
  if (isApp) {
    const isManaged = /managedidentity/i.test(fields.text('servicePrincipalType') ?? '');
    return appActor({
      id: spId ?? (isDetection ? null : fields.text('id')),
      appId: fields.text('appId'),
      name: spName ?? fields.text('displayName') ?? around.identity,
      kind: isManaged ? 'managed_identity' : 'service_principal',
    });
  }
  // Of a risky user the id is the user's.
  return userActor({
    id: fields.text('userId') ?? (isDetection ? null : fields.text('id')),
    upn: fields.text('userPrincipalName'),
    display: fields.text('userDisplayName') ?? around.identity,
    userType: fields.text('isGuest') === 'true' ? 'guest' : fields.text('userType'),
    homeTenant: fields.text('homeTenantId'),
  });
}

function reasonOf(type: string | null, detail: string | null, info: ReadonlyMap<string, string>): string | null {
  const reasons = parsed(info.get('riskReasons'));
  const why = Array.isArray(reasons) ? reasons.filter((each) => typeof each === 'string').join(', ') : null;
  const texts = [type, detail !== null && !/^none$/i.test(detail) ? detail : null, why];
  const told = texts.filter((text) => text !== null && text !== '');
  return told.length > 0 ? told.join('; ') : null;
}

function placeOf(fields: Fields): PlaceDraft | null {
  const location = asObject(parsed(fields.any('location')));
  const point = asObject(location?.geoCoordinates);
  const at = coordinates(numberOf(point?.latitude), numberOf(point?.longitude));
  const place = {
    country: countryCode(textOf(location, 'countryOrRegion')),
    region: placeName(textOf(location, 'state')),
    city: placeName(textOf(location, 'city')),
  };
  if (!place.country && !place.region && !place.city && !at) return null;
  return { ...place, lat: at?.lat ?? null, lon: at?.lon ?? null };
}

function flagsOf(type: string | null, state: string | null, fields: Fields): EventFlag[] {
  const flags: EventFlag[] = [];
  // Dismissed, remediated or confirmed as safe: the vendor took its word back.
  if (/^(atRisk|confirmedCompromised)$/i.test(state ?? '')) flags.push('vendor_suspicious');
  if (/anonymi[sz]ed|malicious|tor\b/i.test(type ?? '')) flags.push('proxy');
  if (fields.text('isGuest') === 'true' || /^guest$/i.test(fields.text('userType') ?? '')) flags.push('guest');
  return flags;
}

const TOLD: readonly (readonly [key: string, field: (typeof NAMES)[number]])[] = [
  ['detected', 'detectedDateTime'],
  ['last_updated', 'lastUpdatedDateTime'],
  ['timing', 'detectionTimingType'],
  ['request_id', 'requestId'],
  ['activity', 'activity'],
  ['source', 'source'],
  ['token_issuer', 'tokenIssuerType'],
  ['risk_detail', 'riskDetail'],
  ['keys', 'keyIds'],
  ['deleted', 'isDeleted'],
];

function detailOf(fields: Fields, info: ReadonlyMap<string, string>, state: string | null): Record<string, string> {
  const detail: Record<string, string> = { kind: 'risk_detection' };
  if (state !== null) detail.risk_state = state;
  for (const [key, field] of TOLD) {
    const value = fields.text(field);
    if (value !== null && !/^(none|false)$/i.test(value)) detail[key] = short(value);
  }
  for (const [key, value] of [...info].slice(0, 20)) {
    if (key !== 'userAgent' && !Object.hasOwn(detail, key)) detail[key] = short(value);
  }
  return detail;
}
