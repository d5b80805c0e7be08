/** Sign-ins that scripts wrote with Export-Csv: Graph's names, nested ones with dots (or flattened to City, OS, Status). */
import { type LazyRecord, type Shape, skip } from '../../source';
import { filled, firstText } from '../../vendor/fields';
import { readAssumed } from '../../vendor/local-time';
import { codeOf, FIELDS, type Field, type Fields, failedPoliciesOf, readSignIn } from './fields';
import { toDraft } from './sign-in';

/** Members of nested objects: the dotted column, then the flat one of older scripts. */
const NESTED: ReadonlyMap<Field, Readonly<Record<string, readonly string[]>>> = new Map<
  Field,
  Readonly<Record<string, readonly string[]>>
>([
  [
    FIELDS.status,
    {
      errorCode: ['status.errorcode', 'errorcode'],
      failureReason: ['status.failurereason', 'failurereason'],
      additionalDetails: ['status.additionaldetails', 'additionaldetails'],
    },
  ],
  [
    FIELDS.location,
    {
      city: ['location.city', 'city'],
      state: ['location.state', 'state'],
      countryOrRegion: ['location.countryorregion', 'country', 'countryorregion'],
    },
  ],
  [
    FIELDS.device,
    {
      deviceId: ['devicedetail.deviceid', 'deviceid'],
      displayName: ['devicedetail.displayname', 'device'],
      operatingSystem: ['devicedetail.operatingsystem', 'os', 'operatingsystem'],
      browser: ['devicedetail.browser', 'browser'],
      isManaged: ['devicedetail.ismanaged'],
      isCompliant: ['devicedetail.iscompliant'],
      trustType: ['devicedetail.trusttype'],
    },
  ],
  [FIELDS.mfa, { authMethod: ['mfadetail.authmethod'] }],
]);
const POINT = {
  latitude: ['location.geocoordinates.latitude'],
  longitude: ['location.geocoordinates.longitude'],
} as const;
const WHOLE: readonly string[] = ['status', 'location', 'devicedetail', 'mfadetail'];

const column = (field: Field): string => field.path.toLowerCase();
const NESTED_COLUMNS = [...NESTED.values()].flatMap((members) => Object.values(members).flat());

function nested(row: LazyRecord, members: Readonly<Record<string, readonly string[]>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([member, columns]) => [member, firstText(row, columns)]));
}

function fieldsOf(row: LazyRecord): Fields {
  const any = (field: Field): unknown => {
    const members = NESTED.get(field);
    if (!members) return row.any(column(field));
    const object = nested(row, members);
    return field === FIELDS.location ? { ...object, geoCoordinates: nested(row, POINT) } : object;
  };
  return {
    text: (field) => filled(row.text(column(field))),
    any,
    failedPolicies: () => failedPoliciesOf(any(FIELDS.policies)),
    derived: (_field, make) => make(),
    derivedOfHow: (make) => make(),
    derivedOfAim: (make) => make(),
    derivedOfWho: (make) => make(),
  };
}

export const powershellCsv: Shape = {
  id: 'powershell-csv',
  record: 'csv',
  reads: [
    ...new Set([
      ...Object.values(FIELDS).map(column),
      ...NESTED_COLUMNS,
      ...POINT.latitude,
      ...POINT.longitude,
      ...WHOLE,
    ]),
  ],
  fidelity: 1,
  signature:
    'columns CreatedDateTime, UserPrincipalName or ServicePrincipalId, and Status.errorCode (or AppDisplayName, IPAddress, Status)',
  accepts: (row) =>
    row.has('createddatetime') &&
    (row.has('userprincipalname') || row.has('serviceprincipalid')) &&
    (row.has('status.errorcode') ||
      (row.has('status') && row.has('appdisplayname') && row.has('ipaddress') && !row.has('correlationid'))),
  toEvent: (row, context) => {
    const text = filled(row.text('createddatetime'));
    // Graph answers in UTC; the culture of the script's machine forms the text and drops the zone.
    const written = text === null ? null : readAssumed(text, context, 'UTC');
    const status = filled(row.text('status'));
    if (text === null && status === null) return skip('empty row');
    return toDraft(
      readSignIn(fieldsOf(row), {
        time: written?.time ?? null,
        timeText: text,
        log: null,
        isFirstParty: false,
        code: codeOf(status),
        reason: null,
        ip: null,
        country: null,
        identity: null,
        correlationId: null,
        warnings: written?.warnings ?? [],
      }),
    );
  },
};
