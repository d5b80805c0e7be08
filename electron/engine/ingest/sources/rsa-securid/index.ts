import type { EventDraft } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject, type Shape, type Skip, type Source, type SourceContext, skip } from '../../source';
import { readAddress } from '../../vendor/address';
import { entry, filled } from '../../vendor/fields';
import { lineTime, syslogTime } from '../../vendor/line-time';
import { person } from '../../vendor/person';

/**
 * `2026-01-02 03:04:05,239, host, audit.runtime.com.rsa.…, INFO, id, session, client, server, ACTION, code, RESULT, reason, …`
 * Collectors cut the date off or the whole time: such a line cannot be placed.
 */
const LINE = /^(.*?)(\d\d:\d\d:\d\d)(,\d{3}), ?([^,]*), ?((?:audit|system)\.[\w.]*rsa[\w.]*), ?(\w+), ?(.*)$/s;

const REASONS: Readonly<Record<string, Outcome>> = {
  AUTHN_METHOD_SUCCESS: 'success_mfa',
  AUTHN_METHOD_FAILED: 'wrong_code',
  AUTHN_METHOD_FAILED_SYNTAX_ERROR: 'wrong_code',
  AUTHN_METHOD_NEW_PIN_REQUIRED: 'challenged',
  AUTHN_METHOD_NEXT_TOKENCODE_REQUIRED: 'challenged',
  AUTHN_PRINCIPAL_LOCKED: 'rate_limited',
  AUTHN_LOCKOUT: 'rate_limited',
  AUTH_RESOLUTION_FAILED_BY_ID_ALIAS: 'failed_other',
  AUTHN_PRINCIPAL_DISABLED: 'blocked_by_policy',
  AUTHN_TOKEN_DISABLED: 'blocked_by_policy',
  AUTHN_TOKEN_EXPIRED: 'blocked_by_policy',
};

function outcomeOf(reason: string | null, result: string | null): Outcome {
  const known = entry(REASONS, reason);
  if (known) return known;
  const words = reason ?? '';
  if (/LOCK/.test(words)) return 'rate_limited';
  if (/DISABLED|EXPIRED|POLICY|RESTRICT|NOT_ALLOWED|DENIED/.test(words)) return 'blocked_by_policy';
  if (/NOT_ASSIGNED|NO_TOKEN|NO_METHOD/.test(words)) return 'not_enrolled';
  if (/REQUIRED|CHALLENGE|NEXT_|NEW_PIN/.test(words)) return 'challenged';
  if (/PASSWORD.*FAIL|FAIL.*PASSWORD/.test(words)) return 'password_failed';
  if (/METHOD_FAILED|PASSCODE|TOKENCODE/.test(words)) return 'wrong_code';
  if (result === 'SUCCESS') return 'success_mfa';
  return result === 'FAIL' ? 'failed_other' : 'none';
}

/** The method's name stands in one of the later columns. */
const METHODS: readonly (readonly [RegExp, Factor])[] = [
  [/^(SecurID_Native|SecurID\w*|RSA_SecurID|OnDemand\w*|.*Tokencode.*)$/i, 'hardware_otp'],
  [/^(RSA_Password|LDAP_Password|\w*Password)$/i, 'password'],
  [/^(\w*Approve\w*|\w*Push\w*)$/i, 'push'],
  [/^(\w*FIDO\w*)$/i, 'fido2'],
];

function cells(text: string): string[] {
  return [...text.slice(0, 20_000).matchAll(/(?:^|,)(?: ?"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
    (m[1] ?? m[2] ?? '').trim(),
  );
}

function toEvent(line: string, context: SourceContext): EventDraft | Skip | Reject {
  const m = LINE.exec(line);
  if (!m) return reject('not a line of Authentication Manager');
  const [, head = '', clock = '', fraction = '', host, logger = '', level, rest = ''] = m;
  const date = /(\d{4}-\d\d-\d\d)[ T]$/.exec(head)?.[1] ?? null;
  const header = syslogTime(line);
  const at = date === null ? { time: header, warnings: [] } : lineTime(`${date} ${clock}${fraction}`, context);
  if (at.time === null)
    return date === null
      ? skip('no date in the line: the collector’s header with it was cut off')
      : reject('unreadable time');
  const row = cells(rest);
  const cell = (at: number): string | null => filled(row[at] ?? null);
  const [id, session, client, action, code, result] = [cell(0), cell(1), cell(2), cell(4), cell(5), cell(6)];
  // Administrators' actions fill the reason, or leave it empty; the agent's session comes next.
  const reason = cell(7);
  const user = cell(12);
  const isRuntime = logger.startsWith('audit.runtime');
  const isAdmin = logger.startsWith('audit.admin');
  const eventClass: EventClass = isRuntime ? 'authentication' : isAdmin ? 'change' : 'other';
  const method = row.slice(16).find((each) => METHODS.some(([word]) => word.test(each))) ?? null;
  const factor = method === null ? null : (METHODS.find(([word]) => word.test(method))?.[1] ?? null);
  const plain = outcomeOf(reason, result);
  const outcome: Outcome =
    eventClass === 'authentication'
      ? factor === 'password' && plain === 'success_mfa'
        ? 'success_single_factor'
        : plain
      : eventClass === 'change' && result === 'FAIL'
        ? 'failed_other'
        : 'none';
  const names = [cell(13), cell(14)].filter((each) => each !== null).join(' ');
  const address = readAddress(client);
  const target = isAdmin ? (row.at(-2) ?? null) : null;
  return {
    recordId: id,
    recordPart: `${code ?? ''} ${logger.slice(logger.lastIndexOf('.') + 1)}`,
    time: at.time,
    class: eventClass,
    action: action ?? logger,
    outcome,
    factor,
    code,
    reason,
    actor: person({ name: user, display: names === '' ? null : names, id: cell(9) }),
    target: target === null || target === user || target === '' ? null : person({ name: target }),
    resource: isRuntime ? cell(18) : null,
    ip: address.ip,
    session,
    correlation: session,
    protocol: 'SecurID',
    interactive: isRuntime ? true : null,
    attempt: isRuntime ? { key: session, role: action === 'AUTHN_LOGIN_EVENT' ? 'outcome' : 'step' } : undefined,
    flags: isAdmin ? ['privileged'] : plain === 'failed_other' && isRuntime ? ['ambiguous'] : [],
    detail: { logger, ...(host && { server: host }), ...(level && { level }), ...(method && { method }) },
    warnings: at.warnings,
  };
}

const log: Shape = {
  id: 'audit-log',
  record: 'line',
  reads: ['line'],
  fidelity: 2,
  signature: 'a time with milliseconds, a host, a logger audit.…rsa… or system.…rsa…, a level',
  accepts: (record) => {
    const line = record.text('line')?.slice(0, 2_000) ?? '';
    return line.includes('rsa') && LINE.test(line);
  },
  toEvent: (record, context) => toEvent(record.text('line') ?? '', context),
};

const rsa: Source = {
  id: 'rsa-securid',
  title: 'RSA SecurID Authentication Manager',
  shapes: [log],
  about:
    'Syslog of Authentication Manager: runtime audit (sign-ins), admin audit and system log, comma-separated, in the server’s local ' +
    'time: name the zone with --tz. Lines whose date the collector cut off cannot be placed and are counted as skipped.',
  example:
    '2026-01-02 03:04:05,239, am1.example.com, audit.runtime.com.rsa.ims.authn.impl.AuthenticationBrokerImpl, INFO, e1,s1,203.0.113.4,10.0.0.1,AUTHN_LOGIN_EVENT,13002,SUCCESS,AUTHN_METHOD_SUCCESS,a1,u1,d1,x1,alice,Alice,Example,ag1,x2,10.0.0.9,VPN1,7,p1,SecurID_Native,,,AUTHN_LOGIN_EVENT,0,4',
};
export default rsa;
