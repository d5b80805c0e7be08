/**
 * A case held against the attack on Microsoft that was found in January 2024 (Midnight Blizzard): each published step is found,
 * not found, or cannot be told. Pure: the acts are handed in. An account without a second factor has no denial at all: the
 * first two steps are looked for in all failed passwords, not only around episodes.
 */
import { plural } from '../../../shared/base/text';
import { hasFlag } from '../../../shared/model/event';
import type { AttackSequence, SequenceAct, SequenceFailed, SequenceStep } from '../../../shared/model/sequence';
import { helperOf } from './stages/helpers';

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
const NAMED = 3;

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
  const rows = [...new Set([...loud, ...(isScattered ? quiet : [])])].sort(
    (a, b) => a.first - b.first || (a.event < b.event ? -1 : 1),
  );
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
const DIRECTORIES = [
  'entra-audit',
  'm365-ual',
  'okta',
  'google-workspace',
  'auth0',
  'onelogin',
  'pingone',
  'jumpcloud',
  'keycloak',
  'aws-cloudtrail',
  'gcp-audit',
  'azure-activity',
  'github-audit',
  'salesforce-login',
];
const MAILBOXES = ['m365-ual', 'm365-defender', 'google-workspace', 'graph-activity'];
const ROLE =
  /app role assignment|full_access_as_app|role (?:member|assign)|member to role|eligible member|assign admin|grant.*(?:role|privilege)|attach\w*policy|put\w*policy/i;
const APPLICATION =
  /add (?:application|service principal)|update application|certificates and secrets|create\w*(?:accesskey|client|app)|oauth/i;
const MAIL =
  /mailitemsaccessed|folderbind|messagebind|mailbox|mail\.|\bews\b|search-?mailbox|\/messages|new-inboxrule|set-inboxrule|sendas|gmail/i;

interface Held {
  episode: string | null;
  sources: ReadonlySet<string>;
  /** Whether any record tells of a wrong password, and of a sign-in. */
  tells: { failures: boolean; signIns: boolean };
  spray: Spray | null;
  /** Addresses that the attack came from. */
  addresses: ReadonlySet<number>;
  /** In any order; gone through once, for there may be millions. */
  acts: Iterable<SequenceAct>;
  isMachine(iid: number): boolean;
}

/** Acts that show a step: how many, the first ones in order of time, and the first three names that they went by. */
class Shown {
  count = 0;
  readonly #first: SequenceAct[] = [];
  readonly #named = new Map<string, SequenceAct>();

  add(act: SequenceAct): void {
    this.count++;
    const known = this.#named.get(act.action);
    if (known === undefined || inTime(act, known) < 0) this.#named.set(act.action, act);
    const last = this.#first[SHOWN - 1];
    if (last !== undefined && inTime(act, last) > 0) return;
    const at = this.#first.findIndex((each) => inTime(act, each) < 0);
    this.#first.splice(at < 0 ? this.#first.length : at, 0, act);
    this.#first.length = Math.min(this.#first.length, SHOWN);
  }

  events(): string[] {
    return this.#first.map(({ event }) => event);
  }

  names(): string {
    const first = [...this.#named.values()].sort(inTime).slice(0, NAMED);
    return first.map(({ action }) => action).join(', ');
  }
}

const inTime = (a: SequenceAct, b: SequenceAct): number => a.time - b.time || (a.event < b.event ? -1 : 1);

/** A sign-in that no second factor stood in the way of. */
const isSingle = ({ outcome, flags }: SequenceAct): boolean =>
  outcome === 'success_single_factor' || (outcome.startsWith('success') && hasFlag(flags, 'legacy_protocol'));

export function sequenceOf({ episode, sources, tells, spray, addresses, acts, isMachine }: Held): AttackSequence {
  const has = (list: readonly string[]): boolean => list.some((source) => sources.has(source));
  // Who signs in to one directory changes things there: the log of another one tells nothing of it.
  const isEntraBlind = sources.has('entra') && !has(['entra-audit', 'm365-ual']);
  const directory = isEntraBlind ? 'the Entra ID audit log' : has(DIRECTORIES) ? null : 'an audit log of the directory';
  const single = new Shown();
  const apps = new Shown();
  const roles = new Shown();
  const mail = new Shown();
  const people = new Set<number>();
  for (const act of acts) {
    const { ip, iid, class: cls, outcome } = act;
    if (ip !== null && addresses.has(ip) && iid !== null && !isMachine(iid) && isSingle(act)) {
      single.add(act);
      people.add(iid);
    }
    if (outcome !== 'none') continue;
    if (cls === 'change') {
      const helper = helperOf(act.source, act.action, act.detail);
      if (helper === 'credential' || helper === 'consent' || APPLICATION.test(act.action)) apps.add(act);
      if (helper === 'role' || ROLE.test(act.action)) roles.add(act);
    }
    if ((cls === 'access' || cls === 'change') && MAIL.test(act.action)) mail.add(act);
  }
  const step = (
    id: SequenceStep['id'],
    title: string,
    published: string,
    found: Shown,
    said: string,
    log: string | null,
  ): SequenceStep => ({
    id,
    title,
    published,
    state: found.count > 0 ? 'found' : log === null ? 'not_found' : 'no_log',
    text:
      found.count > 0
        ? said
        : log === null
          ? 'nothing of the kind by those whom the attack touched'
          : `${log} would tell`,
    events: found.events(),
    count: found.count,
  });
  const sprayed: SequenceStep = {
    ...step(
      'spray',
      'Low and slow password spray',
      'A few passwords for a few accounts at a time, from household lines that changed',
      new Shown(),
      '',
      tells.failures ? null : 'a sign-in log that holds wrong passwords',
    ),
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
      step(
        'no_second_factor',
        'An account without a second factor',
        'A forgotten test account, whose password was enough',
        single,
        `${plural(single.count, 'sign-in')} of ${plural(people.size, 'person', 'people')} without a second factor from there`,
        tells.signIns ? null : 'a sign-in log that tells the factor',
      ),
      step(
        'application',
        'An application with more rights than the account',
        'An old OAuth application was taken over, more were made, and consent was given to them',
        apps,
        `${plural(apps.count, 'change')}: ${apps.names()}`,
        directory,
      ),
      step(
        'role',
        'A role that opens what was wanted',
        'The application was given full_access_as_app of Exchange Online',
        roles,
        `${plural(roles.count, 'change')}: ${roles.names()}`,
        directory,
      ),
      step(
        'mailbox',
        'Mailboxes read',
        'Mail of the leadership and of security, by Exchange Web Services',
        mail,
        `${plural(mail.count, 'act')}: ${mail.names()}`,
        has(MAILBOXES) ? null : 'the mailbox audit (unified audit log: MailItemsAccessed)',
      ),
    ],
  };
}
