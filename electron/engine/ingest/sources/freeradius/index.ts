import type { EventDraft } from '../../../../../shared/model/event';
import type { Outcome } from '../../../../../shared/model/words';
import { type Reject, reject, type Shape, type Skip, type Source, type SourceContext, skip } from '../../source';
import { readAddress } from '../../vendor/address';
import { lineTime, syslogTime } from '../../vendor/line-time';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';
import { syslogDate } from '../../vendor/syslog-date';

const LOGIN =
  /(?:\((\d+)\)\s+)?\b(Login OK|Login incorrect|Invalid user|rlm_\w+: .*Login incorrect|Multiple logins|Access-Challenge|Rejected in post-auth)\b(?: \((.*?)\))?: \[([^\]]*)\](?: \(from client (\S+) port (\d+)(?: cli (\S+?))?(?: via ([^)]*))?\))?/;
const IGNORED =
  /Ignoring request to (\w+) address \S+ port \d+ (?:bound to server \S+ )?from unknown client (\S+) port (\d+)/;
const MAC = /^[0-9a-f]{2}([-:.]?[0-9a-f]{2}){5}$/i;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Tue Jan  2 03:04:05 2026 : Auth: …`, an ISO head, or the header of RFC 5424; a plain syslog header has no year. */
function timeOf(line: string, context: SourceContext): { time: number | null; why: string; warnings: string[] } {
  const header = syslogTime(line);
  if (header !== null) return { time: header, why: '', warnings: [] };
  const own = /(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4}) ?:/.exec(line);
  const month = own ? MONTHS.indexOf(own[1]!) + 1 : 0;
  if (own && month > 0)
    return {
      ...lineTime(`${own[4]}-${String(month).padStart(2, '0')}-${own[2]!.padStart(2, '0')} ${own[3]}`, context),
      why: '',
    };
  const iso = /^\s*(?:<\d+>)?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)/.exec(line);
  if (iso) return { ...lineTime(iso[1]!, context), why: '' };
  const dated = syslogDate(line, context);
  if (dated) return { ...dated, why: '' };
  const isSyslog = /^(?:<\d+>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d /.test(line);
  return {
    time: null,
    why: isSyslog
      ? 'no year in its time (syslog header): import it with its year (--year), take the file of the server itself, or forward with RFC 5424'
      : 'no time in the line',
    warnings: [],
  };
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  'Login OK': 'success_single_factor',
  'Invalid user': 'failed_other',
  'Multiple logins': 'blocked_by_policy',
  'Access-Challenge': 'challenged',
  'Rejected in post-auth': 'blocked_by_policy',
};

function toEvent(line: string, context: SourceContext): EventDraft | Skip | Reject {
  const login = LOGIN.exec(line);
  const ignored = login ? null : IGNORED.exec(line);
  if (!login && !ignored) return reject('not a line about a login');
  const at = timeOf(line, context);
  if (at.time === null) return at.why === '' ? reject('unreadable time') : skip(at.why);
  if (ignored) {
    return {
      recordId: null,
      time: at.time,
      class: 'authentication',
      action: 'Ignoring request',
      outcome: 'blocked_by_policy',
      reason: `unknown client for ${ignored[1]}`,
      actor: null,
      ip: readAddress(ignored[2]!).ip,
      protocol: 'RADIUS',
      interactive: false,
      attempt: { key: null, role: 'outcome' },
      flags: ['service_address'],
      warnings: at.warnings,
    };
  }
  const [, packet, word = '', reason, typed = '', client, , calling, via] = login!;
  const action = word.endsWith('Login incorrect') ? 'Login incorrect' : word;
  // With the option `auth_badpass` or `auth_goodpass` the typed password stands behind the name: it is not kept.
  const name = typed.split('/').length > 1 && !/^host\//i.test(typed) ? typed.slice(0, typed.indexOf('/')) : typed;
  const isMachine = /^host\//i.test(name) || MAC.test(name) || name.endsWith('$');
  const address = readAddress(calling ?? null);
  const told = outcomeOfWords(reason ?? null);
  const outcome: Outcome =
    action === 'Login incorrect'
      ? told !== null && told !== 'blocked_by_policy'
        ? told
        : 'failed_other'
      : (OUTCOMES[action] ?? 'failed_other');
  return {
    recordId: null,
    time: at.time,
    class: 'authentication',
    action,
    outcome,
    reason: reason ?? null,
    actor: person({ name, kind: isMachine ? 'device' : 'human' }),
    resource: client ?? null,
    ip: address.ip,
    device: calling && MAC.test(calling) ? { id: calling.toLowerCase() } : null,
    correlation: packet ?? null,
    protocol: via ?? 'RADIUS',
    interactive: !isMachine,
    attempt: { key: null, role: 'outcome' },
    // A reject does not say whether the password or a second factor was refused.
    flags: outcome === 'failed_other' ? ['ambiguous'] : [],
    warnings: at.warnings,
  };
}

const log: Shape = {
  id: 'radius-log',
  record: 'line',
  reads: ['line'],
  fidelity: 2,
  signature: 'Login OK or Login incorrect with [user] (from client …)',
  accepts: (record) => {
    const line = record.text('line')?.slice(0, 4_000) ?? '';
    return (line.includes('[') && LOGIN.test(line)) || (line.includes('Ignoring request to') && IGNORED.test(line));
  },
  toEvent: (record, context) => toEvent(record.text('line') ?? '', context),
};

const freeradius: Source = {
  id: 'freeradius',
  title: 'FreeRADIUS',
  shapes: [log],
  about:
    'radius.log with `auth = yes`, in the server’s local time: name the zone with --tz. A reject does not say which factor failed; ' +
    'lines that a collector stored without their time cannot be placed and are counted as skipped.',
  example:
    'Fri Jan  2 03:04:05 2026 : Auth: (7) Login incorrect (pap: password mismatch): [alice] (from client vpn1 port 0 cli 203.0.113.4)',
};
export default freeradius;
