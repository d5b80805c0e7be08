/**
 * What to do next: verdict, kind of identity and evidence choose the playbook; each step names the objects that it acts on.
 * A machine is never asked; emergency access is always looked at; what lowers assurance says so; every verdict ends in a
 * step. Pure, so that the card follows the verdict that an analyst is about to choose.
 */
import { plural, visible } from '../../base/text';
import type { Episode } from '../episode';
import { FACTOR_NAMES } from '../names';
import { sourceTitle } from '../sources';
import type { Action, Factor, Verdict } from '../words';
import type { MadeChange, PlanFacts, PlanObject } from './facts';
import type { Plan, PlaybookId, Step, StepAct, StepPart } from './playbooks';

/** What of an episode decides its plan. */
export type Planned = Pick<
  Episode,
  | 'identity'
  | 'start'
  | 'denials'
  | 'outcomes'
  | 'factors'
  | 'apps'
  | 'patterns'
  | 'missing'
  | 'followed'
  | 'nextOwn'
  | 'lacking'
> & { plan: PlanFacts };

export function planOf(episode: Planned, verdict: Verdict, action: Action | null = null): Plan {
  const writer = new Writer(episode);
  const playbook = byVerdict(writer, verdict);
  byPattern(writer, verdict);
  byAction(writer, action, verdict);
  return { playbook, steps: writer.inOrder() };
}

interface More {
  act?: StepAct;
  objects?: readonly PlanObject[];
  assurance?: Step['assurance'];
}

const PARTS: readonly StepPart[] = ['contain', 'establish', 'design'];
const NAMED = 4;

class Writer {
  readonly steps: Step[] = [];
  readonly facts: PlanFacts;
  readonly name: string;

  constructor(readonly episode: Planned) {
    this.facts = episode.plan;
    this.name = visible(episode.identity.name);
  }

  has = (pattern: string): boolean => this.episode.patterns.includes(pattern);

  add(playbook: PlaybookId, part: StepPart, text: string, more: More = {}): void {
    if (this.steps.some((step) => step.text === text)) return;
    const { act = null, objects = [], assurance = null } = more;
    this.steps.push({ text, part, playbook, assurance, act, objects: objects.slice(0, NAMED) });
  }

  /** Containing goes before asking, asking before designing. */
  inOrder = (): Step[] => PARTS.flatMap((part) => this.steps.filter((step) => step.part === part));

  of = (...types: PlanObject['type'][]): PlanObject[] => this.facts.objects.filter(({ type }) => types.includes(type));

  made = (...whats: MadeChange['what'][]): MadeChange[] =>
    this.facts.changes.filter(({ what }) => whats.includes(what));

  /** "ada@corp.example (Entra ID 8c1e…, Okta 00u…)". */
  subject = (): string => withIds(this.name, this.facts.accounts);

  /** Who answers for a machine, or that somebody must be found. */
  owner = (ask: string): string => {
    const { owner } = this.episode.identity;
    return owner
      ? `Ask ${visible(owner)}, who owns ${this.name}, ${ask}`
      : `Find the owner of ${this.name} (none is on file), and ask ${ask}`;
  };

  addresses(): string | null {
    const { addresses, moreAddresses } = this.facts;
    if (addresses.length === 0) return null;
    return addresses.join(', ') + (moreAddresses > 0 ? ` and ${moreAddresses} more` : '');
  }

  blockAddresses(playbook: PlaybookId): void {
    const from = this.addresses();
    if (from) this.add(playbook, 'contain', `Block ${from}, and search all logs for it`);
  }
}

const withIds = (name: string, accounts: readonly PlanObject[]): string =>
  accounts.length === 0 ? name : `${name} (${accounts.slice(0, NAMED).map(objectText).join(', ')})`;

const objectText = ({ system, value }: PlanObject): string => `${sourceTitle(system)} ${visible(value)}`;
const ids = (objects: readonly PlanObject[]): string =>
  objects
    .slice(0, NAMED)
    .map(({ value }) => visible(value))
    .join(', ') + (objects.length > NAMED ? ` and ${objects.length - NAMED} more` : '');

function byVerdict(writer: Writer, verdict: Verdict): PlaybookId {
  const { isMachine, isBreakGlass } = writer.facts;
  const emergency = isBreakGlass || writer.has('break_glass');
  switch (verdict) {
    case 'likely_compromise': {
      const playbook = isMachine ? machineCompromise(writer) : personCompromise(writer);
      if (emergency) breakGlass(writer);
      return playbook;
    }
    case 'attempted_abuse': {
      const playbook = isMachine ? machineAttempt(writer) : personAttempt(writer);
      if (emergency) breakGlass(writer);
      return playbook;
    }
    case 'undetermined': {
      const playbook = undetermined(writer);
      if (emergency) breakGlass(writer);
      return playbook;
    }
    default:
      // Explained or not: an emergency account is looked at every time.
      if (emergency) return breakGlass(writer);
      if (verdict === 'misconfigured') return isMachine ? machineMisconfigured(writer) : personMisconfigured(writer);
      if (verdict === 'friction') return isMachine ? machineMisconfigured(writer) : friction(writer);
      return expected(writer);
  }
}

function personCompromise(writer: Writer): PlaybookId {
  const { facts, name } = writer;
  const kinds = new Set(facts.linkKinds);
  const { hit } = facts;
  const isDevice = writer.made('device').length > 0 || (kinds.has('token_replay') && facts.side === 'own');
  const main: PlaybookId = isDevice ? 'device-containment' : 'session-and-token-revocation';
  const revoke = 'session-and-token-revocation';

  const devices = writer.of('device').filter(({ side }) => side === (facts.side === 'own' ? 'own' : 'strange'));
  if (isDevice)
    writer.add(
      'device-containment',
      'contain',
      devices.length > 0
        ? `Isolate device ${ids(devices)}, and take it out of trust`
        : `Isolate the device that ${name} signs in from: its log names no id`,
      { act: 'contain_device', objects: devices },
    );
  const registered = writer.made('device');
  if (registered.length > 0)
    writer.add(
      'device-containment',
      'contain',
      `Remove the ${registered.length === 1 ? 'device' : 'devices'} registered ${allMade(registered)}`,
    );

  // A door that was made in between stays open when sessions end: it is closed first.
  if (facts.linkKinds.some((kind) => MADE_DOORS.has(kind))) undoChanges(writer);

  const accounts = hit?.accounts ?? facts.accounts;
  const whom = hit ? withIds(visible(hit.name), hit.accounts) : writer.subject();
  const machineHit = hit !== null && hit.kind !== 'human' && hit.kind !== 'unknown';
  if (machineHit) {
    writer.add('secret-rotation', 'contain', `Remove every credential of ${whom}, and issue one to its workload only`, { act: 'list_keys', objects: accounts }); // biome-ignore format: one step
    writer.add(revoke, 'contain', `Revoke the tokens issued to ${visible(hit.name)}${since(facts)}`);
    // Who was denied may be whom the credential was taken from.
    writer.add(revoke, 'contain', `Revoke sessions and refresh tokens of ${writer.subject()}`, { act: 'revoke_sessions', objects: facts.accounts }); // biome-ignore format: one step
  } else
    writer.add(revoke, 'contain', `Revoke sessions and refresh tokens of ${whom}`, { act: 'revoke_sessions', objects: accounts }); // biome-ignore format: one step

  const sessions = writer.of('session');
  if (sessions.length > 0)
    writer.add(revoke, 'contain', `End session ${ids(sessions)}`, { act: 'end_session', objects: sessions });
  const tokens = writer.of('token');
  if (tokens.length > 0)
    writer.add(revoke, 'contain', `Search the logs for token ${ids(tokens)}, and end what it opened`, { act: 'revoke_token', objects: tokens }); // biome-ignore format: one step

  if (hit && !machineHit)
    writer.add(revoke, 'contain', `Reset the password of ${whom}, and require a second factor for it`, { act: 'reset_password', objects: hit.accounts, assurance: 'raises' }); // biome-ignore format: one step
  if (facts.isPasswordRight || !kinds.has('token_replay'))
    writer.add(revoke, 'contain', `Reset the password of ${name}${facts.isPasswordRight ? ': whoever asked knew it' : ''}`, { act: 'reset_password', objects: facts.accounts }); // biome-ignore format: one step
  undoChanges(writer);
  writer.blockAddresses('access-tightening');
  review(writer);

  if (kinds.has('legacy_protocol'))
    writer.add('access-tightening', 'design', `Block protocols that cannot ask for a second factor, first for ${name}`, { assurance: 'raises' }); // biome-ignore format: one step
  if (kinds.has('single_factor_gap') || kinds.has('other_door'))
    writer.add('access-tightening', 'design', `Require the second factor at ${facts.link?.app ? visible(facts.link.app) : 'the door that asked for none'} too`, { assurance: 'raises' }); // biome-ignore format: one step
  if (facts.weakerFactor)
    writer.add('access-tightening', 'design', `Take ${factorName(facts.weakerFactor)} away from ${name} as a factor`, { act: 'list_methods', objects: facts.accounts, assurance: 'raises' }); // biome-ignore format: one step
  strongerFactor(writer);
  if (writer.has('impossible_travel') || writer.has('new_country') || kinds.has('token_replay'))
    writer.add(revoke, 'design', `Shorten the session lifetime of ${name}, and ask again at a new place`, { assurance: 'raises' }); // biome-ignore format: one step
  return main;
}

const MADE_DOORS: ReadonlySet<string> = new Set(['consent_granted', 'credential_added', 'method_registered']);

/** Undoes what was made in between: one step for each kind of change, which names every one by its time and event. */
function undoChanges(writer: Writer): void {
  const { name, facts } = writer;
  for (const what of new Set(facts.changes.map((change) => change.what))) {
    const changes = writer.made(what);
    const [one, many] = [changes.length === 1, allMade(changes)];
    if (what === 'method' && facts.isMachine)
      writer.add(
        'access-tightening',
        'contain',
        `Remove the ${one ? 'method' : 'methods'} registered ${many}: a machine has no use for one`,
      );
    else if (what === 'method')
      writer.add(
        're-enrolment',
        'contain',
        `Remove the ${one ? 'method' : 'methods'} registered ${many}, then enrol ${name} again in person`,
        { act: 'list_methods', objects: facts.accounts },
      );
    else if (what === 'password')
      writer.add('session-and-token-revocation', 'contain', `Set the password of ${name} anew: it was changed ${many}`);
    else if (what === 'credential')
      writer.add('secret-rotation', 'contain', `Remove the ${one ? 'credential' : 'credentials'} added ${many}`, {
        act: 'list_keys',
        objects: writer.of('app'),
      });
    else if (what === 'consent')
      writer.add('access-tightening', 'contain', `Take back the ${one ? 'consent' : 'consents'} given ${many}`, {
        act: 'list_grants',
        objects: facts.accounts,
      });
    else if (what === 'role')
      writer.add(
        'access-tightening',
        'contain',
        `Take back the ${one ? 'role or right' : 'roles and rights'} given ${many}`,
      );
    else if (what === 'rule')
      writer.add(
        'access-tightening',
        'contain',
        `Delete the mailbox ${one ? 'rule' : 'rules'} made ${many}, and look at what ${one ? 'it' : 'they'} moved or sent on`,
        { act: 'list_rules', objects: facts.accounts },
      );
  }
}

/** "T (action, event e1), T (action, event e2) and T (action, event e3)": none is left out, as each must be undone. */
function allMade(changes: readonly MadeChange[]): string {
  const each = changes.map(({ time, action, event }) => `${time} (${visible(action)}, event ${event})`);
  return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} and ${each.at(-1)}`;
}

const since = ({ link }: PlanFacts): string => (link ? ` since ${link.time}` : '');

function review(writer: Writer): void {
  const { link } = writer.facts;
  if (!link) return;
  writer.add('session-and-token-revocation', 'establish', `Review what was done${link.app ? ` in ${visible(link.app)}` : ''} from ${link.time} on (event ${link.event})`); // biome-ignore format: one step
}

const factorName = (factor: string): string => FACTOR_NAMES[factor as Factor] ?? factor;

/** Approve-or-deny prompts invite the next attack. */
function strongerFactor(writer: Writer): void {
  if (writer.episode.factors.includes('push'))
    writer.add('policy-tuning', 'design', 'Replace approve-or-deny prompts by number matching or passkeys', { assurance: 'raises' }); // biome-ignore format: one step
}

function machineCompromise(writer: Writer): PlaybookId {
  const { facts, name, episode } = writer;
  const keys = writer.of('key');
  const kind = episode.identity.kind;
  if (kind === 'managed_identity') {
    writer.add('access-tightening', 'contain', `Take the role assignments of ${writer.subject()} away until its host is examined: it has no secret to rotate`, { act: 'disable_identity', objects: apps(facts) }); // biome-ignore format: one step
  } else {
    if (keys.length > 0)
      writer.add('secret-rotation', 'contain', `Remove key ${ids(keys)} of ${name}`, {
        act: 'remove_key',
        objects: keys,
      });
    writer.add('secret-rotation', 'contain', `Remove every ${keys.length > 0 ? 'other ' : ''}credential of ${writer.subject()}, and issue one to its workload only`, { act: 'list_keys', objects: apps(facts) }); // biome-ignore format: one step
  }
  writer.add('session-and-token-revocation', 'contain', `Revoke the tokens issued to ${name}${since(facts)}`, { act: 'revoke_token', objects: writer.of('token', 'session') }); // biome-ignore format: one step
  undoChanges(writer);
  const from = writer.addresses();
  if (from) writer.add('access-tightening', 'contain', `Allow ${name} from its own addresses only; block ${from}`, { assurance: 'raises' }); // biome-ignore format: one step
  if (facts.linkKinds.includes('credential_added'))
    writer.add('secret-rotation', 'establish', `Find who added the credential: audit log of the directory, before ${facts.link?.time ?? episode.start}`); // biome-ignore format: one step
  writer.add('owner-verification', 'establish', writer.owner('which job used it, and where its secret is kept'));
  review(writer);
  shortLived(writer);
  return kind === 'managed_identity' ? 'access-tightening' : 'secret-rotation';
}

/** Accounts of machines are applications to the systems that hold them. */
const apps = (facts: PlanFacts): PlanObject[] => facts.accounts.map((each) => ({ ...each, type: 'app' }));

/** What machines get in place of a question: rights that end by themselves. */
function shortLived(writer: Writer): void {
  const { name, episode } = writer;
  writer.add('access-tightening', 'design', `Give ${name} access just in time and tokens that live minutes, bound to its workload`, { assurance: 'raises' }); // biome-ignore format: one step
  if (episode.identity.kind === 'agent')
    writer.add('access-tightening', 'design', `Review what ${name} may do without approval, and the scope of its token`, { assurance: 'raises' }); // biome-ignore format: one step
}

function personAttempt(writer: Writer): PlaybookId {
  const { facts, name } = writer;
  const resets = facts.isPasswordRight;
  if (resets)
    writer.add('user-verification', 'contain', `Reset the password of ${writer.subject()}: it was right`, { act: 'reset_password', objects: facts.accounts }); // biome-ignore format: one step
  // What the person refused or reported did come to them: the first factor had let it through.
  else if (writer.has('fraud_reported') || (writer.episode.outcomes.denied_by_user ?? 0) > 0)
    writer.add('user-verification', 'contain', `Reset the password of ${writer.subject()}: most doors ask for a second factor only after a right one`, { act: 'reset_password', objects: facts.accounts }); // biome-ignore format: one step
  writer.blockAddresses('access-tightening');
  undoChanges(writer);
  if (writer.has('password_spray'))
    writer.add('access-tightening', 'establish', 'Look at every other identity that failed from there');
  if (writer.has('fraud_reported'))
    askPerson(writer, 'what they saw, and where else they use that password: they reported the prompt');
  else if (facts.isPrompted || resets) askPerson(writer, 'whether these prompts were theirs');
  else
    writer.add(
      'access-tightening',
      'establish',
      `No prompt came to ${name}: check that the refusals hold at every other door`,
    );
  strongerFactor(writer);
  if (writer.has('legacy_bypass'))
    writer.add('access-tightening', 'design', `Block protocols that cannot ask for a second factor, first for ${name}`, { assurance: 'raises' }); // biome-ignore format: one step
  if (writer.has('new_country') || writer.has('impossible_travel'))
    writer.add('access-tightening', 'design', `Ask for a phishing-resistant factor from countries where ${name} never was`, { assurance: 'raises' }); // biome-ignore format: one step
  return facts.isPrompted || resets ? 'user-verification' : 'access-tightening';
}

/** Never of a machine; of an unresolved name only once it is known to be a person. */
function askPerson(writer: Writer, what: string): void {
  const { name, episode } = writer;
  if (episode.identity.kind === 'unknown')
    writer.add('user-verification', 'establish', `Find out who or what goes by ${name}: no log says whether it is a person`); // biome-ignore format: one step
  else writer.add('user-verification', 'establish', `Ask ${name} over a known channel ${what}`);
}

function machineAttempt(writer: Writer): PlaybookId {
  const { facts, name, episode } = writer;
  const keys = writer.of('key');
  const isProbe = writer.has('privilege_probe') && !writer.has('secret_probe');
  const isKeyless = episode.identity.kind === 'managed_identity';
  if (keys.length > 0 && !isKeyless)
    writer.add('secret-rotation', 'contain', `Rotate key ${ids(keys)} of ${name}`, { act: 'remove_key', objects: keys });
  else if (!isKeyless)
    writer.add('secret-rotation', 'contain', `Rotate the credentials of ${writer.subject()}`, { act: 'list_keys', objects: apps(facts) }); // biome-ignore format: one step
  writer.blockAddresses('access-tightening');
  undoChanges(writer);
  writer.add('owner-verification', 'establish', writer.owner('which job ran then, and from where'));
  writer.add('access-tightening', 'design', `Allow ${name} from its own addresses only`, { assurance: 'raises' });
  shortLived(writer);
  return isProbe || isKeyless ? 'access-tightening' : 'secret-rotation';
}

function machineMisconfigured(writer: Writer): PlaybookId {
  const { facts, name, episode } = writer;
  const at = facts.addresses[0] ? ` used at ${facts.addresses[0]}` : '';
  const keys = writer.of('key');
  const refusedSecret = (episode.outcomes.password_failed ?? 0) > 0 || writer.has('expired_secret');
  const isKeyless = episode.identity.kind === 'managed_identity';
  let playbook: PlaybookId;
  if (refusedSecret && !isKeyless) {
    playbook = 'secret-rotation';
    const which =
      keys.length > 0
        ? `key ${ids(keys)} of ${name}`
        : `the ${writer.has('expired_secret') ? 'expired ' : ''}credential of ${writer.subject()}`;
    writer.add(playbook, 'contain', `Rotate ${which} in the job that uses it${at}`, { act: 'list_keys', objects: apps(facts) }); // biome-ignore format: one step
  } else {
    playbook = 'policy-tuning';
    writer.add(playbook, 'establish', `Find what ${writer.subject()} asks for${at} and is refused`);
    writer.add(playbook, 'design', `Take the refused call out of the job; granting the right instead widens what ${name} may do`, { assurance: 'lowers' }); // biome-ignore format: one step
  }
  writer.add('owner-verification', 'establish', writer.owner('to correct the job'));
  if (writer.has('retry_loop')) writer.add(playbook, 'design', 'Make the job stop after a few refusals', { assurance: 'keeps' }); // biome-ignore format: one step
  return playbook;
}

function personMisconfigured(writer: Writer): PlaybookId {
  const { name, episode } = writer;
  if ((episode.outcomes.not_enrolled ?? 0) > 0) {
    writer.add('re-enrolment', 'design', `Enrol ${name} for the factor that is asked of them, identity checked in person`, { assurance: 'keeps' }); // biome-ignore format: one step
    writer.add('policy-tuning', 'design', 'An exception until then lets one factor do: give it an end, if at all', { assurance: 'lowers' }); // biome-ignore format: one step
    return 're-enrolment';
  }
  const app = episode.apps[0] ? ` at ${visible(episode.apps[0])}` : '';
  writer.add('policy-tuning', 'establish', `Find which policy refused ${writer.subject()}${app} at the usual place`);
  writer.add('policy-tuning', 'design', `Enrol the device or method of ${name} that the policy asks for`, { assurance: 'keeps' }); // biome-ignore format: one step
  writer.add('policy-tuning', 'design', `Loosening the policy${app} instead admits others too: only with an end and a reason`, { assurance: 'lowers' }); // biome-ignore format: one step
  return 'policy-tuning';
}

function friction(writer: Writer): PlaybookId {
  const { name, episode } = writer;
  if (writer.has('rollout_spike')) {
    writer.add('policy-tuning', 'establish', 'Tell the help desk: many stumble over the same change');
    writer.add('policy-tuning', 'design', 'Announce the next change, and enrol before it is enforced', { assurance: 'keeps' }); // biome-ignore format: one step
    return 'policy-tuning';
  }
  if (episode.denials >= 3 || (episode.outcomes.not_enrolled ?? 0) > 0) {
    writer.add('re-enrolment', 'design', `Offer ${name} to enrol the factor again, or a stronger one`, { act: 'list_methods', objects: writer.facts.accounts, assurance: 'keeps' }); // biome-ignore format: one step
    return 're-enrolment';
  }
  const own = episode.nextOwn ? `: the own sign-in is event ${episode.nextOwn.event}` : '';
  writer.add('none', 'establish', `Close it as friction of ${name}${own}`);
  return 'none';
}

function expected(writer: Writer): PlaybookId {
  const { requests } = writer.facts;
  for (const { text, row } of requests.slice(0, 2))
    writer.add('none', 'establish', `Match the denial to ${visible(text)}, row ${row}, then close it`);
  if (requests.length === 0)
    writer.add('none', 'establish', 'Match the denial to its request or change, then close it');
  return 'none';
}

function breakGlass(writer: Writer): PlaybookId {
  const { facts } = writer;
  const [request] = facts.requests;
  const confirm = request
    ? `Confirm with ${request.approver ? visible(request.approver) : 'whoever approved it'} that ${visible(request.text)}, row ${request.row}, was theirs`
    : `Find who used ${writer.subject()}, and why: no emergency is on file`;
  writer.add('break-glass-review', 'establish', confirm);
  writer.add('break-glass-review', 'establish', `Review every act of ${writer.name} from ${writer.episode.start} on`);
  writer.add('break-glass-review', 'contain', `Change the credential of ${writer.name} after the use, and seal it again`, facts.isMachine ? {} : { act: 'reset_password', objects: facts.accounts }); // biome-ignore format: one step
  return 'break-glass-review';
}

function undetermined(writer: Writer): PlaybookId {
  const verify = writer.facts.isMachine ? 'owner-verification' : 'user-verification';
  for (const what of writer.episode.missing) writer.add(verify, 'establish', `Get the log: ${what}`);
  if (writer.facts.isMachine) {
    writer.add('owner-verification', 'establish', writer.owner('which job ran then'));
  } else {
    const what = writer.facts.isPrompted ? 'prompt' : 'attempt';
    askPerson(writer, `whether the ${writer.episode.denials === 1 ? `${what} was` : `${what}s were`} theirs`);
  }
  getWhatLacks(writer, verify);
  return verify;
}

const LACKS_TOLD = 3;

/** Where no missing log keeps the answer open, what would tell more: each as "what is missing — what would supply it". */
function getWhatLacks(writer: Writer, playbook: PlaybookId): void {
  const { episode } = writer;
  if (episode.missing.length > 0) return;
  const supplied = (episode.lacking ?? []).filter((text) => text.includes(' — '));
  for (const what of supplied.slice(0, LACKS_TOLD))
    writer.add(playbook, 'establish', `Get what would tell more: ${what}`);
}

/** What a pattern asks for beside the verdict; where nothing is wrong, nothing. */
function byPattern(writer: Writer, verdict: Verdict): void {
  if (verdict === 'expected' || verdict === 'friction') return;
  const { name, facts } = writer;
  if (writer.has('dormant_identity'))
    writer.add('access-tightening', 'contain', `Disable ${name} until somebody says what it is needed for`, { act: 'disable_identity', objects: facts.isMachine ? apps(facts) : facts.accounts }); // biome-ignore format: one step
  if (writer.has('privilege_probe'))
    writer.add('access-tightening', 'design', `Compare what ${name} was refused with what it may do, and take away what it does not need`, { assurance: 'raises' }); // biome-ignore format: one step
}

/** The decided action adds the step that carries it out, where the playbook has none. */
function byAction(writer: Writer, action: Action | null, verdict: Verdict): void {
  const { facts, name, steps } = writer;
  if (action === 'block')
    writer.add('access-tightening', 'contain', `Block sign-in of ${writer.subject()} until this is settled`, { act: 'disable_identity', objects: facts.isMachine ? apps(facts) : facts.accounts }); // biome-ignore format: one step
  if (action === 'verify' && !steps.some(({ playbook }) => playbook.endsWith('-verification'))) {
    if (facts.isMachine) writer.add('owner-verification', 'establish', writer.owner('which job ran then'));
    else askPerson(writer, 'whether the prompts were theirs');
  }
  if (action === 'escalate')
    writer.add('none', 'establish', `Escalate ${plural(writer.episode.denials, 'denial')} of ${name} as ${verdict.replaceAll('_', ' ')}: the text to hand over says who, what, when and why`); // biome-ignore format: one step
}
