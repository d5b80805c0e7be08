import { parseUtcByContract } from '../../../../../shared/model/time';
import { type LazyRecord, reject, type Shape, type Source, skip } from '../../source';
import { asObject, filled, type Plain, parsed } from '../../vendor/fields';
import { shownTime } from '../../vendor/kibana-time';
import { withObserved } from '../../vendor/observed';
import { field, standsForItself, text, texts } from './document';
import { toDraft } from './event';

/** Top-level names whose subtrees tell all that is read, and their dotted forms. */
const TOPS = [
  '@timestamp',
  'ecs',
  'event',
  'user',
  'source',
  'client',
  'user_agent',
  'device',
  'host',
  'service',
  'application',
  'observer',
  'session',
  'transaction',
  'trace',
  'network',
  'error',
  'message',
  'tags',
  'agent',
  'data_stream',
  'elastic_agent',
  'winlog',
  'class_uid',
  'url',
  'file',
  'group',
  // Sub-objects of products that other sources read: they mark a copy.
  'okta',
  'azure',
  'auth0',
  'cisco_ise',
  'cisco_duo',
  'cyberarkpas',
  'bitwarden',
  'forgerock',
  'jumpcloud',
  'keycloak',
  'lastpass',
  'onepassword',
  'ping_one',
  'pulse_secure',
  'o365',
  'aws',
  'gcp',
  'google_workspace',
  'github',
  'slack',
  'salesforce',
  'cloudflare',
];
const FIELDS = [
  'event.action',
  'event.category',
  'event.code',
  'event.dataset',
  'event.id',
  'event.ingested',
  'event.kind',
  'event.module',
  'event.original',
  'event.outcome',
  'event.provider',
  'event.reason',
  'event.risk_score',
  'event.type',
  'user.name',
  'user.id',
  'user.email',
  'user.domain',
  'user.full_name',
  'user.target.name',
  'user.target.id',
  'user.target.email',
  'source.ip',
  'source.address',
  'source.user.name',
  'source.user.id',
  'source.user.email',
  'source.as.number',
  'source.as.organization.name',
  'source.geo.country_iso_code',
  'source.geo.country_name',
  'source.geo.region_name',
  'source.geo.city_name',
  'source.geo.location',
  'source.geo.location.lat',
  'source.geo.location.lon',
  'client.ip',
  'client.address',
  'client.user.name',
  'client.user.id',
  'client.user.email',
  'client.geo.country_iso_code',
  'client.geo.country_name',
  'client.geo.region_name',
  'client.geo.city_name',
  'client.geo.location',
  'client.as.number',
  'client.as.organization.name',
  'user_agent.original',
  'user_agent.name',
  'user_agent.os.full',
  'user_agent.os.name',
  'device.id',
  'host.name',
  'host.hostname',
  'service.name',
  'application.name',
  'observer.product',
  'session.id',
  'transaction.id',
  'trace.id',
  'network.protocol',
  'error.message',
  'error.code',
  'agent.type',
  'agent.id',
  'data_stream.type',
  'data_stream.dataset',
  'ecs.version',
  'url.full',
  'file.path',
  'group.name',
  'user.risk.static_level',
  'user.risk.calculated_level',
  'okta.event_type',
];

/** The declared parts of the document, in the form in which it has them. */
function documentOf(record: LazyRecord): Plain {
  const document: Record<string, unknown> = {};
  for (const name of TOPS) {
    const value = record.any(name);
    if (value !== undefined && value !== null) document[name] = value;
  }
  for (const name of FIELDS) {
    const dot = name.indexOf('.');
    // Where the top is an object the field lies in it; else it may be written as one dotted key.
    if (asObject(document[name.slice(0, dot)])) continue;
    const value = record.any(name);
    if (value !== undefined && value !== null) document[name] = value;
  }
  return document;
}

const documents: Shape = {
  id: 'documents-json',
  record: 'json',
  reads: [...TOPS, ...FIELDS],
  fidelity: 1,
  signature: '@timestamp with event.category or event.kind, stored by an agent or made by no known product',
  accepts: (record) => {
    if (
      record.any('@timestamp') === undefined ||
      (record.any('event') === undefined &&
        record.any('event.category') === undefined &&
        record.any('event.kind') === undefined)
    )
      return false;
    return standsForItself(documentOf(record));
  },
  toEvent: (record) => {
    const document = documentOf(record);
    const written = text(document, '@timestamp');
    const number = written !== null && /^\d{13}$/.test(written) ? Number(written) : null;
    const time = number ?? (written === null ? null : parseUtcByContract(written));
    if (time === null) return reject(written === null ? 'no time (@timestamp)' : 'unreadable time (@timestamp)');
    const kind = text(document, 'event.kind');
    if (kind === 'metric' || kind === 'state' || kind === 'pipeline_error')
      return skip(`no event: a document of kind ${kind}`);
    const draft = toDraft(
      {
        text: (name) => text(document, name),
        texts: (name) => texts(document, name),
        any: (name) => field(document, name),
      },
      time,
      [],
    );
    return withObserved(draft, text(document, 'event.ingested'));
  },
};

/** What an agent or the store writes beside a document. */
const STORED_COLUMNS = ['data_stream.dataset', 'agent.id', 'agent.type', '_index'];

const table: Shape = {
  id: 'documents-csv',
  record: 'csv',
  reads: ['@timestamp', ...FIELDS, 'message', 'tags', '_index'],
  fidelity: 1,
  signature: 'columns @timestamp and event.category or event.action',
  accepts: (row) =>
    row.has('@timestamp') &&
    (row.has('event.category') || (row.has('event.action') && row.has('event.outcome'))) &&
    !row.has('event.original') &&
    // Okta's fields lie below its own name, and are read there.
    !(row.has('okta.event_type') && STORED_COLUMNS.some((name) => row.has(name))),
  toEvent: (row, context) => {
    const read = (name: string): string | null =>
      FIELDS.includes(name) || name === 'message' ? filled(row.text(name)) : null;
    const written = filled(row.text('@timestamp'));
    const { time, warnings } = shownTime(written ?? '', context);
    if (time === null) return reject(written === null ? 'no time (@timestamp)' : 'unreadable time (@timestamp)');
    // A list is written as JSON or with commas.
    const list = (name: string): string[] => {
      const value = read(name);
      if (value === null || value === '-') return [];
      const inner = parsed(value);
      return Array.isArray(inner)
        ? inner.filter((each): each is string => typeof each === 'string')
        : value.split(/, ?/);
    };
    const shown = (name: string): string | null => (read(name) === '-' ? null : read(name));
    return toDraft(
      {
        text: shown,
        texts: list,
        any: (name) => (name.endsWith('.location') ? (parsed(shown(name)) ?? shown(name)) : shown(name)),
      },
      time,
      warnings,
    );
  },
};

const ecs: Source = {
  id: 'ecs',
  title: 'Elastic Common Schema',
  shapes: [documents, table],
  about:
    'Documents of a store (NDJSON, hits of a search) or a table that Kibana exported, in the zone of whoever exported it: name it with ' +
    '--tz. Where a document quotes the record of a known product, that record is read instead. ECS knows success and failure ' +
    'only: which factor, and who refused, stands in words if at all.',
  example:
    '{"@timestamp":"2026-01-02T03:04:05.678Z","ecs":{"version":"8.11.0"},"event":{"category":["authentication"],"action":"user_login","outcome":"failure","reason":"invalid password"},"user":{"name":"alice"},"source":{"ip":"203.0.113.4"}}',
};
export default ecs;
