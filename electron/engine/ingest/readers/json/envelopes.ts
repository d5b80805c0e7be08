/** What vendors and collectors wrap records in, by the keys that lead to the list. */

/** Keys of the outermost object under which a list of records lies. */
const TOP: readonly string[] = [
  'value', // Microsoft Graph page
  'Records', // CloudTrail
  'records', // Azure Monitor, older form; Salesforce query
  'items', // Google
  'response', // Duo Admin API v1
  'Events', // CloudTrail lookup-events
  'entries', // Slack audit logs, Google Cloud entries:list
  'result', // Cloudflare
  'alerts', // Google alert center
  'activity_logs', // Zoom
  'operation_logs', // Zoom
];
const LISTS: ReadonlySet<string> = new Set([
  ...TOP,
  'response.authlogs', // Duo Admin API v2
  'data.events', // Okta event hook
  'hits.hits', // Elasticsearch search result
]);
/** Holds a list under the name of what is in it (PingOne: `_embedded.activities`). */
const EMBEDDED = '_embedded';
const NESTS: ReadonlySet<string> = new Set(['response', 'data', 'hits', EMBEDDED]);

/** Keys of an outermost object that may make it an envelope. */
export const ENVELOPE_KEYS: readonly string[] = [...new Set([...TOP, ...NESTS])];

export const isList = (path: readonly string[]): boolean =>
  LISTS.has(path.join('.')) || (path.length === 2 && path[0] === EMBEDDED);
export const isNest = (path: readonly string[]): boolean => NESTS.has(path.join('.'));

/** Whether a parsed value is an envelope: an object with a list of objects, or an empty one, where one is expected. */
export function isEnvelope(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { response, data, hits, [EMBEDDED]: embedded } = value;
  for (let i = 0; i < TOP.length; i++) {
    const list = value[TOP[i]!];
    if (list !== undefined && holdsRecords(list)) return true;
  }
  return (
    (isObject(response) && holdsRecords(response.authlogs)) ||
    // A typed message that happens to have a list of this name (a Google alert) is a record itself.
    (isObject(data) && !Object.hasOwn(data, '@type') && holdsRecords(data.events)) ||
    (isObject(hits) && holdsRecords(hits.hits)) ||
    (isObject(embedded) && Object.values(embedded).some(holdsRecords))
  );
}

/** A list that is empty or whose first element is an object, but for what stands where one should (`null`, a bare value). */
export const holdsRecords = (list: unknown): boolean =>
  Array.isArray(list) && (list.length === 0 || isObject(list[0]) || isObject(list.find((each) => !isBare(each))));

const isBare = (value: unknown): boolean => value === null || typeof value !== 'object';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
