/** Parameters of an event: a list of names with one of seven kinds of value, or an object in exports that flattened it. */
import { asObject, asObjects, type Plain } from '../../vendor/fields';
import type { Activity } from './activity';

export type Parameters = Pick<Activity, 'param' | 'list' | 'names'>;

/** A value as texts; an entry with a name and no value is there, and empty: read as false. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => textsOf(each));
  if (typeof value === 'string') return [value.trim()];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  return [];
}

const VALUES = [
  'value',
  'multiValue',
  'boolValue',
  'intValue',
  'multiIntValue',
  'multiStrValue',
  'multiBoolValue',
] as const;

function fromMap(texts: ReadonlyMap<string, string[]>): Parameters {
  return {
    param: (name) => {
      const found = texts.get(name);
      return found === undefined ? null : found.join(', ');
    },
    list: (name) => texts.get(name) ?? [],
    names: () => [...texts.keys()],
  };
}

/** `parameters[]` of the API (also `parameter[]` of the Cloud audit copy), or an object of values. */
export function readParameters(value: unknown): Parameters {
  const texts = new Map<string, string[]>();
  for (const each of asObjects(value)) {
    if (typeof each.name !== 'string') continue;
    const key = VALUES.find((name) => each[name] !== undefined);
    texts.set(each.name, key === undefined ? [] : textsOf(each[key]));
  }
  const object = asObject(value);
  if (object) for (const [name, each] of Object.entries(object)) texts.set(name, textsOf(each));
  return fromMap(texts);
}

/** Parameters that lie beside other columns: only known names, asked for one by one. */
export function readColumns(read: (name: string) => unknown): Parameters {
  const texts = new Map<string, string[]>();
  for (const name of COLUMN_NAMES) {
    const value = read(name);
    if (value !== undefined && value !== null && value !== '') texts.set(name, listOf(value));
  }
  return fromMap(texts);
}

/** Tables keep lists as JSON text. */
function listOf(value: unknown): string[] {
  if (typeof value === 'string' && value.trimStart().startsWith('[')) {
    try {
      return textsOf(JSON.parse(value));
    } catch {
      return textsOf(value);
    }
  }
  return textsOf(value);
}

export const COLUMN_NAMES: readonly string[] = [
  'login_type',
  'login_challenge_method',
  'login_challenge_status',
  'login_failure_type',
  'is_suspicious',
  'is_second_factor',
  'affected_email_address',
  'login_timestamp',
  'sensitive_action_name',
  'email_forwarding_destination_address',
  'dusi',
  'client_id',
  'app_name',
  'client_type',
  'api_name',
  'method_name',
  'scope',
  'application_name',
  'initiated_by',
  'orgunit_path',
  'failure_type',
  'saml_status_code',
  'saml_second_level_status_code',
  'device_id',
  'USER_EMAIL',
  'ROLE_NAME',
  'GROUP_EMAIL',
  'SETTING_NAME',
  'APPLICATION_NAME',
  'DOMAIN_NAME',
  'OAUTH2_APP_NAME',
  'ORG_UNIT_NAME',
  'PRODUCT_NAME',
  'OLD_VALUE',
  'NEW_VALUE',
  'PRIVILEGE_NAME',
  'CAA_APPLICATION',
  'CAA_ACCESS_LEVEL_UNSATISFIED',
  'CAA_DEVICE_ID',
  'CAA_DEVICE_STATE',
  'DEVICE_ID',
  'DEVICE_MODEL',
  'DEVICE_USER',
  'user_email',
  'group_email',
  'target_user',
  'doc_id',
  'doc_title',
  'visibility',
  'owner',
];

export const memberText = (object: Plain | null, key: string): string | null => {
  const [text] = textsOf(object?.[key]);
  return text === undefined || text === '' || text === 'null' ? null : text;
};
