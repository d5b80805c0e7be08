/**
 * What Microsoft's cloud logs share: the envelope of Azure Monitor, the columns of Log Analytics, lists of name and value,
 * people and applications as actors. Pure.
 */
import type { ActorDraft } from '../../../../shared/model/event';
import { parseUtcByContract } from '../../../../shared/model/time';
import type { LazyRecord, Reject, Shape, Skip, SourceContext } from '../source';
import { addKey, nameKeys } from './actor-keys';
import { asObject, asObjects, filled, firstText, member, type Plain, parsed } from './fields';
import { readWritten, type WrittenTime } from './local-time';

/** Fields of one record by their Graph names (`activityDateTime`), whatever the shape calls them. */
export interface Fields {
  text(name: string): string | null;
  any(name: string): unknown;
}

/** Texts by which these logs write "nothing", beside an empty one. */
export const told = (text: string | null): string | null => {
  const value = filled(text);
  return value === '<null>' || value === 'N/A' ? null : value;
};

/** A member whatever the case of its name: one log writes `type` and `Type`, `id` and `Id`. */
export function memberOf(object: Plain | null, name: string): unknown {
  if (object === null) return undefined;
  if (Object.hasOwn(object, name)) return object[name];
  const folded = name.toLowerCase();
  const key = Object.keys(object).find((each) => each.toLowerCase() === folded);
  return key === undefined ? undefined : object[key];
}

/** As `memberOf`, for texts, numbers and booleans. */
export function textOf(object: Plain | null, name: string): string | null {
  const value = memberOf(object, name);
  return told(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `${value}` : null);
}

export const objectFields = (object: Plain): Fields => ({
  text: (name) => textOf(object, name),
  any: (name) => memberOf(object, name),
});

/** Fields of a record that has them at its top; a name outside of `names` is one that the shape does not carry. */
export const recordFields = (record: LazyRecord, names: readonly string[]): Fields => ({
  text: (name) => (names.includes(name) ? told(record.text(name)) : null),
  any: (name) => (names.includes(name) ? record.any(name) : undefined),
});

/** Columns of a Log Analytics table for a Graph name: dynamic ones are doubled, custom tables add a suffix for the type. */
export function columnsOf(name: string, record: Shape['record'], also: readonly string[] = []): string[] {
  const names = [`${name[0]!.toUpperCase()}${name.slice(1)}`, ...also];
  const all = names.flatMap((each) => [
    each,
    ...['_dynamic', '_string', '_s', '_g', '_t', '_d', '_b'].map((end) => each + end),
  ]);
  return record === 'csv' ? all.map((each) => each.toLowerCase()) : [...all, ...names.map((each) => `${each} [UTC]`)];
}

/** Fields of a row; `columns` names for each field the columns that may hold it, first filled one first. */
export function rowFields(row: LazyRecord, columns: Readonly<Record<string, readonly string[]>>): Fields {
  const of = (name: string): readonly string[] => (Object.hasOwn(columns, name) ? columns[name]! : []);
  return {
    text: (name) => told(firstText(row, of(name))),
    any: (name) => {
      for (const column of of(name)) {
        const value = row.any(column);
        if (value !== undefined && value !== null && value !== '') return value;
      }
      return undefined;
    },
  };
}

/** Time of a record whose contract says UTC: ISO 8601 (also `T9:59:27Z`) or as a portal writes it. */
export function readUtc(text: string | null, dayFirst: boolean | null): WrittenTime {
  if (text === null) return { time: null, warning: null };
  const iso = parseUtcByContract(text) ?? parseUtcByContract(text.replace(/[T ](\d):/, 'T0$1:'));
  return iso === null ? readWritten(text, { zone: 'UTC', dayFirst }) : { time: iso, warning: null };
}

/** Lists of `{name, value}` (in any spelling: key, Name, Key …), also as text; the first of a name counts. */
export function pairsOf(value: unknown): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const each of asObjects(parsed(value))) {
    const name = textOf(each, 'name') ?? textOf(each, 'key');
    const inner = memberOf(each, 'value');
    const text = typeof inner === 'object' && inner !== null ? JSON.stringify(inner) : textOf(each, 'value');
    if (name !== null && text !== null && !pairs.has(name)) pairs.set(name, text);
  }
  return pairs;
}

/** A value that is JSON inside text (`"[\"x\"]"`, `"\"x\""`), as one plain text; null for nothing. */
export function unquoted(value: unknown): string | null {
  const inner = typeof value === 'string' ? jsonIn(value) : value;
  if (inner === null || inner === undefined) return null;
  if (typeof inner === 'string') return told(inner.replace(/\s*[\r\n]+\s*/g, ' '));
  if (!Array.isArray(inner)) return told(JSON.stringify(inner));
  return told(inner.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('; '));
}

/** What JSON in a text (a text, a list; also encoded twice) stands for; the text itself where it is none. */
function jsonIn(text: string): unknown {
  let value: unknown = text;
  for (let depth = 0; depth < 2 && typeof value === 'string' && /^\s*[["]/.test(value); depth++) {
    try {
      value = JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}

export interface Change {
  name: string;
  from: string | null;
  to: string | null;
}

/** `modifiedProperties` of audit records, in Graph's spelling or that of Microsoft 365. */
export function changesOf(value: unknown): Change[] {
  return asObjects(parsed(value)).flatMap((each) => {
    const name = textOf(each, 'displayName') ?? textOf(each, 'name');
    if (name === null) return [];
    return [{ name, from: unquoted(memberOf(each, 'oldValue')), to: unquoted(memberOf(each, 'newValue')) }];
  });
}

const TOLD_CHANGES = 20;
const LONGEST = 300; // characters of one value kept in the detail

/** Changes as one text: `Role.DisplayName: Global Administrator; Name: old → new`. */
export function changesText(changes: readonly Change[]): string | null {
  const texts = changes
    .filter(({ name, from, to }) => (from !== null || to !== null) && name !== 'Included Updated Properties')
    .slice(0, TOLD_CHANGES)
    .map(
      ({ name, from, to }) =>
        `${name}: ${from === null ? '' : `${short(from)} → `}${to === null ? 'removed' : short(to)}`,
    );
  return texts.length > 0 ? texts.join('; ') : null;
}

/** What a new or former owner owns: the application's ids stand among the changes. */
export function ownedBy(changes: readonly Change[]): { owned_object: string | null; owned_app: string | null } {
  const told = (ending: RegExp): string | null => {
    const change = changes.find(({ name }) => ending.test(name));
    const value = change?.to ?? change?.from ?? null;
    return isGuid(value) ? value : null;
  };
  return {
    owned_object: told(/^(?:Application|ServicePrincipal)\.ObjectID$/i),
    owned_app: told(/^(?:Application|ServicePrincipal)\.AppId$/i),
  };
}

export const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

export const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const ZEROS = /^0{8}-(?:0{4}-){3}0{12}$/;
/** A directory id that names something; zeros do not. */
export const isGuid = (text: string | null): text is string => text !== null && GUID.test(text) && !ZEROS.test(text);

/** A person of the directory; null where the record tells neither an id nor a name. */
export function userActor(user: {
  id: string | null;
  upn: string | null;
  display?: string | null;
  userType?: string | null;
  homeTenant?: string | null;
}): ActorDraft | null {
  const { id, upn, display = null } = user;
  const name = upn ?? display ?? id;
  if (name === null) return null;
  const isName = upn !== null && !GUID.test(upn);
  const keys = isName ? nameKeys(upn) : [];
  if (isGuid(id)) addKey(keys, 'object_id', id);
  if (!isName && isGuid(upn)) addKey(keys, 'object_id', upn);
  return {
    id,
    name,
    display,
    kind: 'human',
    keys,
    homeTenant: user.homeTenant ?? null,
    external: /#ext#/i.test(upn ?? '') || /^guest$/i.test(user.userType ?? ''),
  };
}

/** An application of the directory: its service principal's object id and its client id. */
export function appActor(app: {
  id: string | null;
  appId: string | null;
  name: string | null;
  kind?: ActorDraft['kind'];
}): ActorDraft | null {
  const name = app.name ?? app.appId ?? app.id;
  if (name === null) return null;
  const keys: ActorDraft['keys'] = [];
  if (isGuid(app.id)) addKey(keys, 'object_id', app.id);
  if (isGuid(app.appId)) addKey(keys, 'client_id', app.appId);
  return { id: app.id ?? app.appId, name, kind: app.kind ?? 'service_principal', keys };
}

// ---- Azure Monitor: diagnostic records, an envelope around `properties`

const ENVELOPE = {
  time: ['time', 'Time'],
  category: ['category', 'Category'],
  operation: ['operationName', 'operationname', 'OperationName'],
  resourceId: ['resourceId', 'resourceid', 'ResourceId'],
  resultType: ['resultType', 'resulttype', 'ResultType'],
  resultSignature: ['resultSignature', 'resultsignature', 'ResultSignature'],
  description: ['resultDescription', 'resultdescription', 'ResultDescription'],
  ip: ['callerIpAddress', 'calleripaddress', 'CallerIpAddress'],
  correlation: ['correlationId', 'correlationid', 'CorrelationId'],
  location: ['location', 'Location'],
  tenant: ['tenantId', 'tenantid', 'TenantId'],
} as const;

export interface Envelope {
  /** When the record was written: up to minutes after the event. */
  time: string | null;
  category: string | null;
  operation: string | null;
  resourceId: string | null;
  resultType: string | null;
  resultSignature: string | null;
  description: string | null;
  ip: string | null;
  correlation: string | null;
  location: string | null;
  tenant: string | null;
  /** A display name in most logs, an object with claims in Azure's activity log. */
  identity: unknown;
}

export const ENVELOPE_READS: readonly string[] = [
  ...new Set([...Object.values(ENVELOPE).flat(), 'identity', 'properties']),
];

export const categoryOf = (record: LazyRecord): string => firstText(record, ENVELOPE.category)?.toLowerCase() ?? '';
export const resourceOf = (record: LazyRecord): string => firstText(record, ENVELOPE.resourceId)?.toLowerCase() ?? '';

export function readEnvelope(record: LazyRecord): Envelope {
  const envelope = Object.fromEntries(
    Object.entries(ENVELOPE).map(([name, paths]) => [name, told(firstText(record, paths))]),
  ) as Record<keyof typeof ENVELOPE, string | null>;
  return { ...envelope, identity: record.any('identity') };
}

export const propertiesOf = (record: LazyRecord): Plain => asObject(parsed(record.any('properties'))) ?? {};

type Mapped = ReturnType<Shape['toEvent']>;

/** Shape for the diagnostic records of some categories (lower case). */
export function monitorShape(
  id: string,
  categories: ReadonlySet<string>,
  map: (fields: Fields, envelope: Envelope, context: SourceContext) => Mapped,
  /** Records of other categories that are of this shape all the same. */
  also: (record: LazyRecord, category: string) => boolean = () => false,
): Shape {
  return {
    id,
    record: 'json',
    reads: ENVELOPE_READS,
    fidelity: 3,
    signature: `category ${[...categories].join(' or ')} and properties`,
    accepts: (record) => {
      if (!record.has('properties')) return false;
      const category = categoryOf(record);
      return categories.has(category) || also(record, category);
    },
    toEvent: (record, context) => map(objectFields(propertiesOf(record)), readEnvelope(record), context),
  };
}

/** Shape for the rows of a Log Analytics table, exported as JSON or CSV. */
export function tableShape(table: {
  id: string;
  record: Shape['record'];
  /** Graph names of the fields, each with further columns where the table names it otherwise. */
  fields: Readonly<Record<string, readonly string[]>>;
  /** Fields of which each must have a column. */
  required: readonly string[];
  /** Columns that only other tables have. */
  never?: readonly string[];
  map(fields: Fields, context: SourceContext): Mapped | Skip | Reject;
}): Shape {
  const columns = Object.fromEntries(
    Object.entries(table.fields).map(([name, also]) => [name, columnsOf(name, table.record, also)]),
  );
  const never = (table.never ?? []).map((name) => (table.record === 'csv' ? name.toLowerCase() : name));
  return {
    id: table.id,
    record: table.record,
    reads: [...new Set([...Object.values(columns).flat(), ...never])],
    fidelity: 2,
    signature: `columns ${table.required.map((name) => columnsOf(name, 'json', table.fields[name])[0]).join(', ')}`,
    accepts: (row) =>
      table.required.every((name) => columns[name]!.some((column) => row.has(column))) &&
      !never.some((column) => row.has(column)),
    toEvent: (row, context) => table.map(rowFields(row, columns), context),
  };
}

/** Text members of an object that hold something, with names prefixed: for the detail of an event. */
export function detailsOf(object: Plain | null, names: readonly string[]): Record<string, string> {
  const detail: Record<string, string> = {};
  for (const name of names) {
    const text = member(object, name);
    if (text !== null) detail[name] = short(text);
  }
  return detail;
}
