import { reject, type Shape, type Source } from '../../source';
import { filled } from '../../vendor/fields';
import { keyValues, lineTime } from '../../vendor/line-time';
import { readWritten } from '../../vendor/local-time';
import { toDraft } from './event';

const HEAD = /^\s*(?:<\d+>\S* )?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.,]\d{3}(?:Z|[+-]\d\d:?\d\d)?)\s*[|]?\s+(.*)$/s;
const AUDIT = /\btrackingid="?tid:|\bevent="?[A-Z_]+"?.{0,4000}\bpfhost=|\bevent="?[A-Z_]+"?.{0,4000}\bconnectionid=/s;

const auditLine: Shape = {
  id: 'audit-log',
  record: 'line',
  reads: ['line'],
  fidelity: 2,
  signature: 'a time, then trackingid="tid:…", event= and status=',
  accepts: (record) => {
    const m = HEAD.exec(record.text('line') ?? '');
    return m !== null && AUDIT.test(m[2]!) && /\bevent=/.test(m[2]!);
  },
  toEvent: (record, context) => {
    const m = HEAD.exec(record.text('line') ?? '');
    if (!m) return reject('not a line of audit.log');
    const { time, warnings } = lineTime(m[1]!, context);
    if (time === null) return reject('unreadable time');
    const fields = new Map([...keyValues(m[2]!)].map(([name, value]) => [name.toLowerCase(), value]));
    return toDraft((name) => filled(fields.get(name) ?? null), time, warnings);
  },
};

/** Fields of audit.log in the order in which the server writes them unless its log4j2.xml was changed; more may follow. */
const DEFAULT_ORDER = [
  'trackingid',
  'event',
  'subject',
  'ip',
  'app',
  'connectionid',
  'protocol',
  'pfhost',
  'role',
  'status',
  'adapterid',
  'description',
] as const;

/** The fields of a line in the default order; null where what stands for event, role and status cannot be them. */
function pipedFields(rest: string): ReadonlyMap<string, string> | null {
  const parts = rest.split('|', 100).map((part) => part.trim());
  if (parts.length < DEFAULT_ORDER.length) return null;
  const fields = new Map<string, string>(DEFAULT_ORDER.map((name, i) => [name, parts[i]!]));
  const isSound =
    /^(?:tid:\S+)?$/.test(fields.get('trackingid')!) &&
    /^[A-Za-z][\w ]{1,60}$/.test(fields.get('event')!) &&
    /^(?:IdP|SP|AS|OP|RP)?$/i.test(fields.get('role')!) &&
    /^(?:success|failure|inprogress|error|denied)?$/i.test(fields.get('status')!);
  return isSound && fields.get('trackingid')! + fields.get('status')! !== '' ? fields : null;
}

const pipedLine: Shape = {
  id: 'audit-piped',
  record: 'line',
  reads: ['line'],
  fidelity: 2,
  signature: 'a time, then tid:…, event, subject, address … role and status between bars',
  accepts: (record) => {
    const m = HEAD.exec(record.text('line') ?? '');
    return m !== null && m[2]!.startsWith('tid:') && pipedFields(m[2]!) !== null;
  },
  toEvent: (record, context) => {
    const m = HEAD.exec(record.text('line') ?? '');
    const fields = m && pipedFields(m[2]!);
    if (!m || !fields) return reject('not a line of audit.log in its default order');
    const { time, warnings } = lineTime(m[1]!, context);
    if (time === null) return reject('unreadable time');
    return toDraft((name) => filled(fields.get(name) ?? null), time, warnings);
  },
};

const serverLine: Shape = {
  id: 'server-log',
  record: 'line',
  reads: ['line'],
  fidelity: 1,
  signature: 'a time, a level, and a logger of com.pingidentity or org.sourceid',
  accepts: (record) => {
    const m = HEAD.exec(record.text('line') ?? '');
    return m !== null && SERVER.test(m[2]!);
  },
  toEvent: (record, context) => {
    const m = HEAD.exec(record.text('line') ?? '');
    const said = m && SERVER.exec(m[2]!);
    if (!m || !said) return reject('not a line of server.log');
    const { time, warnings } = lineTime(m[1]!, context);
    if (time === null) return reject('unreadable time');
    return {
      recordId: null,
      time,
      class: 'other',
      action: said[3]!.slice(said[3]!.lastIndexOf('.') + 1),
      outcome: 'none',
      reason: said[4]!.slice(0, 500),
      actor: null,
      correlation: said[1] ?? null,
      detail: { logger: said[3]!, level: said[2]! },
      warnings,
    };
  },
};
const SERVER =
  /^\s*(tid:\S+)?\s*(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+\[((?:com\.pingidentity|org\.sourceid)[\w.$-]*)\]\s?(.*)$/s;

const CEF_COLUMNS = [
  'TimeGenerated',
  'TimeGenerated [UTC]',
  'DeviceVendor',
  'DeviceProduct',
  'DeviceEventClassID',
  'Activity',
  'Message',
  'SourceIP',
  'SourceUserName',
  'SourceUserID',
  'DestinationUserID',
  'DestinationUserName',
  'AdditionalExtensions',
  'DeviceAction',
  'EventOutcome',
  'ExternalID',
  'DeviceCustomString1',
  'DeviceCustomString1Label',
  'DeviceCustomString2',
  'DeviceCustomString2Label',
  'DeviceCustomString3',
  'DeviceCustomString3Label',
  'DeviceCustomString4',
  'DeviceCustomString4Label',
  'DeviceCustomString5',
  'DeviceCustomString5Label',
  'DeviceCustomString6',
  'DeviceCustomString6Label',
] as const;

/** Labels of the custom strings, and which field of audit.log they are. */
const LABELS: Readonly<Record<string, string>> = {
  status: 'status',
  'adapter id': 'adapterid',
  'authentication source id': 'authnsourceid',
  protocol: 'protocol',
  role: 'role',
  'connection id': 'connectionid',
  connectionid: 'connectionid',
  app: 'app',
  description: 'description',
  'tracking id': 'trackingid',
  trackingid: 'trackingid',
};

function cef(record: 'json' | 'csv'): Shape {
  const named = (name: string): string => (record === 'csv' ? name.toLowerCase().replace(' [utc]', '') : name);
  return {
    id: `common-security-log-${record}`,
    record,
    reads: [...new Set(CEF_COLUMNS.map(named))],
    fidelity: record === 'csv' ? 1 : 2,
    signature: 'DeviceVendor Ping Identity, DeviceProduct PingFederate',
    accepts: (row) =>
      /^ping ?identity/i.test(row.text(named('DeviceVendor')) ?? '') &&
      /pingfederate/i.test(row.text(named('DeviceProduct')) ?? ''),
    toEvent: (row, context) => {
      const text = (name: (typeof CEF_COLUMNS)[number]): string | null => filled(row.text(named(name)));
      const written = text('TimeGenerated') ?? text('TimeGenerated [UTC]');
      const { time, warning } = readWritten(written ?? '', { zone: 'UTC', dayFirst: context.dayFirst });
      if (time === null)
        return reject(written === null ? 'no time (TimeGenerated)' : 'unreadable time (TimeGenerated)');
      const fields = new Map<string, string>();
      for (const [name, value] of keyValues(text('AdditionalExtensions') ?? '')) fields.set(name.toLowerCase(), value);
      for (let i = 1; i <= 6; i++) {
        const label = text(`DeviceCustomString${i}Label` as 'DeviceCustomString1Label')?.toLowerCase();
        const value = text(`DeviceCustomString${i}` as 'DeviceCustomString1');
        if (label && value !== null && Object.hasOwn(LABELS, label)) fields.set(LABELS[label]!, value);
      }
      const add = (name: string, value: string | null): void => {
        if (value !== null && !fields.get(name)) fields.set(name, value);
      };
      add('event', text('DeviceEventClassID') ?? text('Activity'));
      add(
        'status',
        text('EventOutcome') ??
          text('DeviceAction') ??
          (/^token issued/i.test(text('Message') ?? '') ? 'success' : null),
      );
      add('ip', text('SourceIP'));
      add(
        'subject',
        text('SourceUserName') ?? text('DestinationUserName') ?? text('SourceUserID') ?? text('DestinationUserID'),
      );
      add('message', text('Message'));
      add('trackingid', text('ExternalID'));
      return toDraft((name) => filled(fields.get(name) ?? null), time, warning ? [warning] : []);
    },
  };
}

const pingfederate: Source = {
  id: 'pingfederate',
  title: 'PingFederate audit log',
  shapes: [auditLine, pipedLine, serverLine, cef('json'), cef('csv')],
  about:
    'The server’s log/audit.log, or its CEF form collected into CommonSecurityLog. Times are the server’s local time without a zone: ' +
    'name it with --tz. The log tells which adapter ran, not which factor; the name of the adapter is all there is.',
  example:
    '2026-01-02 03:04:05,678 trackingid="tid:abc" transactionid="t1" event="AUTHN_ATTEMPT" subject="alice" ip="203.0.113.4" connectionid="https://app.example.com" protocol="SAML20" pfhost="idp1" role="IdP" status="failure"',
};
export default pingfederate;
