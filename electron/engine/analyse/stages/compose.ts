/** From a gathered episode to the printed one, with its paths: evidence, verdict, questions, steps. */

import { reachedAal } from '../../../../shared/model/assurance';
import type { AbsentLog, CutFile } from '../../../../shared/model/coverage';
import type { Episode, Path } from '../../../../shared/model/episode';
import { EVENT_FLAGS, hasFlag } from '../../../../shared/model/event';
import type { PlanFacts } from '../../../../shared/model/playbook/facts';
import { planOf } from '../../../../shared/model/playbook/plan';
import { rfc3339 } from '../../../../shared/model/time';
import type { Facts } from '../facts';
import type { EpisodeView, Evidence } from '../patterns/pattern';
import { lookAll, type SettingOf } from '../patterns/registry';
import { CSF_DE_CM_03 } from '../patterns/standards';
import { type AnalysisRead, OUTCOMES } from '../read';
import { isFromThere } from './consider';
import type { Counts } from './counts';
import { type Coverage, missingAfter } from './coverage';
import { NONE } from './dimensions';
import { type Candidate, type EpisodeDraft, refusedByPerson } from './episode-draft';
import { plainEvidence, type ReviewOf } from './evidence';
import { fitsNormal } from './fits';
import { lackingOf } from './lacking';
import { capital, duration, type Names } from './names';
import type { Outline } from './outline';
import { follow } from './paths';
import { type Account, planFacts } from './plan-facts';
import { assurance, deniedBriefly, fromWhere, type Subject, whichFactor, whoWas } from './questions';
import { recentOf } from './recent';
import { type ChangeSpan, episodeFacts, factsTold } from './register';
import { registerEvidence } from './register-evidence';
import { isKnownSpot, isOtherMachine, type SideRules } from './strange';
import type { AskedOfCrowd, Crowd } from './surroundings';
import { type VerdictRules, weigh } from './verdict';
import { linkLogit, linkReasons, probability } from './weigh-link';

/** Everything of the printed episode that the analysis decides; events, decision and state are joined when it is read. */
export type EpisodeBody = Omit<Episode, 'events' | 'decision' | 'state' | 'suppressed'>;

export interface Composed {
  body: EpisodeBody;
  summary: string;
  urgency: number;
  paths: Path[];
  /** Rows: denials, linked accesses, hops of paths, the next own sign-in. */
  parts: { denials: readonly number[]; linked: number[]; hops: number[]; own: number[] };
}

export interface Person extends Subject {
  id: string;
  actors: readonly number[];
  /** What each system calls it. */
  accounts: readonly Account[];
  /** Who answers for it; null for an orphan. */
  owner: string | null;
}

export interface ComposeContext {
  read: AnalysisRead;
  names: Names;
  coverage: Coverage;
  /** Logs that nobody supplied, and files that may be cut. */
  absent: readonly AbsentLog[];
  cut: readonly CutFile[];
  crowd: Crowd;
  /** Where it is written down what was asked of the crowd. */
  asked?: AskedOfCrowd;
  facts: Facts;
  /** The numbers it decides by. */
  verdict: VerdictRules;
  thin: number;
  unansweredMs: number;
  sides: SideRules;
  changes: ChangeSpan;
  setting: SettingOf;
  person(who: number): Person;
  /** Position of the identity of an actor; `NONE` for what is none. */
  whoOf(actor: number): number;
  aliasesOf(id: string): string[];
  reviewOf(episode: string, candidate: { rk: number; content: number }): 'confirmed' | 'rejected' | null;
}

const LINKS_SHOWN = 12;
const PATHS = 6;
const LISTED = 200; // addresses, applications … of one episode; a loop from a changing network has thousands

const episodeId = (denial: string): string => `p${denial.slice(1)}`;

/** The id of an episode is that of its first denial: a later denial does not rename it. */
export const idOf = (draft: Pick<Outline, 'first'>, names: Names): string => episodeId(names.id(draft.first));

/** The ids that it has where one of its sources alone is in evidence, or only what came after a pause. */
export const idsOfParts = (draft: Pick<Outline, 'first' | 'firstOf' | 'resumed'>, names: Names): string[] =>
  [...draft.firstOf, ...draft.resumed]
    .filter(({ eid }) => eid !== draft.first.eid)
    .map((denial) => episodeId(names.id(denial)));

/** Patterns, evidence and verdict of an episode with these links. */
function judge(draft: EpisodeDraft, listed: readonly Candidate[], context: ComposeContext, reviewOf: ReviewOf) {
  const links = listed.filter((link) => reviewOf(link) !== 'rejected');
  const view = viewOf(draft, links, context);
  const found = lookAll(view, context.setting);
  const evidence: Evidence[] = [
    ...found.flatMap(({ evidence: list }) => list),
    ...plainEvidence(view, reviewOf, context.verdict),
    ...registerEvidence(view),
  ];
  const [best] = links;
  const bestScore = best ? (reviewOf(best) === 'confirmed' ? 0.99 : probability(best.logit)) : 0;
  return { links, view, found, evidence, weighed: weigh(evidence, bestScore, draft.isMachine, context.verdict) };
}

/**
 * Denials that are an attack for reasons of their own lead to the next sign-in from the very place of the denials, whoever's
 * account it is, unless that one was known there; and who was tired out lets somebody in within minutes, wherever that one
 * sits. By itself it was too little to be linked.
 */
function impliedLink(draft: EpisodeDraft, attack: number, rules: VerdictRules): Candidate | null {
  const { nextOwn, fromThere } = draft;
  const next = nextOwn !== null && (isFromThere(nextOwn) || isTiredOut(draft, nextOwn, rules)) ? nextOwn : fromThere;
  if (next === null) return null;
  const most = next.who === draft.who ? IMPLIED : IMPLIED_OTHER;
  const facts = { ...next.facts, judged: Math.min(most, attack) - next.logit };
  return { ...next, facts, logit: linkLogit(facts) };
}

const isTiredOut = (
  draft: EpisodeDraft,
  { facts, side, strange, standing }: Candidate,
  { tired, tiredMs }: VerdictRules,
): boolean =>
  refusedByPerson(draft) >= tired &&
  facts.delay <= tiredMs &&
  side !== 'own' &&
  (strange > 0 || isOtherMachine(standing)) &&
  !standing.shared &&
  !isKnownSpot(standing);
/** No implied link is surer than this; log-odds. */
const IMPLIED = 1.5;
const IMPLIED_OTHER = 1; // … to another identity: two people may live behind one line

export function compose(draft: EpisodeDraft, context: ComposeContext): Composed {
  const { names, read, coverage } = context;
  const person = context.person(draft.who);
  const id = idOf(draft, names);
  const reviewOf: ReviewOf = (candidate) => context.reviewOf(id, candidate);
  const listed = draft.links
    .toSorted(
      (a, b) => rank(b, reviewOf) - rank(a, reviewOf) || a.time - b.time || a.rk - b.rk || a.content - b.content,
    )
    .slice(0, LINKS_SHOWN);
  let judged = judge(draft, listed, context, reviewOf);
  const implied =
    judged.weighed.verdict === 'attempted_abuse'
      ? (impliedLink(draft, judged.weighed.attack, context.verdict) ?? draft.inside)
      : null;
  if (listed.length === 0 && implied) {
    listed.push(implied);
    judged = judge(draft, listed, context, reviewOf);
  }
  const { links, view, found, evidence, weighed } = judged;
  const patterns = found.map(({ pattern }) => pattern.id);
  const best = links[0];
  const missing = missingAfter(coverage, new Set(person.sources), draft.end, draft.isMachine);
  const lone = weighed.verdict === 'undetermined' && draft.n === 1 && evidence.every(({ weight }) => weight < 0.8);
  if (lone) {
    weighed.against.unshift({
      text: 'insufficient context: a denial alone tells neither friction nor attack',
      toward: 'friction',
      weight: 0,
      events: [],
    });
  }
  const paths: Path[] = [];
  const hops: number[] = [];
  const pathOf = new Map<Candidate, string[]>();
  for (const link of listed.slice(0, PATHS)) {
    const owner = context.person(link.who);
    const before = draft.sample.filter((denial) => denial.time <= link.time);
    const followed = follow(
      {
        episode: id,
        link,
        denial: before.at(-1) ?? draft.sample[0]!,
        denials: draft.n,
        deniedName: person.name,
        name: owner.name,
        actors: owner.actors,
        nameOf(actor) {
          const who = actor === null ? NONE : context.whoOf(actor);
          return who === NONE ? owner.name : context.person(who).name;
        },
        score: scoreOf(link),
      },
      read,
      names,
    );
    const onPath = followed.path.hops.map(({ event }) => event);
    pathOf.set(link, onPath.slice(onPath.indexOf(names.id(link))));
    if (reviewOf(link) === 'rejected') continue;
    paths.push(followed.path);
    hops.push(...followed.eids.filter((eid) => eid !== link.eid));
  }
  const weighedOf = ({ text, weight, events, rows }: Evidence): Episode['for'][number] => ({
    text,
    weight: round(weight),
    events: events.map((event) => names.id(event)),
    ...(rows && rows.length > 0 && { rows: [...rows] }),
  });
  const reached = best
    ? reachedAal(
        names.outcome(best.outcome),
        names.factor(best.factor),
        EVENT_FLAGS.filter((flag) => hasFlag(best.flags, flag)),
      )
    : null;
  const own = links.length === 0 || view.nextOwn?.side === 'own' ? view.nextOwn : null;
  const body: Omit<EpisodeBody, 'playbook' | 'nextSteps'> & { plan: PlanFacts } = {
    id,
    aliases: context.aliasesOf(id),
    identity: { id: person.id, name: person.name, kind: person.kind, owner: person.owner },
    start: rfc3339(draft.start),
    end: rfc3339(draft.end),
    denials: draft.n,
    outcomes: Object.fromEntries(
      ordered(draft.outcomes).map((code) => [names.outcome(code), draft.outcomes.get(code)!]),
    ),
    factors: ordered(draft.factors).map((code) => names.factor(code)!),
    ips: texts(draft.ips, (ip) => names.dimensions.address(ip)?.text ?? null),
    countries: texts(draft.countries, (country) => names.country(country)),
    apps: texts(draft.apps, (app) => names.term(app)),
    questions: {
      who: whoWas(person),
      factor: whichFactor(view),
      from: fromWhere(view),
      normal: fitsNormal(view),
    },
    lacking: lackingOf({
      view,
      facts: context.facts,
      sources: person.sources,
      absent: context.absent,
      cut: context.cut,
    }),
    followed: links.length > 0 ? 'yes' : missing.length > 0 ? 'not_in_evidence' : 'no',
    missing,
    nextOwn: own
      ? { event: names.id(own), delaySeconds: Math.round((own.time - draft.end) / 1_000), why: ownWhy(own) }
      : null,
    followedBy: listed.map((link) => ({
      event: names.id(link),
      time: rfc3339(link.time),
      identity: context.person(link.who).name,
      ip: names.ip(link),
      app: names.term(link.app),
      source: names.term(link.source) ?? '',
      delaySeconds: Math.round(delayOf(draft, link) / 1_000),
      kind: link.kind,
      score: scoreOf(link),
      reasons: linkReasons(link.facts, link, {
        ...names.naming(link),
        ip: names.ip(link),
        delay: duration(link.facts.delay),
        helper: link.helper
          ? `${names.term(link.helper.action)} in between${link.helper.side === 'own' ? '' : ", from a place that is not the identity's own"}`
          : null,
        device: names.device(link),
      }).map(({ text, weight }) => ({ text, weight: round(weight) })),
      path: pathOf.get(link) ?? [names.id(link)],
    })),
    patterns,
    verdict: weighed.verdict,
    confidence: round(weighed.confidence),
    for: weighed.for.map(weighedOf),
    against: weighed.against.map(weighedOf),
    facts: factsTold(view.facts),
    recent: recentOf(draft, view.facts, names),
    aal: assurance(view, reached),
    plan: planFacts({ view, subject: person, other: context.person, score: scoreOf }),
    standards: [...new Set([CSF_DE_CM_03, ...found.flatMap(({ pattern }) => pattern.standards)])].sort(),
  };
  const { playbook, steps } = planOf(body, weighed.verdict);
  const whole: EpisodeBody = { ...body, playbook, nextSteps: steps.map(({ text }) => text) };
  return {
    body: whole,
    summary: summarise(view, whole),
    urgency: urgencyOf(view, whole, weighed.attack),
    paths,
    parts: { denials: draft.eids, linked: listed.map(({ eid }) => eid), hops, own: own ? [own.eid] : [] },
  };
}

/**
 * From the last denial before the access; where there is none, the access was written before the first one by the clock of
 * another source: negative. Milliseconds.
 */
function delayOf(draft: EpisodeDraft, link: Candidate): number {
  if (link.time >= draft.end) return link.time - draft.end;
  const before = draft.sample.reduce(
    (last, { time }) => (time <= link.time && time > last ? time : last),
    Number.NEGATIVE_INFINITY,
  );
  return link.time - (before === Number.NEGATIVE_INFINITY ? draft.start : before);
}

/** Confirmed links first, then by score. */
const rank = (link: Candidate, reviewOf: ReviewOf): number => link.logit + (reviewOf(link) === 'confirmed' ? 100 : 0);

/** No link is certain until somebody confirms it. */
const scoreOf = (link: Candidate): number => round(Math.min(0.99, probability(link.logit)));

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** By count, then by what it is; row ids depend on the order of import, so ties are broken by the caller's texts. */
const ordered = (counts: Counts): number[] =>
  [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([code]) => code);

function texts(counts: Counts, text: (id: number) => string | null): string[] {
  return [...counts]
    .flatMap(([id, n]) => {
      const word = text(id);
      return word === null ? [] : [{ word, n }];
    })
    .sort((a, b) => b.n - a.n || (a.word < b.word ? -1 : 1))
    .slice(0, LISTED)
    .map(({ word }) => word);
}

function viewOf(
  draft: EpisodeDraft,
  links: readonly Candidate[],
  { names, crowd, asked, facts, changes, person, thin, unansweredMs, sides }: ComposeContext,
): EpisodeView {
  const codes = new Map<string, number>();
  for (const [code, n] of draft.codes) codes.set(names.term(code) ?? '', n);
  const outcomes = new Map([...draft.outcomes].map(([code, n]) => [names.outcome(code), n]));
  return {
    draft,
    isMachine: draft.isMachine,
    denials: draft.n,
    outcome: (word) => outcomes.get(word) ?? 0,
    codes,
    span: draft.end - draft.start,
    links,
    nextOwn: draft.nextOwn,
    standing: draft.side === 'own' && draft.sides.strange === 0 ? leastStrange(draft) : draft.strangest.standing,
    surroundings: crowd.around(draft, asked),
    thin,
    unansweredMs,
    sides,
    facts: episodeFacts(draft, facts, names, person(draft.who).owner, changes),
    names,
  };
}

/** Where nothing looks strange, the usual is the answer. */
const leastStrange = (draft: EpisodeDraft): EpisodeView['standing'] =>
  draft.sample.reduce((a, b) => (b.strange < a.strange ? b : a)).standing;

function ownWhy(own: Candidate): string {
  const { standing, facts } = own;
  const usual = [
    standing.ip === 'usual' && 'address',
    standing.network === 'usual' && standing.ip !== 'usual' && 'network',
    standing.native === 'usual' && 'device',
    standing.browser === 'usual' && standing.native !== 'usual' && 'kind of browser and system',
  ].filter(Boolean);
  if (usual.length > 0) return `usual ${usual.join(' and ')}`;
  const same = [
    facts.shares.ip && 'address',
    facts.shares.native && 'device',
    facts.shares.session && 'session',
  ].filter(Boolean);
  if (same.length > 0) return `same ${same.join(' and ')} as the denied prompt`;
  return 'nothing ties it to the denied prompt';
}

const THEN: Partial<Record<Candidate['kind'], string>> = {
  approved_after_denials: 'then approved',
  factor_downgrade: 'then in with a weaker factor',
  single_factor_gap: 'then in without a second factor',
  legacy_protocol: 'then in by a protocol that cannot ask',
  token_replay: 'then a session used from there',
  other_door: 'then in by another door',
  sibling_identity: 'then in as another identity',
  method_registered: 'then in with a new method',
  credential_added: 'then in with a new credential',
  consent_granted: 'then in through a consent',
  same_channel: 'then access through the same channel',
};

/** "9 push denials, then approved · new country RO": what the queue shows. */
function summarise(view: EpisodeView, body: EpisodeBody): string {
  const { links, names, draft } = view;
  const denied = deniedBriefly(view);
  const [best] = links;
  const head = best ? `${denied}, ${THEN[best.kind]}` : denied;
  const country = names.country(draft.strangest.trace.country);
  const tail: string[] = [];
  const has = (pattern: string): boolean => body.patterns.includes(pattern);
  if (has('fraud_reported')) tail.push('reported as fraud');
  if (has('rollout_spike')) tail.push(`with ${view.surroundings.alike} others`);
  if (has('expired_secret')) tail.push('expired secret');
  else if (has('retry_loop')) tail.push('retry loop');
  if (has('password_spray')) tail.push('password spray');
  if (has('new_country') && country) tail.push(`new country ${country}`);
  else if (has('new_network') && draft.side === 'strange') tail.push('new network');
  if (tail.length === 0 && draft.side === 'own') tail.push('usual place');
  const after = body.nextOwn ? duration(body.nextOwn.delaySeconds * 1_000) : null;
  if (!best && after !== null && draft.side !== 'strange')
    tail.push(view.isMachine ? `worked again after ${after}` : `own sign-in ${after} later`);
  else if (!best) tail.push(body.followed === 'no' ? 'no access followed' : 'access not in evidence');
  return [capital(head), tail.slice(0, 2).join(', ')].filter(Boolean).join(' · ');
}

const BASE: Record<Episode['verdict'], number> = {
  likely_compromise: 4,
  attempted_abuse: 3,
  undetermined: 2,
  misconfigured: 1,
  friction: 0.5,
  expected: 0.25,
};

/** Orders the queue: verdict first, then how far it points to an attack; guesses that never had the password last. */
function urgencyOf({ draft, isMachine, facts }: EpisodeView, body: EpisodeBody, attack: number): number {
  const isGuess =
    !isMachine &&
    body.verdict === 'attempted_abuse' &&
    !draft.report &&
    draft.sample.every(({ outcome, flags }) => GUESSED.has(outcome) && !hasFlag(flags, 'credential_right'));
  // What is at stake; and an emergency account is looked at, however it is explained.
  const isGrave = facts.isPrivileged || facts.apps.some(({ facts: { sensitivity } }) => sensitivity === 'high');
  const stake = (isGrave ? 0.3 : 0) + (body.patterns.includes('break_glass') ? 1.5 : 0);
  return round(BASE[body.verdict] + 0.9 * probability(attack) + stake - (isGuess ? 1.5 : 0));
}

/** Refusals that need no password: locks and blocks of whoever tries. */
const GUESSED: ReadonlySet<number> = new Set([OUTCOMES.rate_limited, OUTCOMES.blocked_by_policy]);
