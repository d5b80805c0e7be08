/** Differences that stand: what a peer reads otherwise, and why we do not follow it. */
import type { Difference, Field } from './compare';

export interface Explanation {
  /** Matched against the file's path below the samples, without its ending. */
  file: RegExp;
  field: Field;
  /** Narrow: true only for the differences that the reason covers. */
  covers(difference: Difference): boolean;
  /** Why our reading stands: one or two sentences. */
  reason: string;
}

const raw =
  (text: RegExp) =>
  (difference: Difference): boolean =>
    text.test(difference.raw);
const action =
  (text: RegExp) =>
  (difference: Difference): boolean =>
    text.test(difference.action);
const noEvent = (why: RegExp) => (difference: Difference) =>
  difference.ours.startsWith('no event') && why.test(difference.ours);
/** Every identifier of the peer's satisfies the test. */
const peerOnly = (difference: Difference, test: (text: string) => boolean): boolean =>
  difference.peer.split(', ').every(test);

/** The same reason for several fields of a record that we leave out. */
function leftOut(file: RegExp, fields: readonly Field[], why: RegExp, reason: string): Explanation[] {
  return fields.map((field) => ({ file, field, covers: noEvent(why), reason }));
}

export const EXPLAINED: readonly Explanation[] = [
  {
    file: /^entra\/(diagnostic-logs|identity-protection)-/,
    field: 'time',
    covers: (difference) => difference.raw.includes(difference.ours.slice(0, 19)),
    reason:
      'A diagnostic record has two times: `time`, when it was written to the stream, and inside `properties` when the sign-in or the risky ' +
      'activity took place. The peer takes the first. Order of events is the evidence here, so the second is ours.',
  },
  {
    file: /^entra\//,
    field: 'outcome',
    covers: (difference) => /challenged$/.test(difference.ours) && difference.peer === 'failure',
    reason:
      'The error code is an interrupt (a second factor or a registration was asked for), which the vendor logs as a failure with a code. ' +
      'Nothing was refused yet: the answer is a record of its own.',
  },
  {
    file: /^m365-ual\//,
    field: 'outcome',
    covers: (difference) => /challenged$/.test(difference.ours) && /"LogonError":"\w*Interrupt"/.test(difference.raw),
    reason:
      'The operation is named UserLoginFailed, but its LogonError is an interrupt: strong authentication was asked for, nothing was refused ' +
      'yet. The answer is a record of its own.',
  },
  {
    file: /^m365-ual\//,
    field: 'outcome',
    covers: raw(/"LogonError":"FlowTokenExpired"/),
    reason:
      'UserLoggedIn with a LogonError: the page was left open until its token expired. ResultStatus tells only that the request was ' +
      'handled; nobody was signed in by it.',
  },
  ...leftOut(
    /^m365-ual\/other-workloads/,
    ['time', 'outcome', 'user', 'address', 'class'],
    /not valid JSON/,
    'The line is no JSON: quotation marks inside a text are not escaped. The peer repairs such a line by a pattern. We reject it with its ' +
      'place and reason, so that a person sees that the export is damaged.',
  ),
  {
    file: /^m365-defender\//,
    field: 'outcome',
    covers: (difference) => !/LogonFailed|\bfail/i.test(difference.raw) && /\/none$/.test(difference.ours),
    reason:
      'The record’s ActionType tells neither success nor failure, and no other field does. The peer calls it a failure.',
  },
  {
    file: /^aws-cloudtrail\/cloudtrail-/,
    field: 'outcome',
    covers: raw(/"errorCode":"[^"]+"/),
    reason: 'The record has an errorCode: the call was refused. The peer calls every call a success.',
  },
  {
    file: /^aws-cloudtrail\/cloudtrail-/,
    field: 'user',
    covers: (difference) =>
      peerOnly(difference, (text) => /^\d+$/.test(text)) && difference.raw.includes(`"accountId":"${difference.peer}"`),
    reason:
      'The peer names the AWS account as the user of an assumed role. An account holds many principals; ours is the role and its session.',
  },
  {
    file: /^okta\/system-log-/,
    field: 'class',
    covers: action(/^user\.authentication\.sso$/),
    reason:
      'Single sign-on to an application over a session that is there: nobody authenticates. It is an access, with outcome success_token, ' +
      'so that paths can lead over it.',
  },
  {
    file: /^okta\/system-log-/,
    field: 'user',
    covers: (difference) =>
      /"type":"SystemPrincipal"/.test(difference.raw) && difference.peer.includes('system@okta.com'),
    reason:
      'Okta writes itself as the actor of a sign-in through an identity provider and the person as a target. The sign-in is the person’s.',
  },
  {
    file: /^auth0\//,
    field: 'class',
    covers: action(/^fn$/),
    reason:
      'The peer files every record of this vendor under authentication. This one is a message that could not be sent; nobody signed in.',
  },
  {
    file: /^duo\/authentication-/,
    field: 'class',
    covers: action(/^enrollment$/),
    reason: 'An enrolment registers a second factor. It is a change, and one that matters: not a sign-in.',
  },
  {
    file: /^cloudflare\/access-requests-/,
    field: 'class',
    covers: raw(/"ResourceType":"gateway\./),
    reason:
      'The record is from the account’s audit log: an administrator changed a gateway list. The peer’s test files it under access requests.',
  },
  {
    file: /^lastpass\//,
    field: 'class',
    covers: action(/^multifactor (enabled|disabled)$/i),
    reason: 'A second factor was registered or removed: a change, and one that matters. Nobody signed in by it.',
  },
  {
    file: /^1password\/epm-/,
    field: 'outcome',
    covers: (difference) => !/"(outcome|result|category|error)"/.test(difference.raw),
    reason:
      'The record tells no outcome; the vendor logs acts that took place. Nothing in it bears out the peer’s “failure”.',
  },
  {
    file: /^google-workspace\/login-/,
    field: 'outcome',
    covers: raw(/"Challenge Passed\.?"/),
    reason: 'The record says “Challenge Passed.”; the peer calls every login_challenge a failure.',
  },
  {
    file: /^google-workspace\/alert-/,
    field: 'user',
    covers: (difference) => difference.raw.includes(`"assignee":"${difference.peer}"`),
    reason:
      'The peer’s user is the administrator to whom the alert is assigned. Whom the alert is about is named elsewhere in it, or nowhere.',
  },
  {
    file: /^google-workspace\/reports-/,
    field: 'class',
    covers: raw(/"applicationName":"token".*"name":"activity"/),
    reason:
      'An application called an interface with a token that it had already: an access. Granting the token is authentication.',
  },
  {
    file: /^salesforce\/events-/,
    field: 'time',
    covers: raw(/"TIMESTAMP":"\d{14}\.\d+"/),
    reason:
      'The time is written `yyyyMMddHHmmss.SSS`, and once more as ISO 8601 in TIMESTAMP_DERIVED. The peer takes the digits for a count and ' +
      'arrives in 2034.',
  },
  {
    file: /^cisco-ise\//,
    field: 'address',
    covers: (difference) =>
      difference.raw.includes(`Device IP Address=${difference.peer}`) ||
      difference.raw.includes(`NAS-IP-Address=${difference.peer}`),
    reason:
      'The peer’s client address is that of the network device (access point, switch) that asked for the user. Where the user was is in ' +
      'Framed-IP-Address, Remote-Address or an address in Calling-Station-ID, or not in the record.',
  },
  ...leftOut(
    /^cisco-ise\/passed-failed-auth-/,
    ['time', 'user', 'address'],
    /later segment/,
    'A later segment of a message whose first segment is missing. Its own header has neither year nor zone; the peer supplies the year of ' +
      'its test.',
  ),
  ...leftOut(
    /^cyberark\/pas-logon-/,
    ['time', 'address'],
    /no time/,
    'One line of this file has a header before its JSON, with neither year nor zone, and no other time. The peer supplies the year of its ' +
      'test.',
  ),
];

/** The first explanation that covers the difference; null where it is a plain disagreement. */
export function explanationOf(difference: Difference, table: readonly Explanation[] = EXPLAINED): Explanation | null {
  return (
    table.find(
      ({ file, field, covers }) => field === difference.field && file.test(difference.file) && covers(difference),
    ) ?? null
  );
}
