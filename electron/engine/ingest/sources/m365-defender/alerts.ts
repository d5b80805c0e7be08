/** Alerts of the Defender products: as Graph gives them, and as Sentinel keeps them. */
import type { ActorDraft, EventDraft, PlaceDraft } from '../../../../../shared/model/event';
import { type Reject, reject } from '../../source';
import { ipOf } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { asObject, asObjects, type Plain, parsed } from '../../vendor/fields';
import { type Fields, readUtc, short, textOf, userActor } from '../../vendor/microsoft';

export const ALERT = [
  'id',
  'providerAlertId',
  'incidentId',
  'title',
  'description',
  'category',
  'severity',
  'status',
  'classification',
  'determination',
  'detectionSource',
  'serviceSource',
  'productName',
  'createdDateTime',
  'eventDateTime',
  'firstActivityDateTime',
  'lastActivityDateTime',
  'lastUpdateDateTime',
  'evidence',
  'userStates',
  'networkConnections',
  'hostStates',
  'vendorInformation',
  'mitreTechniques',
  'alertWebUrl',
  'actorDisplayName',
] as const;

/** Sentinel's columns by the names above. */
export const TABLE: Readonly<Record<string, readonly string[]>> = {
  id: ['SystemAlertId', 'VendorOriginalId'],
  title: ['AlertName', 'DisplayName'],
  description: [],
  severity: ['AlertSeverity'],
  status: [],
  category: ['AlertType', 'Tactics'],
  productName: ['ProductName', 'ProviderName'],
  createdDateTime: ['TimeGenerated'],
  firstActivityDateTime: ['StartTime'],
  entities: [],
  mitreTechniques: ['Techniques'],
  alertWebUrl: ['AlertLink'],
};

interface Found {
  actor: ActorDraft | null;
  ip: string | null;
  place: PlaceDraft | null;
  host: string | null;
}

/** Builds the event; rejects only what has no time. An alert stands at the first act that it is about. */
export function toDraft(fields: Fields, dayFirst: boolean | null): EventDraft | Reject {
  const timeText =
    fields.text('firstActivityDateTime') ?? fields.text('eventDateTime') ?? fields.text('createdDateTime');
  const { time, warning } = readUtc(timeText, dayFirst);
  if (time === null)
    return reject(timeText === null ? 'no time (firstActivityDateTime)' : 'unreadable time (firstActivityDateTime)');
  const found = evidenceOf(fields);
  return {
    recordId: fields.text('id'),
    time,
    class: 'other',
    action: fields.text('title') ?? 'alert',
    outcome: 'none',
    reason: fields.text('description'),
    actor: found.actor,
    app:
      fields.text('serviceSource') ??
      fields.text('productName') ??
      textOf(asObject(fields.any('vendorInformation')), 'provider'),
    resource: found.host,
    ip: found.ip,
    place: found.place,
    device: found.host === null ? null : { name: found.host },
    correlation: fields.text('incidentId'),
    risk: fields.text('severity')?.toLowerCase() ?? null,
    attempt: { key: null, role: 'outcome' },
    flags: /^(benignpositive|falsepositive|informationalexpectedactivity)$/i.test(fields.text('classification') ?? '')
      ? []
      : ['vendor_suspicious'],
    detail: detailOf(fields),
    ...(warning ? { warnings: [warning] } : {}),
  };
}

/** The first person, address and machine among the evidence. */
function evidenceOf(fields: Fields): Found {
  const items = [
    ...asObjects(parsed(fields.any('evidence'))),
    ...asObjects(parsed(fields.any('entities'))),
    ...asObjects(parsed(fields.any('userStates'))),
    ...asObjects(parsed(fields.any('networkConnections'))),
    ...asObjects(parsed(fields.any('hostStates'))),
  ];
  const found: Found = { actor: null, ip: null, place: null, host: null };
  for (const item of items) {
    found.actor ??= personIn(item);
    const ip = ipOf(
      textOf(item, 'ipAddress') ?? textOf(item, 'Address') ?? textOf(item, 'logonIp') ?? textOf(item, 'sourceAddress'),
    );
    if (found.ip === null && ip !== null) {
      found.ip = ip;
      const country = countryCode(textOf(item, 'countryLetterCode') ?? textOf(asObject(item.Location), 'CountryCode'));
      found.place = country === null ? null : { country };
    }
    found.host ??=
      textOf(item, 'deviceDnsName') ?? textOf(item, 'hostName') ?? textOf(item, 'fqdn') ?? textOf(item, 'netBiosName');
  }
  return found;
}

function personIn(item: Plain): ActorDraft | null {
  const account = asObject(item.userAccount) ?? item;
  const isAccount = account !== item || /^account$/i.test(textOf(item, 'Type') ?? '');
  const plain = textOf(account, 'accountName') ?? (isAccount ? textOf(account, 'Name') : null);
  const suffix = textOf(account, 'UPNSuffix');
  const upn = textOf(account, 'userPrincipalName') ?? (plain !== null && suffix !== null ? `${plain}@${suffix}` : null);
  const id = textOf(account, 'azureAdUserId') ?? textOf(account, 'aadUserId');
  if (upn === null && id === null && !(isAccount && plain !== null)) return null;
  return userActor({ id, upn: upn ?? plain, display: textOf(account, 'displayName') });
}

const TOLD: readonly (readonly [key: string, field: string])[] = [
  ['category', 'category'],
  ['severity', 'severity'],
  ['status', 'status'],
  ['classification', 'classification'],
  ['determination', 'determination'],
  ['detection_source', 'detectionSource'],
  ['created', 'createdDateTime'],
  ['last_activity', 'lastActivityDateTime'],
  ['provider_alert', 'providerAlertId'],
  ['attacker', 'actorDisplayName'],
  ['link', 'alertWebUrl'],
];

function detailOf(fields: Fields): Record<string, string> {
  const detail: Record<string, string> = { kind: 'risk_detection' };
  for (const [key, field] of TOLD) {
    const value = fields.text(field);
    if (value !== null) detail[key] = short(value);
  }
  const techniques = parsed(fields.any('mitreTechniques'));
  if (Array.isArray(techniques)) detail.techniques = techniques.filter((each) => typeof each === 'string').join(', ');
  return detail;
}
