import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, IdentityKind, Outcome } from '../../../../../shared/model/words';
import { type Reject, reject, type Shape, type Skip, type Source, type SourceContext, skip } from '../../source';
import { ipOf } from '../../vendor/address';
import { filled } from '../../vendor/fields';
import { lineTime } from '../../vendor/line-time';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';

/**
 * `… CISE_Failed_Attempts 0000075134 1 0 2026-01-02 03:04:05.790 +00:00 0000075201 5405 NOTICE Failed-Attempt: text, name=value, …`
 * A long message is sent in segments: number of the message, how many, which one. Only the first has time and code.
 */
const LINE =
  /^(.*?)\b(?:CISE_(\w+) )?(\d{7,10}) (\d+) (\d+) (?:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d) (\d{7,10}) (\d{3,6}) (\w+) ([^,]*),)?(.*)$/s;

interface Message {
  category: string | null;
  sequence: string;
  segment: string;
  written: string | null;
  code: string | null;
  text: string;
  header: string;
  field(name: string): string | null;
}

function read(line: string): Message | null {
  const m = LINE.exec(line.slice(0, 100_000));
  if (!m) return null;
  const fields = new Map<string, string>();
  // Commas inside a value are written `\,`; the first of a name counts.
  for (const part of m[11]!.split(/(?<!\\), ?/)) {
    const equals = part.indexOf('=');
    const name = part.slice(0, equals).trim().toLowerCase();
    if (equals > 0 && !fields.has(name))
      fields.set(
        name,
        part
          .slice(equals + 1)
          .trim()
          .replaceAll('\\,', ','),
      );
  }
  return {
    category: m[2] ?? null,
    sequence: m[3]!,
    segment: m[5]!,
    written: m[6] ?? null,
    code: m[8] ?? null,
    text: (m[10] ?? '').trim(),
    header: m[1]!,
    field: (name) => filled(fields.get(name.toLowerCase()) ?? null),
  };
}

interface Decided {
  class: EventClass;
  outcome: Outcome;
  flags: EventFlag[];
}

/** Reasons whose number says what failed. */
const REASONS: readonly (readonly [RegExp, Outcome])[] = [
  [/^(22040|24408|24344|24454|24401) /, 'password_failed'],
  [/^(24415|24418|24419|22057) /, 'rate_limited'],
  [/^(15039|15024|22061|24409|24410|24411|24416|22062) /, 'blocked_by_policy'],
];

function failure(reason: string | null): Outcome {
  if (reason === null) return 'failed_other';
  for (const [number, outcome] of REASONS) if (number.test(reason)) return outcome;
  const told = outcomeOfWords(reason.replace(/^\d+ /, ''));
  // Handshakes that stop are the network's doing, not a prompt that a person left unanswered.
  return told === null || told === 'no_response' ? 'failed_other' : told;
}

function decide(message: Message): Decided {
  const { category, text } = message;
  const reason = message.field('FailureReason');
  const word = text.toLowerCase();
  const done = (eventClass: EventClass, outcome: Outcome, flags: EventFlag[] = []): Decided => ({
    class: eventClass,
    outcome,
    flags,
  });
  if (/^administrator-login/.test(word) || /administrator authentication/.test(word)) {
    if (/failed|denied|locked/.test(word)) {
      const told = message.field('OperationMessageText') ?? '';
      // One sentence lists all causes, the wrong password first.
      const outcome = /password/i.test(told) ? 'password_failed' : (outcomeOfWords(told) ?? 'failed_other');
      return done('authentication', outcome, ['privileged']);
    }
    if (/logged out|logout|log ?off/.test(word)) return done('session', 'none', ['privileged']);
    return done('authentication', 'success_single_factor', ['privileged']);
  }
  if (category?.startsWith('RADIUS_Accounting') || /^(radius|tacacs)-accounting/.test(word))
    return done('session', 'none');
  if (/command authorization/.test(word))
    return done('authentication', /fail|reject|denied/.test(word) ? 'blocked_by_policy' : 'none');
  if (
    category === 'Failed_Attempts' ||
    /^failed-attempt/.test(word) ||
    (reason !== null && /fail|reject|drop|denied/.test(word))
  )
    return done('authentication', failure(reason));
  if (category === 'Passed_Authentications' || /^passed-authentication|authentication succeeded/.test(word)) {
    // Devices that fetch their own settings or were repaired sign nobody in.
    if (/data download|problem was fixed|download succeeded/.test(word)) return done('authentication', 'none');
    return done('authentication', 'success_single_factor');
  }
  if (category === 'Administrative_and_Operational_Audit')
    return done('change', /fail/.test(word) ? 'failed_other' : 'none');
  if (/authentic/.test(word)) return done('authentication', /fail/.test(word) ? failure(reason) : 'none');
  return done('other', 'none');
}

const METHODS: readonly (readonly [RegExp, Factor])[] = [
  [/EAP-TLS|x509/i, 'certificate'],
  [/MSCHAP|PAP|CHAP|GTC|Password|ASCII/i, 'password'],
];
const MAC = /^[0-9a-f]{2}([-:.]?[0-9a-f]{2}){5}$/i;

/** Machines sign in by address (`MAB`), as `host/NAME` or as `NAME$`. */
function kindOf(name: string | null, useCase: string | null): IdentityKind {
  if (name === null) return 'unknown';
  return MAC.test(name) ||
    /^host\//i.test(name) ||
    /\$(@|$)/.test(name) ||
    useCase === 'Host Lookup' ||
    name.startsWith('#')
    ? 'device'
    : 'human';
}

function toEvent(line: string, context: SourceContext): EventDraft | Skip | Reject {
  const message = read(line);
  if (!message) return reject('not a line of ISE');
  if (message.written === null) {
    if (message.segment !== '0') return skip(`a later segment of a message: its first segment has the time`);
    return skip('no time in the line');
  }
  const { time, warnings } = lineTime(message.written, context);
  if (time === null) return reject('unreadable time');
  const { field } = message;
  const decided = decide(message);
  const name = field('UserName') ?? field('User-Name') ?? field('User') ?? field('AdminName');
  const kind = kindOf(name, field('UseCase'));
  const calling = field('Calling-Station-ID');
  // The device's own address: a console, a VPN client, or whoever is behind the switch.
  const own = ['AdminIPAddress', 'Remote-Address', 'Calling-Station-ID', 'IpAddress', 'Framed-IP-Address']
    .map((each) => ipOf(field(each)))
    .find((each) => each !== null);
  // Without one, only the switch or gateway that asked is known: kept, and marked as not the client's.
  const asking = own ? null : ipOf(field('Device IP Address') ?? field('NAS-IP-Address'));
  const session = field('CPMSessionID') ?? field('AcsSessionID') ?? field('Acct-Session-Id');
  const method =
    field('EapAuthentication') ?? field('EapTunnel') ?? field('AuthenticationMethod') ?? field('Authen-Type');
  const detail: Record<string, string> = {};
  for (const [key, value] of [
    ['network_device', field('NetworkDeviceName')],
    ['device_ip', field('Device IP Address')],
    ['nas_ip', field('NAS-IP-Address')],
    ['policy', field('AuthorizationPolicyMatchedRule') ?? field('ISEPolicySetName')],
    ['identity_store', field('SelectedAuthenticationIdentityStores') ?? field('AuthenticationIdentityStore')],
    ['command', field('CmdSet')],
  ] as const)
    if (value !== null) detail[key] = value;
  const isSignIn = decided.class === 'authentication';
  return {
    recordId: null,
    time,
    class: decided.class,
    action: message.text === '' ? (message.category ?? 'ISE message') : message.text,
    outcome: decided.outcome,
    factor:
      isSignIn && method !== null && kind !== 'device'
        ? (METHODS.find(([word]) => word.test(method))?.[1] ?? null)
        : null,
    code: message.code,
    reason: field('FailureReason') ?? field('OperationMessageText'),
    actor: person({ name, kind }),
    app: field('SelectedAccessService') ?? field('PortalName') ?? field('AdminInterface'),
    resource: field('NetworkDeviceName'),
    ip: own ?? asking,
    device: calling !== null && MAC.test(calling) ? { id: calling.toLowerCase().replace(/[:.]/g, '-') } : null,
    session,
    correlation: session,
    protocol: field('Protocol') ?? method,
    interactive: isSignIn ? kind === 'human' : null,
    attempt: isSignIn ? { key: session, role: 'outcome' } : undefined,
    flags: asking === null ? decided.flags : [...decided.flags, 'service_address'],
    detail: Object.keys(detail).length > 0 ? detail : null,
    warnings,
  };
}

const syslog: Shape = {
  id: 'syslog',
  record: 'line',
  reads: ['line'],
  fidelity: 2,
  signature: 'a category CISE_…, or a message number, segments, a time and a message code',
  accepts: (record) => {
    const line = record.text('line')?.slice(0, 4_000) ?? '';
    return (
      /\bCISE_[A-Za-z_]+ \d{7,10} \d+ \d+ /.test(line) ||
      /^\d{7,10} \d+ \d+ +(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d \d{7,10} \d+ |.*\b(CPMSessionID|AcsSessionID|NetworkDeviceGroups)=)/.test(
        line,
      )
    );
  },
  toEvent: (record, context) => toEvent(record.text('line') ?? '', context),
};

const ise: Source = {
  id: 'cisco-ise',
  title: 'Cisco ISE (RADIUS and TACACS+)',
  shapes: [syslog],
  about:
    'Syslog of the policy nodes: passed authentications, failed attempts, accounting, administrators. Long messages come in segments, ' +
    'and only the first has a time. RADIUS does not tell a refused second factor from a wrong password.',
  example:
    '<181>Jan 2 03:04:05 ise1 CISE_Failed_Attempts 0000075134 1 0 2026-01-02 03:04:05.790 +00:00 0000075201 5400 NOTICE Failed-Attempt: Authentication failed, UserName=alice, Calling-Station-ID=203.0.113.4, FailureReason=24408 User authentication against Active Directory failed since user has entered the wrong password,',
};
export default ise;
