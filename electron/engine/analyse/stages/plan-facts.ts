/** What the playbook of an episode needs: the objects, changes and addresses of it, each as its system calls it. */
import { hasFlag } from '../../../../shared/model/event';
import type { MadeChange, PlanFacts, PlanObject } from '../../../../shared/model/playbook/facts';
import { rfc3339 } from '../../../../shared/model/time';
import type { EpisodeView } from '../patterns/pattern';
import { OUTCOMES } from '../read';
import type { Candidate, Change, Seen } from './episode-draft';
import { requestText } from './register';

/** An account as its system names it. */
export type Account = Pick<PlanObject, 'system' | 'value' | 'tenant'>;

export interface PlanSubject {
  name: string;
  kind: NonNullable<PlanFacts['hit']>['kind'];
  accounts: readonly Account[];
}

export interface PlanContext {
  view: EpisodeView;
  subject: PlanSubject;
  score(link: Candidate): number;
  /** The identity at that position. */
  other(who: number): PlanSubject;
}

const LINKS = 4; // linked accesses whose objects are named
const CHANGES = 6;
const ADDRESSES = 4;
const OBJECTS = 16;

export function planFacts({ view, subject, other, score }: PlanContext): PlanFacts {
  const { draft, links, names, facts, isMachine } = view;
  const [best] = links;
  const weaker = links.find(({ kind }) => kind === 'factor_downgrade')?.factor ?? null;
  const hit = best && best.who !== draft.who ? other(best.who) : null;
  const { list: addresses, more } = addressesOf(view);
  return {
    accounts: accountsOf(subject),
    hit: hit && { name: hit.name, kind: hit.kind, accounts: accountsOf(hit) },
    link: best
      ? {
          event: names.id(best),
          time: rfc3339(best.time),
          kind: best.kind,
          app: names.term(best.app),
          score: score(best),
        }
      : null,
    linkKinds: [...new Set(links.map(({ kind }) => kind))],
    objects: objectsOf(view, subject),
    changes: changesOf(view),
    addresses,
    moreAddresses: more,
    weakerFactor: weaker === null ? null : names.factor(weaker),
    isPasswordRight: draft.sample.some(({ flags }) => hasFlag(flags, 'credential_right')),
    isPrompted: !isMachine && draft.sample.some(({ outcome }) => PROMPTED.has(outcome)),
    side: draft.side,
    isMachine,
    isPrivileged: facts.isPrivileged,
    isBreakGlass: facts.isBreakGlass,
    requests: facts.requests
      .slice(0, 3)
      .map(({ row }) => ({ row: row.id, text: requestText(row), approver: row.facts.approver })),
  };
}

/** Refusals that reached a person, or could have. */
const PROMPTED: ReadonlySet<number> = new Set([
  OUTCOMES.denied_by_user,
  OUTCOMES.reported_fraud,
  OUTCOMES.no_response,
  OUTCOMES.wrong_code,
]);

const isApp = (kind: PlanSubject['kind']): boolean => kind === 'service_principal' || kind === 'managed_identity';

const accountsOf = ({ accounts, kind }: PlanSubject): PlanObject[] =>
  accounts.map((each) => ({ type: isApp(kind) ? 'app' : kind === 'api_key' ? 'key' : 'user', ...each }));

function addressesOf({ draft, links, names }: EpisodeView): { list: string[]; more: number } {
  const list = new Set<string>();
  for (const seen of [...draft.sample, ...links]) {
    if (seen.side === 'own') continue;
    const ip = names.ip(seen);
    if (ip) list.add(ip);
  }
  return { list: [...list].slice(0, ADDRESSES), more: Math.max(0, list.size - ADDRESSES) };
}

const MADE = { method: 1, password: 1, credential: 1, consent: 1, role: 1, rule: 1, device: 1 } as const;
const isMade = (helper: Change['helper']): helper is MadeChange['what'] => helper in MADE;

/** What was made in between: through which somebody got in, then whatever came from a place that is not the identity's. */
function changesOf({ draft, links, names }: EpisodeView): MadeChange[] {
  const through = links.flatMap(({ helper }) => helper ?? []);
  const foreign = draft.changes.filter(({ side }) => side === 'strange');
  const seen = new Set<number>();
  return [...through, ...foreign]
    .flatMap((change) => {
      const { helper: what, eid } = change;
      if (!isMade(what) || seen.has(eid)) return [];
      seen.add(eid);
      return [{ what, action: names.term(change.action) ?? '', time: rfc3339(change.time), event: names.id(change) }];
    })
    .slice(0, CHANGES);
}

/** Sessions, tokens and applications of what got in; devices and keys of what was refused as well. */
function objectsOf(view: EpisodeView, subject: PlanSubject): PlanObject[] {
  const { names, draft } = view;
  const found = new Map<string, PlanObject>();
  const add = (type: PlanObject['type'], value: string | null | undefined, seen: Seen, of?: string): void => {
    const system = names.term(seen.source) ?? '';
    const key = `${type} ${value}`;
    if (!value || found.has(key) || found.size >= OBJECTS) return;
    found.set(key, {
      type,
      value,
      system,
      ...(of !== undefined && { of }),
      ...(seen.side !== 'open' && { side: seen.side }),
    });
  };
  // A key is removed from the account that its own system knows.
  const account = (seen: Seen): string | undefined =>
    subject.accounts.find(({ system }) => system === names.term(seen.source))?.value;
  for (const link of view.links.slice(0, LINKS)) {
    const handles = names.read.handles(link.eid);
    add('session', link.session, link);
    add('token', handles.token, link);
    add('device', names.dimensions.device(link.device)?.native, link);
    add('app', handles.appId, link);
    if (link.who === draft.who) add('key', names.read.detail(link.eid)?.credential_key, link, account(link));
  }
  const { strangest, first } = draft;
  for (const denial of new Set([strangest, first])) {
    add('device', names.dimensions.device(denial.device)?.native, denial);
    if (view.isMachine) add('key', names.read.detail(denial.eid)?.credential_key, denial, account(denial));
  }
  return [...found.values()];
}
