/** What a record that no source takes seems to be: so that the person knows what was left out. */
import { isObject } from './readers/json/envelopes';

const has = (record: Record<string, unknown>, ...keys: string[]): boolean =>
  keys.every((key) => Object.hasOwn(record, key));

/** Keys of the field guide's table, and what they tell. The first that fits names the record. */
const KNOWN: readonly (readonly [string, (r: Record<string, unknown>) => boolean])[] = [
  ['a test case of a detection rule, not a log record', (r) => has(r, 'rule', 'log') || has(r, 'test', 'expected')],
  ['a normalised copy (OCSF), not the vendor’s record', (r) => typeof r.class_uid === 'number' && has(r, 'metadata')],
  [
    'a normalised copy (Elastic Common Schema), not the vendor’s record',
    (r) =>
      has(r, '@timestamp') && (has(r, 'ecs') || has(r, 'event') || has(r, 'event.category') || has(r, 'event.kind')),
  ],
  ['an AWS CloudTrail event', (r) => has(r, 'eventVersion', 'eventSource', 'awsRegion')],
  ['a Microsoft 365 audit record', (r) => has(r, 'RecordType', 'CreationTime', 'Workload') || has(r, 'AuditData')],
  ['an Entra audit record (Graph)', (r) => has(r, 'activityDisplayName', 'activityDateTime')],
  ['an Azure Monitor record', (r) => has(r, 'time', 'resourceId', 'category')],
  [
    'a Google Workspace activity',
    (r) => r.kind === 'admin#reports#activity' || (isObject(r.id) && has(r.id, 'applicationName')),
  ],
  ['a Google Cloud audit entry', (r) => has(r, 'protoPayload')],
  ['an Auth0 log event', (r) => has(r, 'log_id') || (has(r, 'client_id', 'type', 'date') && has(r, 'user_agent'))],
  ['a Keycloak event', (r) => has(r, 'realmId', 'type') && (has(r, 'clientId') || has(r, 'ipAddress'))],
  ['a Ping Identity event', (r) => r.source === 'PINGID' || (has(r, 'recordedAt') && has(r, 'actors'))],
  ['a JumpCloud event', (r) => has(r, 'event_type', 'initiated_by')],
  ['a OneLogin event', (r) => has(r, 'event_type_id', 'account_id')],
  ['a Teleport event', (r) => has(r, 'code', 'event', 'uid') && has(r, 'cluster_name')],
  ['a Windows Security event', (r) => has(r, 'EventID', 'Channel')],
  ['a Log Analytics row', (r) => has(r, 'TimeGenerated') || has(r, 'TimeGenerated [UTC]')],
];

const REASON_LIMIT = 300; // distinct key lists; hostile data must not fill the reasons

/** Names what records look like; a bounded number of different answers. */
export class Lookalikes {
  readonly #lists = new Set<string>();

  name(value: unknown): string {
    if (!isObject(value)) return `${kindOf(value)}, not a record`;
    for (const [name, fits] of KNOWN) if (fits(value)) return `no known shape: looks like ${name}`;
    const keys = Object.keys(value)
      .slice(0, 4)
      .map((key) => key.slice(0, 40).toWellFormed());
    if (keys.length === 0) return 'an empty object';
    const list = keys.join(', ');
    if (!this.#lists.has(list) && this.#lists.size >= REASON_LIMIT) return 'no known shape';
    this.#lists.add(list);
    return `no known shape: begins with ${list}`;
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
