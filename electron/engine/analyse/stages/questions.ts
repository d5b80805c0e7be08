/** The four questions, answer first, ground under it. The first break (" — ") parts the two. */
import { plural } from '../../../../shared/base/text';
import { assuranceFlags, factorAal } from '../../../../shared/model/assurance';
import type { Episode } from '../../../../shared/model/episode';
import { hasFlag } from '../../../../shared/model/event';
import type { IdentityJoin } from '../../../../shared/model/identity';
import type { Outcome } from '../../../../shared/model/words';
import type { EpisodeView } from '../patterns/pattern';
import type { Counts } from './counts';
import { sourceTitle } from './coverage';
import type { Seen } from './episode-draft';
import { capital, duration, FACTOR_NAMES, KIND_NAMES, OUTCOME_NAMES } from './names';

/** Who, as far as the sentences need it. */
export interface Subject {
  name: string;
  display: string | null;
  kind: keyof typeof KIND_NAMES;
  external: boolean;
  spellings: number;
  sources: readonly string[];
  joins: readonly { key: JoinKey }[];
}

type JoinKey = IdentityJoin['key'];
const KEYS: Partial<Record<JoinKey, string>> = {
  upn: 'UPN',
  email: 'e-mail address',
  object_id: 'object id',
  okta_id: 'Okta id',
  duo_id: 'Duo id',
  client_id: 'application id',
  username: 'user name within one source',
  register: 'the register of identities',
  merged: 'the investigator’s word',
};

export function whoWas(subject: Subject): string {
  const { name, display, kind, spellings, sources, joins, external } = subject;
  const by = [...new Set(joins.map(({ key }) => KEYS[key] ?? key.replaceAll('_', ' ')))].slice(0, 2);
  const logs = sources.map(sourceTitle).join(', ');
  const joined = by.length > 0 ? `, joined by ${by.join(' and ')}` : '';
  const many = `${plural(spellings, 'name')} in ${logs}`;
  const names = sources.length > 1 || spellings > 1 ? `${many}${joined}` : `known to ${logs}`;
  const answer = display && display !== name ? display : name;
  return `${answer} — ${KIND_NAMES[kind]}${external ? ' from outside' : ''}, ${names}`;
}

const most = (counts: Counts): number[] => [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([id]) => id);

/** "Push, refused ×9 — 6 declined, 3 not answered; the password was right". */
export function whichFactor(view: EpisodeView): string {
  const { draft, names, isMachine } = view;
  const factors = most(draft.factors).map((id) => FACTOR_NAMES[names.factor(id)!]);
  const outcomes = [...draft.outcomes]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([id, n]) => [OUTCOME_NAMES[names.outcome(id)], n] as const);
  const answer = factors.length === 0 ? `Refused ×${draft.n}` : `${capital(factors[0]!)}, refused ×${draft.n}`;
  const ground = [outcomes.map(([word, n]) => `${n.toLocaleString('en')} ${word}`).join(', ')];
  if (factors.length > 1) ground.push(`also ${factors.slice(1, 3).join(', ')}`);
  const derived = draft.sample.filter((denial) => denial.derived).length;
  if (derived > 0)
    ground.push(`${derived} told only by prompts that nobody answered within ${duration(view.unansweredMs)}`);
  if (!isMachine && draft.sample.some((denial) => hasFlag(denial.flags, 'credential_right')))
    ground.push('the password was right');
  // Row ids depend on the order of import, so ties are broken by the code itself.
  const codes = [...view.codes]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, 2)
    .map(([code]) => code);
  if (isMachine && codes.length > 0) ground.push(`code ${codes.join(', ')}`);
  return `${answer} — ${ground.join('; ')}`;
}

/** "Bucharest, RO — 185.220.101.47, AS9009 M247, hosting; unknown device". */
export function fromWhere(view: EpisodeView): string {
  const { draft, names } = view;
  const at: Seen = draft.strangest;
  const place = names.place(at);
  const ip = names.ip(at);
  if (!place && !ip) return 'Not in the log — the records of these denials name no address';
  const ground: string[] = [];
  if (place && ip) ground.push([ip, names.network(at)].filter(Boolean).join(', '));
  else if (names.network(at)) ground.push(names.network(at)!);
  const device = names.device(at);
  const known =
    at.standing.native === 'unseen' || (at.standing.native === 'untold' && at.standing.browser === 'unseen');
  ground.push(device ? `${known ? 'unknown ' : ''}${device}` : 'device not in the log');
  if (draft.ips.size > 1) ground.push(`${plural(draft.ips.size, 'address', 'addresses')} in all`);
  return `${place ?? ip} — ${ground.join('; ')}`;
}

/** Levels of the refused factors and of the access reached; null for machines. */
export function assurance(view: EpisodeView, reached: [number, number] | null): Episode['aal'] {
  if (view.isMachine) return null;
  const { draft, names, links } = view;
  const levels = draft.factors.keys().flatMap((id) => {
    const level = factorAal(names.factor(id));
    return level ? [level] : [];
  });
  const denied: [number, number] | null =
    levels.length === 0 ? null : [Math.min(...levels.map(([low]) => low)), Math.max(...levels.map(([, high]) => high))];
  const flags = new Set(draft.factors.keys().flatMap((id) => assuranceFlags(names.factor(id))));
  const [best] = links;
  if (best) {
    if (denied && reached && reached[1] < denied[1]) flags.add('assurance_downgrade');
    if (best.factor !== null && draft.factors.size > 0 && !draft.factors.has(best.factor)) flags.add('factor_switch');
    if (best.kind === 'method_registered') flags.add('fresh_authenticator');
  }
  const asked = view.facts.apps.map(({ facts }) => facts.requiredAal ?? 0);
  if (draft.sample.some((denial) => hasFlag(denial.flags, 'mfa_required'))) asked.push(2);
  const required = Math.max(0, ...asked) || null;
  if (required && best && reached && reached[1] < required) flags.add('below_required');
  return { denied, reached, required, flags: [...flags].sort(), revision: 'r4' };
}

const SHORT: Partial<Record<Outcome, string>> = {
  denied_by_user: 'denial',
  reported_fraud: 'fraud report',
  no_response: 'unanswered prompt',
  wrong_code: 'wrong code',
  blocked_by_policy: 'policy block',
  not_enrolled: 'prompt without enrolment',
  rate_limited: 'lock-out',
  password_failed: 'refused credential',
  failed_other: 'failure',
};

/** "9 push denials": what the queue says first. */
export function deniedBriefly(view: EpisodeView): string {
  const { draft, names } = view;
  const outcomes = most(draft.outcomes).map((id) => names.outcome(id));
  const factor = draft.factors.size === 1 ? FACTOR_NAMES[names.factor(most(draft.factors)[0]!)!] : null;
  const spoken = outcomes.length === 1 ? (SHORT[outcomes[0]!] ?? 'denial') : 'denial';
  const isPush = factor === 'push' || factor === 'push with number matching';
  if (spoken === 'denial' && isPush) return plural(draft.n, 'push denial');
  if (spoken === 'unanswered prompt' && isPush) return plural(draft.n, 'unanswered push', 'unanswered pushes');
  if (spoken === 'wrong code' || !factor || factor === 'password')
    return plural(draft.n, spoken, spoken === 'prompt without enrolment' ? 'prompts without enrolment' : `${spoken}s`);
  if (spoken === 'refused credential') return `${factor} refused ×${draft.n.toLocaleString('en')}`;
  return `${plural(draft.n, spoken)} (${factor})`;
}
