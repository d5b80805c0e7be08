/**
 * What to do next: playbook and steps with concrete ids. A machine is never asked; what lowers assurance says so;
 * every verdict ends in at least one step.
 */
import { hasFlag } from '../../../../shared/model/event';
import { rfc3339 } from '../../../../shared/model/time';
import type { Verdict } from '../../../../shared/model/words';
import type { EpisodeView } from '../patterns/pattern';
import { FACTORS } from '../read';
import { FACTOR_NAMES } from './names';

export interface StepFacts {
  view: EpisodeView;
  verdict: Verdict;
  patterns: ReadonlySet<string>;
  missing: readonly string[];
  name: string;
  /** Vendor ids of the identity: "Entra ID 8c1e…". */
  ids: readonly string[];
  owner: string | null;
  /** Name of an identity by its position. */
  nameOf(who: number): string;
}

export interface Steps {
  playbook: string | null;
  steps: string[];
}

export function nextSteps(facts: StepFacts): Steps {
  const { playbook, steps } = byVerdict(facts);
  return { playbook, steps: [...steps, ...byPattern(facts)] };
}

/** What a pattern asks for beside the verdict; where nothing is wrong, nothing. */
function byPattern({ patterns, verdict, name }: StepFacts): string[] {
  if (verdict === 'expected' || verdict === 'friction') return [];
  const steps: string[] = [];
  if (patterns.has('dormant_identity')) steps.push(`Disable ${name} until somebody says what it is needed for`);
  if (patterns.has('privilege_probe'))
    steps.push(`Compare what ${name} was refused with what it may do, and take away what it does not need`);
  return steps;
}

function byVerdict(facts: StepFacts): Steps {
  const { view, verdict } = facts;
  switch (verdict) {
    case 'likely_compromise':
      return view.isMachine ? machineCompromise(facts) : personCompromise(facts);
    case 'attempted_abuse':
      return view.isMachine ? machineAttempt(facts) : personAttempt(facts);
    case 'misconfigured':
      return misconfigured(facts);
    case 'friction':
      return friction(facts);
    case 'expected':
      return { playbook: 'none', steps: [`Match the denial to its request or change, then close it`] };
    case 'undetermined':
      return undetermined(facts);
  }
}

/** The owner by name, or that one must be found. */
const askOwner = ({ name, owner }: StepFacts): string =>
  owner ? `Tell ${owner}, who owns ${name}` : `Find the owner of ${name}: none is on file`;

const subject = ({ name, ids }: StepFacts): string => (ids.length > 0 ? `${name} (${ids.join(', ')})` : name);

function addresses({ view }: StepFacts): string | null {
  const list = new Set<string>();
  for (const seen of [...view.draft.sample, ...view.links]) {
    if (seen.side === 'own') continue;
    const ip = view.names.ip(seen);
    if (ip) list.add(ip);
  }
  return list.size === 0
    ? null
    : [...list].slice(0, 4).join(', ') + (list.size > 4 ? ` and ${list.size - 4} more` : '');
}

function personCompromise(facts: StepFacts): Steps {
  const { view } = facts;
  const steps: string[] = [];
  const [best] = view.links;
  const hit = best && best.who !== view.draft.who ? facts.nameOf(best.who) : null;
  steps.push(`Revoke sessions and refresh tokens of ${hit ?? subject(facts)}`);
  const kinds = new Map(view.links.map((link) => [link.kind, link]));
  const method = kinds.get('method_registered')?.helper ?? view.draft.changes.find(({ helper, side }) => helper === 'method' && side !== 'own'); // biome-ignore format: one rule
  if (method) steps.push(`Remove the method registered ${rfc3339(method.time)} (event ${view.names.id(method)})`);
  const replay = kinds.get('token_replay');
  if (replay?.session) steps.push(`End session ${replay.session}`);
  if (hit) steps.push(`Reset the password of ${hit}, and require a second factor for it`);
  if (view.draft.sample.some(({ flags }) => hasFlag(flags, 'credential_right')) || !replay)
    steps.push(`Reset the password of ${facts.name}: whoever asked knew it`);
  const legacy = kinds.get('legacy_protocol');
  if (legacy) steps.push(`Block protocols that cannot ask for a second factor, first for ${facts.name}`);
  const weaker = kinds.get('factor_downgrade');
  if (weaker?.factor != null) {
    const factor = view.names.factor(weaker.factor);
    if (factor) steps.push(`Take ${FACTOR_NAMES[factor]} away from ${facts.name} as a factor`);
  }
  const from = addresses(facts);
  if (from) steps.push(`Block ${from}, and search all logs for it`);
  if (best) {
    const app = view.names.term(best.app);
    steps.push(`Review what was done${app ? ` in ${app}` : ''} from ${rfc3339(best.time)} on`);
  }
  return { playbook: 'session-and-token-revocation', steps };
}

function machineCompromise(facts: StepFacts): Steps {
  const [best] = facts.view.links;
  const key = best ? facts.view.names.read.detail(best.eid)?.credential_key : undefined;
  const steps = [
    `Remove every credential of ${subject(facts)}${key ? `, first ${key}` : ''}, and issue one to its workload only`,
    `Revoke the tokens issued to ${facts.name}${best ? ` since ${rfc3339(best.time)}` : ''}`,
    `Find who added the credential: audit log of the directory`,
  ];
  const from = addresses(facts);
  if (from) steps.push(`Allow ${facts.name} from its own addresses only; block ${from}`);
  steps.push(`Review what ${facts.name} read or changed, and narrow its permissions`);
  return { playbook: 'secret-rotation', steps };
}

function personAttempt(facts: StepFacts): Steps {
  const { view, patterns } = facts;
  const steps = [`Ask ${facts.name} over a known channel whether these prompts were theirs`];
  if (view.draft.sample.some(({ flags }) => hasFlag(flags, 'credential_right')))
    steps.push(`Reset the password of ${subject(facts)}: it was right`);
  const from = addresses(facts);
  if (from) steps.push(`Block ${from}, and search all logs for it`);
  if (patterns.has('password_spray')) steps.push('Look at every other identity that failed from there');
  if (view.draft.factors.has(FACTORS.push))
    steps.push('Replace approve-or-deny prompts by number matching or passkeys');
  return { playbook: 'user-verification', steps };
}

function machineAttempt(facts: StepFacts): Steps {
  const steps = [`Rotate the credentials of ${subject(facts)}, and allow its own addresses only`];
  const from = addresses(facts);
  if (from) steps.push(`Block ${from}, and search all logs for it`);
  steps.push(askOwner(facts));
  return { playbook: 'secret-rotation', steps };
}

function misconfigured(facts: StepFacts): Steps {
  const { view, patterns } = facts;
  if (!view.isMachine) {
    return {
      playbook: 'policy-tuning',
      steps: [
        `Check which policy refused ${facts.name} at the usual place; loosening it would lower assurance, so prefer enrolling the device or method`,
      ],
    };
  }
  const from = view.names.ip(view.draft.strangest);
  const steps = [
    patterns.has('expired_secret')
      ? `Rotate the expired credential of ${subject(facts)} in the job that uses it${from ? ` at ${from}` : ''}`
      : `Correct the credential or permission of ${subject(facts)}${from ? ` used at ${from}` : ''}`,
    askOwner(facts),
  ];
  if (patterns.has('retry_loop')) steps.push('Make the job stop after a few refusals');
  return { playbook: 'secret-rotation', steps };
}

function friction({ patterns, view, name }: StepFacts): Steps {
  if (patterns.has('rollout_spike'))
    return { playbook: 'policy-tuning', steps: ['Tell the help desk: many stumble over the same change'] };
  if (view.denials >= 3)
    return { playbook: 're-enrolment', steps: [`Offer ${name} to enrol the factor again, or a stronger one`] };
  return { playbook: 'none', steps: ['Nothing to contain: close it'] };
}

function undetermined({ view, missing, name, owner }: StepFacts): Steps {
  const steps = missing.map((what) => `Get the log: ${what}`);
  if (view.isMachine)
    steps.push(owner ? `Ask ${owner}, who owns ${name}, which job ran then` : `Find the owner of ${name}, and ask which job ran then`); // biome-ignore format: one choice
  else steps.push(`Ask ${name} over a known channel whether the prompt was theirs`);
  return { playbook: view.isMachine ? 'owner-verification' : 'user-verification', steps };
}
