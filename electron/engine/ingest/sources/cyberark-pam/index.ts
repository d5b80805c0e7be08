import { parseUtcByContract } from '../../../../../shared/model/time';
import { reject, type Shape, type Source, type SourceContext, skip } from '../../source';
import { asObject, filled, member } from '../../vendor/fields';
import { lineTime, syslogTime } from '../../vendor/line-time';
import { syslogDate } from '../../vendor/syslog-date';
import { cloudAudit } from './cloud';
import { vaultEvent } from './vault';

const vaultJson: Shape = {
  id: 'vault-json',
  record: 'json',
  reads: ['syslog.audit_record', 'format'],
  fidelity: 3,
  signature: 'syslog.audit_record with MessageID',
  accepts: (record) => {
    const audit = asObject(record.any('syslog.audit_record'));
    return (
      audit !== null &&
      member(audit, 'MessageID') !== null &&
      (audit.Vendor === 'Cyber-Ark' || audit.Issuer !== undefined)
    );
  },
  toEvent: (record, context) => {
    const audit = asObject(record.any('syslog.audit_record'));
    const iso = member(audit, 'IsoTimestamp');
    const plain = member(audit, 'Timestamp');
    const dated = iso === null && plain !== null ? syslogDate(plain, context) : null;
    const time = iso === null ? (dated?.time ?? null) : parseUtcByContract(iso);
    if (time === null && iso !== null) return reject('unreadable time (IsoTimestamp)');
    if (time === null)
      return skip(
        plain === null
          ? 'no time: the record was written without IsoTimestamp'
          : 'no year in its time (Timestamp without IsoTimestamp): import it with its year (--year), let the vault write IsoTimestamp, or forward with RFC 5424',
      );
    return vaultEvent({
      code: member(audit, 'MessageID') ?? '',
      time,
      action: member(audit, 'Action') ?? member(audit, 'Desc') ?? 'vault audit record',
      issuer: member(audit, 'Issuer'),
      target: member(audit, 'TargetUser') ?? member(audit, 'SourceUser'),
      station: member(audit, 'Station'),
      gateway: member(audit, 'GatewayStation'),
      safe: member(audit, 'Safe'),
      file: member(audit, 'File'),
      reason: member(audit, 'Reason') ?? member(audit, 'Message'),
      request: member(audit, 'RequestId'),
      extra: member(audit, 'ExtraDetails'),
      host: member(audit, 'Hostname'),
      product: member(audit, 'Product'),
      warnings: dated?.warnings ?? [],
    });
  },
};

const LEEF = /LEEF:\d\.\d\|Cyber-?Ark\|([^|]*)\|[^|]*\|([^|]*)\|(.*)$/is;
const CEF = /CEF:\d\|Cyber-?Ark\|([^|]*)\|[^|]*\|([^|]*)\|([^|]*)\|[^|]*\|?(.*)$/is;

/** Pairs parted by tabs (LEEF) or blanks (CEF); a value goes on to the next `name=`. */
function pairs(text: string): (name: string) => string | null {
  const fields = new Map<string, string>();
  for (const m of text
    .slice(0, 30_000)
    .matchAll(/(?:^|[\s|])([A-Za-z][\w]{0,40})=(.*?)(?=[\t ]+[A-Za-z][\w]{0,40}=|\t|$)/gs)) {
    const name = m[1]!.toLowerCase();
    if (!fields.has(name) || fields.get(name) === '') fields.set(name, m[2]!.trim());
  }
  return (name) => filled(fields.get(name) ?? null);
}

/** When the collector or the vault says that it was; a line without either cannot be placed. */
function timeOf(
  line: string,
  field: (name: string) => string | null,
  context: SourceContext,
): { time: number | null; warnings: string[] } {
  const header = syslogTime(line);
  if (header !== null) return { time: header, warnings: [] };
  const written =
    field('devtime') ??
    field('rt') ??
    field('isotimestamp') ??
    /^\s*(?:<\d+>)?(\d{4}-\d\d-\d\d[T ]\S+)/.exec(line)?.[1] ??
    null;
  if (written === null) return syslogDate(line, context) ?? { time: null, warnings: [] };
  if (/^\d{13}$/.test(written)) return { time: Number(written), warnings: [] };
  return lineTime(written, context);
}

const NO_TIME = 'no time in the line: the collector’s header with it was cut off';

const vaultLine: Shape = {
  id: 'vault-syslog',
  record: 'line',
  reads: ['line'],
  fidelity: 2,
  signature: 'CEF or LEEF of vendor Cyber-Ark',
  accepts: (record) => /(LEEF|CEF):\d(\.\d)?\|Cyber-?Ark\|/i.test(record.text('line')?.slice(0, 400) ?? ''),
  toEvent: (record, context) => {
    const line = record.text('line') ?? '';
    const leef = LEEF.exec(line);
    const cef = leef ? null : CEF.exec(line);
    if (!leef && !cef) return reject('not a whole CEF or LEEF line');
    const field = pairs((leef ? leef[3] : cef![4]) ?? '');
    const { time, warnings } = timeOf(line, field, context);
    if (time === null) return skip(NO_TIME);
    const code = (leef ? leef[2] : cef![2])!.trim();
    return vaultEvent({
      code: /^\d+$/.test(code) ? String(Number(code)) : code,
      time,
      action: field('action') ?? field('eventmessage') ?? cef?.[3] ?? field('act') ?? 'vault audit record',
      issuer: field('usrname') ?? field('suser') ?? field('duser'),
      target: field('targetuser') ?? (leef ? field('sourceuser') : field('duser')),
      station: field('src') ?? field('shost'),
      gateway: field('gatewaystation'),
      safe: field('safe') ?? field('cs2'),
      file: field('file') ?? field('fname'),
      reason: field('reason') ?? field('msg'),
      request: field('requestid'),
      extra: field('extradetails'),
      host: field('dvchost') ?? null,
      product: (leef ?? cef)![1] ?? null,
      warnings,
    });
  },
};

const cyberark: Source = {
  id: 'cyberark-pam',
  title: 'CyberArk PAM and audit',
  shapes: [cloudAudit, vaultJson, vaultLine],
  about:
    'The vault’s syslog (JSON, CEF or LEEF by its translator file) or the Audit service of the cloud (JSON). A logon of the vault does ' +
    'not say which factor was used. CEF and LEEF carry the time in the collector’s header only: a line without it cannot be placed.',
  example:
    '{"uuid":"c-1","tenantId":"t1","timestamp":1767323045678,"username":"alice@example.com","applicationCode":"PAM","auditCode":"PAM00295","action":"Retrieve password","source":"PVWA","serviceName":"Privilege Cloud"}',
};
export default cyberark;
