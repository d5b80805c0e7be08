/** LoginHistory by SOQL (also the real-time LoginEvent), and the CSV of Setup → Login History. */
import type { EventDraft } from '../../../../../shared/model/event';
import { type LazyRecord, reject, type Shape, type SourceContext } from '../../source';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { asObject, coordinates, firstText, member, numberOf, placeName } from '../../vendor/fields';
import { readWritten } from '../../vendor/local-time';
import { account, loginOutcome, readTime } from './common';
import { readZoned } from './zoned-time';

const FIELDS = {
  id: ['Id', 'LoginHistoryId', 'EventIdentifier'],
  time: ['LoginTime', 'EventDate'],
  userId: ['UserId'],
  userName: ['Username', 'User.Username'],
  ip: ['SourceIp', 'ClientIp'],
  status: ['Status'],
  type: ['LoginType'],
  subType: ['LoginSubType'],
  url: ['LoginUrl'],
  application: ['Application'],
  browser: ['Browser'],
  platform: ['Platform'],
  clientVersion: ['ClientVersion'],
  apiType: ['ApiType'],
  reference: ['AuthMethodReference'],
  country: ['CountryIso', 'Country'],
  city: ['City'],
  key: ['LoginKey'],
  session: ['SessionKey'],
  policy: ['PolicyOutcome'],
} as const;
type Field = keyof typeof FIELDS;

/** Headings of the page; data loaders write the field names. */
const HEADINGS: Readonly<Record<Field, readonly string[]>> = {
  id: ['id', 'login history id'],
  time: ['login time', 'logintime'],
  userId: ['user id', 'userid'],
  userName: ['username', 'user.username', 'user name'],
  ip: ['source ip', 'sourceip'],
  status: ['status'],
  type: ['login type', 'logintype'],
  subType: ['login subtype', 'login sub type', 'loginsubtype'],
  url: ['login url', 'loginurl'],
  application: ['application'],
  browser: ['browser'],
  platform: ['platform'],
  clientVersion: ['client version', 'clientversion'],
  apiType: ['api type', 'apitype'],
  reference: ['authentication method reference', 'authmethodreference'],
  country: ['country code', 'countryiso', 'country'],
  city: ['city'],
  key: ['login key', 'loginkey'],
  session: ['session key'],
  policy: ['policy outcome'],
};

interface Written {
  time: number | null;
  warning: string | null;
}

function toDraft(
  get: (field: Field) => string | null,
  written: Written,
  geo: EventDraft['place'],
): ReturnType<Shape['toEvent']> {
  if (written.time === null)
    return reject(
      get('time') === null ? 'no time (LoginTime)' : 'unreadable time (LoginTime), or one without a zone: name it',
    );
  const status = get('status');
  const login = loginOutcome(status, get('type'), get('reference'));
  const address = readAddress(get('ip'));
  const country = countryCode(get('country'));
  const known = (text: string | null): string | null => (text === null || /^unknown$/i.test(text) ? null : text);
  const browser = known(get('browser'));
  const detail: Record<string, string> = {};
  for (const field of ['url', 'subType', 'clientVersion', 'apiType', 'reference', 'policy'] as const) {
    const value = known(get(field));
    if (value !== null && value !== 'N/A') detail[field] = value;
  }
  const draft: EventDraft = {
    recordId: get('id'),
    time: written.time,
    class: 'authentication',
    action: 'Login',
    outcome: login.outcome,
    factor: login.factor,
    code: status,
    reason: status,
    actor: account({ id: get('userId'), name: get('userName') }),
    app: known(get('application')),
    ip: address.ip,
    place: geo ?? (country === null ? null : { country, city: placeName(get('city')) }),
    device: browser === null && known(get('platform')) === null ? null : { os: known(get('platform')), browser },
    session: get('session'),
    correlation: get('key'),
    protocol: login.protocol,
    interactive: known(get('application')) === 'Browser' ? true : null,
    attempt: { key: null, role: 'outcome' },
    flags: login.flags,
    detail,
  };
  const warnings = [written.warning, address.warning].filter((warning) => warning !== null);
  if (warnings.length > 0) draft.warnings = warnings;
  return draft;
}

function geoOf(record: LazyRecord): EventDraft['place'] {
  const geo = asObject(record.any('LoginGeo'));
  if (!geo) return null;
  const point = coordinates(numberOf(geo.Latitude), numberOf(geo.Longitude));
  const country = countryCode(member(geo, 'CountryIso') ?? member(geo, 'Country'));
  if (country === null && point === null) return null;
  return { country, region: placeName(member(geo, 'Subdivision')), city: placeName(member(geo, 'City')), ...point };
}

export const loginHistoryJson: Shape = {
  id: 'login-history-json',
  record: 'json',
  reads: [...Object.values(FIELDS).flat(), 'LoginGeo', 'attributes'],
  fidelity: 3,
  signature: 'LoginTime or EventDate, LoginType and SourceIp, with UserId or Username',
  accepts: (record) =>
    (record.has('LoginTime') || (record.has('EventDate') && record.has('LoginType'))) &&
    (record.has('SourceIp') || record.has('LoginType')) &&
    (record.has('UserId') || record.has('Username')) &&
    record.has('Status'),
  toEvent: (record) => {
    const get = (field: Field): string | null => firstText(record, FIELDS[field]);
    return toDraft(get, { time: readTime(get('time')), warning: null }, geoOf(record));
  },
};

export const loginHistoryCsv: Shape = {
  id: 'login-history-csv',
  record: 'csv',
  reads: [...new Set(Object.values(HEADINGS).flat())],
  fidelity: 1,
  signature: 'columns Login Time, Source IP, Login Type and Status',
  accepts: (row) =>
    HEADINGS.time.some((name) => row.has(name)) &&
    HEADINGS.ip.some((name) => row.has(name)) &&
    HEADINGS.type.some((name) => row.has(name)) &&
    row.has('status'),
  toEvent: (row, context) => {
    const get = (field: Field): string | null => firstText(row, HEADINGS[field]);
    return toDraft(get, writtenTime(get('time'), context), null);
  },
};

export function writtenTime(text: string | null, context: SourceContext): Written {
  if (text === null) return { time: null, warning: null };
  const utc = readTime(/[Zz]$|[+-]\d{2}:?\d{2}$/.test(text) ? text : null);
  if (utc !== null) return { time: utc, warning: null };
  const zoned = readZoned(text, context.dayFirst);
  return zoned ?? readWritten(text, context);
}
