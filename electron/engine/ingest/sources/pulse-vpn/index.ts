import type { AttemptRole, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject, type Shape, type Source, type SourceContext } from '../../source';
import { ipOf } from '../../vendor/address';
import { lineTime } from '../../vendor/line-time';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';

/** `… PulseSecure: - - - 2026-01-02 03:04:05 - node - [203.0.113.4] alice(REALM)[ROLES] - message` */
const LINE =
  /^(.*?)\b(?:PulseSecure|Ivanti\w*|Juniper|NetScreen|SA): (?:- - - )?(?:(?:id=\S+ )?(?:\w+=\S+ )*)?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - ([^ ]*) - \[([^\]]*)\] (.*?)\(([^)]*)\)\[([^\]]*)\] - (.*)$/s;
const ISO = /\b(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))\b/;

interface Decided {
  class: EventClass;
  outcome: Outcome;
  factor?: Factor;
  role?: AttemptRole;
  flags?: EventFlag[];
}

/** Messages by their words, most telling first. */
const MESSAGES: readonly (readonly [RegExp, Decided])[] = [
  [
    /^Primary authentication successful/,
    { class: 'authentication', outcome: 'none', factor: 'password', role: 'step', flags: ['credential_right'] },
  ],
  [
    /^Primary authentication failed/,
    { class: 'authentication', outcome: 'password_failed', factor: 'password', role: 'step' },
  ],
  [/^Secondary authentication successful/, { class: 'authentication', outcome: 'success_mfa', role: 'answer' }],
  [
    /^Secondary authentication failed/,
    { class: 'authentication', outcome: 'failed_other', role: 'answer', flags: ['second_factor_failed', 'ambiguous'] },
  ],
  [
    /^(Agent login|Login) succeeded|^Login successful/,
    { class: 'authentication', outcome: 'success_single_factor', role: 'outcome' },
  ],
  [
    /^(Agent login|Login) (failed|denied|rejected)/,
    { class: 'authentication', outcome: 'failed_other', role: 'outcome' },
  ],
  [
    /restrictions? successfully passed|^Host Checker policy .* passed/,
    { class: 'authentication', outcome: 'none', role: 'interim' },
  ],
  [
    /restrictions? (were )?not|restrictions? failed|^Host Checker policy .* failed|realm restriction/,
    { class: 'authentication', outcome: 'blocked_by_policy', role: 'outcome' },
  ],
  [/account .*(locked|disabled)|locked out/i, { class: 'change', outcome: 'rate_limited' }],
  [
    /Session (ended|timed out|extended|resumed|switched|deleted)|^Logout|Session timed out|^Closed connection|^Max session|^Remote address .* changed/i,
    { class: 'session', outcome: 'none' },
  ],
  [
    /VPN Tunneling: (User with IP|Session started)|^Connected to|^WebRequest|^ACL|^Key Exchange|^Transport mode|^Connection/,
    { class: 'access', outcome: 'none' },
  ],
  [/administrator|\b(created|modified|deleted|changed|imported)\b/i, { class: 'change', outcome: 'none' }],
];

function toEvent(line: string, context: SourceContext): EventDraft | Reject {
  const m = LINE.exec(line);
  if (!m) return reject('not a line of the VPN gateway');
  const [, head = '', local = '', node, client = '', user = '', realm, roles, message = ''] = m;
  const zoned = ISO.exec(head)?.[1] ?? null;
  const { time, warnings } = lineTime(zoned ?? local, context);
  if (time === null) return reject('unreadable time');
  const decided: Decided = MESSAGES.find(([words]) => words.test(message))?.[1] ?? { class: 'other', outcome: 'none' };
  const reason = /Reason: (.*)$/s.exec(message)?.[1]?.trim() ?? null;
  const told = decided.outcome === 'failed_other' ? outcomeOfWords(reason ?? message) : null;
  const session = /\(session: ?(\w+)\)/.exec(message)?.[1] ?? null;
  const agent = / with ([^)]*\)?.*?)\.?$/.exec(message);
  const isLogin = /login succeeded/i.test(message);
  const inner = /(?:User with IP|with IPv4 address) (\S+?)[.,]?(?: |$)/.exec(message)?.[1] ?? null;
  const name = user.trim() === '' || /^(System|Default Network)$/.test(user.trim()) ? null : user.trim();
  const detail: Record<string, string> = {};
  for (const [key, value] of [
    ['realm', realm],
    ['roles', roles],
    ['gateway', node],
    ['tunnel_ip', ipOf(inner)],
    ['auth_server', /auth server ([^(]+?) \(/.exec(message)?.[1] ?? null],
  ] as const)
    if (value) detail[key] = value;
  const isSignIn = decided.class === 'authentication';
  return {
    recordId: null,
    time,
    class: decided.class,
    action: message.slice(0, 80).replace(/ (for|from|with|using|\().*$/s, ''),
    outcome: told ?? decided.outcome,
    factor: decided.factor ?? null,
    reason: reason ?? message.slice(0, 500),
    actor: person({ name }),
    app: 'VPN',
    resource: /^WebRequest/.test(message) ? (/ to (\S+)/.exec(message)?.[1] ?? null) : null,
    ip: ipOf(client),
    userAgent: isLogin && agent ? agent[1]! : null,
    session,
    correlation: session,
    protocol: 'VPN',
    interactive: isSignIn ? true : null,
    // The steps of one sign-in share person and address, nothing else.
    attempt: decided.role ? { key: name === null ? null : `${name} ${client}`, role: decided.role } : undefined,
    flags: decided.flags ?? [],
    detail: Object.keys(detail).length > 0 ? detail : null,
    warnings,
  };
}

const syslog: Shape = {
  id: 'syslog',
  record: 'line',
  reads: ['line'],
  fidelity: 2,
  signature: 'PulseSecure: with time, node, [address] user(realm)[roles] - message',
  accepts: (record) => {
    const line = record.text('line') ?? '';
    return / - \[[^\]]*\] /.test(line.slice(0, 2_000)) && LINE.test(line.slice(0, 8_000));
  },
  toEvent: (record, context) => toEvent(record.text('line') ?? '', context),
};

const pulse: Source = {
  id: 'pulse-vpn',
  title: 'Pulse / Ivanti Connect Secure VPN',
  shapes: [syslog],
  about:
    'Syslog of the gateway: user access, admin and events log. The step with the password and the step with the second factor are ' +
    'told apart as primary and secondary authentication; a login that followed does not say which of them it needed.',
  example:
    'Jan 02 03:04:05 vpn1 1 2026-01-02T03:04:05+01:00 10.0.0.1 PulseSecure: - - - 2026-01-02 03:04:05 - vpn1 - [203.0.113.4] alice(REALM)[] - Primary authentication failed for alice/REALM from 203.0.113.4',
};
export default pulse;
