/**
 * A case held against the attack on Microsoft that was found in January 2024 (Midnight Blizzard): each published step is found,
 * not found, or cannot be told. Pure: the acts are handed in. An account without a second factor has no denial at all: the
 * first two steps are looked for in all failed passwords, not only around episodes.
 */
import { plural } from '../../../shared/base/text';
import { hasFlag } from '../../../shared/model/event';
import type { AttackSequence, SequenceStep } from '../../../shared/model/sequence';
import { helperOf } from './stages/helpers';

/** An act by somebody or from somewhere that the attack touched. */
export interface SequenceAct {
  event: string;
  time: number;
  class: string;
  outcome: string;
  flags: number;
  source: string;
  action: string;
  detail: Readonly<Record<string, string>> | null;
  iid: number | null;
  target: number | null;
  ip: number | null;
}
export interface SequenceFailed {
  ip: number;
  asn: number | null;
  iid: number;
  tries: number;
  days: number;
  first: number;
  event: string;
}

export interface Spray {
  addresses: Set<number>;
  identities: Set<number>;
  tries: number;
  from: number;
  events: string[];
}

const SPRAYED = 3; // people who failed from one address
const SCATTERED = 5; // people who failed from networks that let nobody in
const FEW = 3; // tries of each in a day
const SHOWN = 20;

/**
 * Wrong passwords of several people from one address that none of them came in from, or of many from networks that nobody
 * ever came in from. `cameIn`: who came in from where (`ip iid`).
 */
export function sprayOf(
  all: readonly SequenceFailed[],
  cameIn: ReadonlySet<string>,
  networks: ReadonlySet<number>,
): Spray | null {
  // Whoever also comes in from there mistyped the own password.
  const failed = all.filter(({ ip, iid }) => !cameIn.has(`${ip} ${iid}`));
  const byIp = Map.groupBy(failed, ({ ip }) => ip);
  const loud = [...byIp.values()].filter((rows) => new Set(rows.map(({ iid }) => iid)).size >= SPRAYED).flat();
  const quiet = failed.filter(({ asn, tries, days }) => tries <= FEW * days && asn !== null && !networks.has(asn));
  const isScattered = new Set(quiet.map(({ iid }) => iid)).size >= SCATTERED;
  const rows = [...new Set([...loud, ...(isScattered ? quiet : [])])].sort((a, b) => a.first - b.first || (a.event < b.event ? -1 : 1)); // biome-ignore format: one line
  if (rows.length === 0) return null;
  return {
    addresses: new Set(rows.map(({ ip }) => ip)),
    identities: new Set(rows.map(({ iid }) => iid)),
    tries: rows.reduce((sum, { tries }) => sum + tries, 0),
    from: rows[0]!.first,
    events: rows.slice(0, SHOWN).map(({ event }) => event),
  };
}

/** Sources whose log would hold the act. */
const DIRECTORIES = ['entra-audit', 'm365-ual', 'okta', 'google-workspace', 'auth0', 'onelogin', 'pingone', 'jumpcloud', 'keycloak', 'aws-cloudtrail', 'gcp-audit', 'azure-activity', 'github-audit', 'salesforce-login']; // biome-ignore format: a list
const MAILBOXES = ['m365-ual', 'm365-defender', 'google-workspace', 'graph-activity'];
const ROLE = /app role assignment|full_access_as_app|role (?:member|assign)|member to role|eligible member|assign admin|grant.*(?:role|privilege)|attach\w*policy|put\w*policy/i; // biome-ignore format: one word list
const APPLICATION = /add (?:application|service principal)|update application|certificates and secrets|create\w*(?:accesskey|client|app)|oauth/i; // biome-ignore format: one word list
const MAIL = /mailitemsaccessed|folderbind|messagebind|mailbox|mail\.|\bews\b|search-?mailbox|\/messages|new-inboxrule|set-inboxrule|sendas|gmail/i; // biome-ignore format: one word list

interface Held {
  episode: string | null;
  sources: ReadonlySet<string>;
  /** Whether any record tells of a wrong password, and of a sign-in. */
  tells: { failures: boolean; signIns: boolean };
  spray: Spray | null;
  /** Addresses that the attack came from. */
  addresses: ReadonlySet<number>;
  acts: readonly SequenceAct[];
  isMachine(iid: number): boolean;
}

export function sequenceOf({ episode, sources, tells, spray, addresses, acts, isMachine }: Held): AttackSequence {
  const has = (list: readonly string[]): boolean => list.some((source) => sources.has(source));
  // Who signs in to one directory changes things there: the log of another one tells nothing of it.
  const isEntraBlind = sources.has('entra') && !has(['entra-audit', 'm365-ual']);
  const directory = isEntraBlind ? 'the Entra ID audit log' : has(DIRECTORIES) ? null : 'an audit log of the directory';
  const isDone = ({ outcome }: SequenceAct): boolean => outcome === 'none';
  const isChange = (act: SequenceAct): boolean => act.class === 'change' && isDone(act);
  const single = acts.filter(
    ({ ip, iid, outcome, flags }) =>
      ip !== null &&
      addresses.has(ip) &&
      iid !== null &&
      !isMachine(iid) &&
      (outcome === 'success_single_factor' || (outcome.startsWith('success') && hasFlag(flags, 'legacy_protocol'))),
  );
  const helper = ({ source, action, detail }: SequenceAct): string => helperOf(source, action, detail);
  const apps = acts.filter(
    (act) => isChange(act) && (['credential', 'consent'].includes(helper(act)) || APPLICATION.test(act.action)),
  );
  const roles = acts.filter((act) => isChange(act) && (helper(act) === 'role' || ROLE.test(act.action)));
  const mail = acts.filter(({ class: cls, action, outcome }) => (cls === 'access' || cls === 'change') && outcome === 'none' && MAIL.test(action)); // biome-ignore format: one line
  const step = (
    id: SequenceStep['id'],
    title: string,
    published: string,
    found: readonly { event: string }[],
    said: string,
    log: string | null,
  ): SequenceStep => ({
    id,
    title,
    published,
    state: found.length > 0 ? 'found' : log === null ? 'not_found' : 'no_log',
    text: found.length > 0 ? said : log === null ? 'nothing of the kind by those whom the attack touched' : `${log} would tell`, // biome-ignore format: one choice
    events: found.slice(0, SHOWN).map(({ event }) => event),
    count: found.length,
  });
  const named = (list: readonly SequenceAct[]): string => [...new Set(list.map(({ action }) => action))].slice(0, 3).join(', '); // biome-ignore format: one line
  const people = new Set(single.map(({ iid }) => iid)).size;
  const sprayed: SequenceStep = {
    ...step('spray', 'Low and slow password spray', 'A few passwords for a few accounts at a time, from household lines that changed', [], '', tells.failures ? null : 'a sign-in log that holds wrong passwords'), // biome-ignore format: one step
    ...(spray && {
      state: 'found' as const,
      text: `${plural(spray.tries, 'wrong password')} of ${plural(spray.identities.size, 'person', 'people')} from ${plural(spray.addresses.size, 'address', 'addresses')}`,
      events: spray.events,
      count: spray.tries,
    }),
  };
  return {
    title: 'Midnight Blizzard against Microsoft (found 12 January 2024)',
    published: 'Microsoft Security Response Center, 19 January 2024; guidance for responders, 25 January 2024',
    episode,
    steps: [
      sprayed,
      step('no_second_factor', 'An account without a second factor', 'A forgotten test account, whose password was enough', single, `${plural(single.length, 'sign-in')} of ${plural(people, 'person', 'people')} without a second factor from there`, tells.signIns ? null : 'a sign-in log that tells the factor'), // biome-ignore format: one step
      step('application', 'An application with more rights than the account', 'An old OAuth application was taken over, more were made, and consent was given to them', apps, `${plural(apps.length, 'change')}: ${named(apps)}`, directory), // biome-ignore format: one step
      step('role', 'A role that opens what was wanted', 'The application was given full_access_as_app of Exchange Online', roles, `${plural(roles.length, 'change')}: ${named(roles)}`, directory), // biome-ignore format: one step
      step('mailbox', 'Mailboxes read', 'Mail of the leadership and of security, by Exchange Web Services', mail, `${plural(mail.length, 'act')}: ${named(mail)}`, has(MAILBOXES) ? null : 'the mailbox audit (unified audit log: MailItemsAccessed)'), // biome-ignore format: one step
    ],
  };
}
