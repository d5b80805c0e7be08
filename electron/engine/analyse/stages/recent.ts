/**
 * What changed around an episode, and which requests of access were under way: from logs and registers, in order of time.
 * Each names its record or row. Told, not weighed: patterns weigh what they know.
 */
import type { Episode } from '../../../../shared/model/episode';
import { rfc3339 } from '../../../../shared/model/time';
import type { PastChange, Seen } from './episode-draft';
import { type Helper, TAKES_AWAY } from './helper-actions';
import { duration, type Names } from './names';
import { changeText, type EpisodeFacts, requestText } from './register';

type Recent = NonNullable<Episode['recent']>[number];

/** Changes remembered of one identity. */
export const REMEMBERED = 24;
const SHOWN = 40;

const MADE: Record<Exclude<Helper, 'other'>, string> = {
  method: 'method_registered',
  password: 'password_reset',
  credential: 'secret_rotated',
  consent: 'consent_granted',
  role: 'role_assigned',
  rule: 'mailbox_rule',
  device: 'device_registered',
};
const METHOD = /\bmfa\b|factor|authenticator|security info|strong.?auth|passkey|fido|totp|webauthn|2sv/i;
const ROLE = /\brole\b|privilege|member/i;
const POSTURE = /complian|posture|device.*(update|change)|managed/i;

/** What the change is, in the words of the register of changes; null for one that nobody looks for. */
export function changeType(helper: Helper, action: string): string | null {
  if (helper !== 'other') return MADE[helper];
  const name = action.toLowerCase();
  if (TAKES_AWAY.test(name) || /\b(deactivate|reset|unenrol)/.test(name)) {
    if (METHOD.test(name)) return 'method_removed';
    if (ROLE.test(name)) return 'role_removed';
  }
  return POSTURE.test(name) ? 'posture_changed' : null;
}

/** Steps in the life of a request, by the words of the log; the first that fits. */
const STEPS: readonly (readonly [words: RegExp, step: string])[] = [
  [/den(y|ied)|reject|declin|refus/, 'refused'],
  [/expir|deactivat|revok|remov|check.?in\b|release|\bend\b|ended|withdraw|cancel/, 'ended'],
  [/approv|grant|review|authori[sz]e/, 'approved'],
  [/activat|elevat|check.?out|retriev|complet|assum|use\b|used/, 'in use'],
  [/request|creat|initiat|open|submit/, 'requested'],
];

/** `requested`, `approved`, `in use`, `ended` or `refused`; a step that its words do not tell is `requested`. */
export function stepOf(action: string): string {
  const name = action.toLowerCase();
  // "access_request.create", "request.approve": what is done to the request stands behind it.
  const done = name.replace(/access[_. ]?request|request[_. ]?access|\(pim activation\)/g, ' ').trim() || name;
  return STEPS.find(([words]) => words.test(done))?.[1] ?? 'requested';
}

/** Where in the life of the requests the denial stands: "12 min after it was requested, before it was approved". */
export function lifePhase(steps: readonly { step: string; time: number }[], at: number): string {
  const inTime = steps.toSorted((a, b) => a.time - b.time);
  const last = inTime.findLast(({ time }) => time <= at);
  const next = inTime.find(({ time }) => time > at);
  const said = (step: string): string => (step === 'in use' ? 'taken into use' : step);
  const after = last && `${duration(at - last.time)} after it was ${said(last.step)}`;
  const before = next && `${last ? '' : `${duration(next.time - at)} `}before it was ${said(next.step)}`;
  return [after, before].filter(Boolean).join(', ');
}

export interface RecentOf {
  start: number;
  past: readonly PastChange[];
  requests: readonly Pick<Seen, 'rk' | 'content' | 'time' | 'action' | 'resource' | 'app' | 'source'>[];
}

export function recentOf(draft: RecentOf, facts: EpisodeFacts, names: Names): Recent[] {
  const list: Recent[] = [];
  const { start } = draft;
  const add = (
    kind: Recent['kind'],
    type: string,
    time: number,
    text: string,
    phase: string | null,
    from: { event?: string; row?: string },
  ): void => {
    list.push({
      kind,
      type,
      time: rfc3339(time),
      lagSeconds: Math.round((start - time) / 1_000),
      text,
      phase,
      event: from.event ?? null,
      row: from.row ?? null,
    });
  };
  for (const change of draft.past) {
    const action = names.term(change.action) ?? '';
    const type = changeType(change.helper, action);
    if (type !== null)
      add('change', type, change.time, `${type.replaceAll('_', ' ')} (${action})`, null, { event: names.id(change) });
  }
  for (const { row } of facts.changes)
    add('change', row.facts.type, row.facts.time, changeText(row), null, { row: row.id });
  const steps = draft.requests.map((request) => ({
    request,
    step: stepOf(names.term(request.action) ?? ''),
    time: request.time,
  }));
  const phase = steps.length > 0 ? lifePhase(steps, start) : null;
  for (const { request, step, time } of steps) {
    const what = names.term(request.resource) ?? names.term(request.app);
    add(
      'request',
      step,
      time,
      `access ${step}${what ? `: ${what}` : ''} (${names.term(request.action) ?? ''})`,
      phase,
      { event: names.id(request) },
    );
  }
  for (const { row, phase: where } of facts.requests) {
    const { requested, starts, approved, ends } = row.facts;
    const time = requested ?? starts ?? approved ?? ends;
    if (time !== null) add('request', row.facts.type, time, requestText(row), where, { row: row.id });
  }
  const key = (one: Recent): string => one.event ?? one.row ?? '';
  return list
    .sort((a, b) => Math.abs(a.lagSeconds) - Math.abs(b.lagSeconds) || (key(a) < key(b) ? -1 : 1))
    .slice(0, SHOWN)
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : key(a) < key(b) ? -1 : 1));
}
