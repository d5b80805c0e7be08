/** From a linked access onward: what was done with its session, or as its identity from its address. */
import { hash } from 'node:crypto';
import { base32 } from '../../../../shared/base/text';
import type { Path, PathLayer } from '../../../../shared/model/episode';
import { hasFlag } from '../../../../shared/model/event';
import { HOUR, rfc3339, SECOND } from '../../../../shared/model/time';
import {
  ACTION,
  ACTOR,
  type AnalysisRead,
  APP,
  CHANGED,
  CLASS,
  CLASSES,
  CONTENT,
  EID,
  FACTOR,
  FLAGS,
  IP,
  MARK,
  OUTCOME,
  OUTCOMES,
  REQUESTED,
  RESOURCE,
  RK,
  SESSION,
  SOURCE,
  SUCCEEDED,
  type SweepRow,
  TIME,
} from '../read';
import type { Candidate, Change, Denial } from './episode-draft';
import { helperOf } from './helpers';
import { duration, FACTOR_NAMES, type Names } from './names';

/** How far a path is followed. */
export const FOLLOW_MS = 48 * HOUR;
const HOPS = 30;
const ROWS = 400;
/** Events whose issued credentials are asked for. */
const ISSUED = 1_000;
const RESULT_MS = 10 * SECOND;

export interface PathFacts {
  episode: string;
  link: Candidate;
  /** The denial before the access. */
  denial: Denial;
  denials: number;
  deniedName: string;
  name: string;
  /** Actors of the identity that got in. */
  actors: readonly number[];
  /** What the identity of an actor is called. */
  nameOf(actor: number | null): string;
  score: number;
}

export interface Followed {
  path: Path;
  /** Rows of the hops after the denial. */
  eids: number[];
}

export function follow(facts: PathFacts, read: AnalysisRead, names: Names): Followed {
  const { link } = facts;
  const ip = names.ip(link);
  const rows = new Map<number, SweepRow>();
  const add = (found: readonly SweepRow[]): void => {
    for (const row of found) if (row[EID] !== link.eid) rows.set(row[EID], row);
  };
  const until = link.time + FOLLOW_MS;
  if (link.session !== null)
    add(read.ofSession(link.session, link.time, ROWS).filter((row) => row[TIME] <= until && row[IP] === link.ip));
  if (ip !== null && link.side !== 'own') add(read.ofActorsAt(facts.actors, ip, link.time, until, ROWS));
  const issued = byIssued(link, rows, read, until);
  add(issued);
  const byCredential = new Set(issued.map((row) => row[EID]));
  const { helper } = link;
  const onward = [...rows.values()]
    .filter((row) => row[MARK] === SUCCEEDED || row[MARK] === CHANGED || row[MARK] === REQUESTED || isUse(row))
    // The session that the sign-in itself began is no further step.
    .filter((row) => row[CLASS] !== CLASSES.authentication || row[TIME] - link.time > RESULT_MS)
    .sort((a, b) => a[TIME] - b[TIME] || a[RK] - b[RK] || a[CONTENT] - b[CONTENT]);
  const hops = [deniedHop(facts, names)];
  const eids: number[] = [];
  if (helper && helper.time >= facts.denial.time) {
    hops.push(helperHop(helper, facts, names));
    eids.push(helper.eid);
  }
  hops.push(accessHop(facts, names));
  eids.push(link.eid);
  const done = new Set([
    doing(link.action, link.app, link.outcome === OUTCOMES.none ? null : link.resource, link.outcome),
  ]);
  let cut = 0;
  for (const row of onward) {
    // The same thing done again is no further hop.
    const what = doing(row[ACTION], row[APP], isUse(row) ? null : row[RESOURCE], row[OUTCOME]);
    if (row[MARK] !== CHANGED && done.has(what)) continue;
    done.add(what);
    if (hops.length >= HOPS) {
      cut++;
      continue;
    }
    const sameSession = link.session !== null && row[SESSION] === link.session;
    const name = byCredential.has(row[EID]) ? facts.nameOf(row[ACTOR]) : facts.name;
    eids.push(row[EID]);
    hops.push({
      event: read.eventId(row[RK], row[CONTENT]),
      time: rfc3339(row[TIME]),
      what: whatHappened(row, names),
      identity: name,
      source: names.term(row[SOURCE]) ?? '',
      ip: names.dimensions.address(row[IP])?.text ?? null,
      app: whereTo(row[APP], row[RESOURCE], name, names),
      key: byCredential.has(row[EID]) ? 'issued credential' : sameSession ? 'same session' : 'same address',
      role: row[MARK] === CHANGED ? 'change' : row[MARK] === REQUESTED ? 'request' : 'access',
      layer: layerOf(row, read, names),
    });
  }
  const rest =
    onward.length === 0
      ? 'no further event of its session or address is in evidence'
      : `nothing new with its session or address within ${duration(FOLLOW_MS)}`;
  return {
    eids,
    path: {
      id: pathId(facts.episode, names.id(link)),
      episode: facts.episode,
      kind: link.kind,
      score: facts.score,
      hops,
      endsBecause: cut > 0 ? `cut after ${HOPS} hops; ${cut} more are in evidence` : rest,
    },
  };
}

/**
 * What was done with credentials that these events handed out, and with those handed out in turn: a role that was taken on
 * (CloudTrail: the key in the answer signs the calls that follow), wherever it was done from.
 */
function byIssued(link: Candidate, rows: ReadonlyMap<number, SweepRow>, read: AnalysisRead, until: number): SweepRow[] {
  const found = new Map<number, SweepRow>();
  const known = new Set([link.session]);
  const asked = [
    [link.eid, link.session] as const,
    ...[...rows.values()].map((row) => [row[EID], row[SESSION]] as const),
  ];
  for (const [eid, session] of asked) {
    const { token } = read.handles(eid);
    if (token === null || token === session || known.has(token)) continue; // a call's own key was handed out before
    known.add(token);
    for (const row of read.ofSession(token, link.time, ROWS)) {
      if (row[TIME] > until || rows.has(row[EID]) || found.has(row[EID]) || row[EID] === link.eid) continue;
      found.set(row[EID], row);
      if (asked.length < ISSUED) asked.push([row[EID], row[SESSION]]);
    }
  }
  return [...found.values()];
}

const doing = (action: number, app: number | null, resource: number | null, outcome: number): string =>
  `${action}|${app}|${resource}|${outcome}`;

/** The application; for a machine, which is its own application, what it reached. */
function whereTo(app: number | null, resource: number | null, name: string, names: Names): string | null {
  const said = names.term(app);
  return said === null || said === name ? (names.term(resource) ?? said) : said;
}

/** A resource used without a sign-in of its own: a message, a file, a call. */
const isUse = (row: SweepRow): boolean => row[CLASS] === CLASSES.access && row[OUTCOME] === OUTCOMES.none;

function pathId(episode: string, event: string): string {
  const digest = hash('sha256', `path\n${episode}\n${event}`, 'buffer');
  return `h${base32(Number(digest.readBigUInt64BE(0) >> 11n))}`;
}

function deniedHop({ denial, denials, deniedName }: PathFacts, names: Names): Path['hops'][number] {
  return {
    event: names.id(denial),
    time: rfc3339(denial.time),
    what: denials === 1 ? 'Prompt refused' : `${denials.toLocaleString('en')} prompts refused`,
    identity: deniedName,
    source: names.term(denial.source) ?? '',
    ip: names.ip(denial),
    app: names.term(denial.app),
    key: null,
    role: 'denied',
    layer: 'denial',
  };
}

function accessHop({ link, name }: PathFacts, names: Names): Path['hops'][number] {
  return {
    event: names.id(link),
    time: rfc3339(link.time),
    what: accessWords(link, names),
    identity: name,
    source: names.term(link.source) ?? '',
    ip: names.ip(link),
    app: whereTo(link.app, link.resource, name, names),
    key: link.helper ? HELPED[link.helper.helper] : tieOf(link),
    role: 'access',
    layer: link.kind === 'sibling_identity' ? 'sibling' : 'access',
  };
}

const HELPED: Record<Change['helper'], string> = {
  method: 'new method',
  password: 'new password',
  credential: 'new credential',
  consent: 'consent',
  role: 'new right',
  rule: 'mailbox rule',
  device: 'new device',
  other: 'change',
};

/** What lets one in again is a credential; what lets one do more, or hides it, is a privileged act. */
const LAYER: Record<Change['helper'], PathLayer> = {
  method: 'credential',
  password: 'credential',
  credential: 'credential',
  consent: 'credential',
  device: 'credential',
  role: 'privileged',
  rule: 'privileged',
  other: 'privileged',
};

function layerOf(row: SweepRow, read: AnalysisRead, names: Names): PathLayer {
  if (row[MARK] === REQUESTED) return 'request';
  if (row[MARK] === CHANGED)
    return LAYER[helperOf(names.term(row[SOURCE]) ?? '', names.term(row[ACTION]) ?? '', read.detail(row[EID]))];
  if (row[CLASS] === CLASSES.access) return 'app';
  return row[OUTCOME] === OUTCOMES.success_token ? 'session' : 'access';
}

/** The change in between that made the access possible. */
function helperHop(helper: Change, { name }: PathFacts, names: Names): Path['hops'][number] {
  return {
    event: names.id(helper),
    time: rfc3339(helper.time),
    what: names.term(helper.action) ?? 'change',
    identity: name,
    source: names.term(helper.source) ?? '',
    ip: names.ip(helper),
    app: names.term(helper.app),
    key: 'same identity',
    role: 'change',
    layer: LAYER[helper.helper],
  };
}

/** What ties the access to the denied prompts, in a few words. */
export function tieOf(link: Candidate): string {
  const { shares } = link.facts;
  const [tie] = [
    shares.session && 'same session',
    shares.ip && 'same address',
    shares.native && 'same device',
    shares.prefix && 'same address range',
    shares.network && 'same network',
    link.facts.sameIdentity && 'same identity',
    shares.browser && 'same browser',
  ].filter(Boolean);
  return tie || 'close in time';
}

export function accessWords(link: Candidate, names: Names): string {
  const factor = names.factor(link.factor);
  if (link.kind === 'token_replay') return 'Session used without sign-in';
  if (link.kind === 'credential_added') return 'Signed in with a new credential';
  if (hasFlag(link.flags, 'legacy_protocol')) return 'Signed in by a protocol that cannot ask';
  if (link.outcome === OUTCOMES.success_single_factor) return 'Signed in with one factor';
  if (link.outcome === OUTCOMES.success_token) return 'Token accepted';
  if (factor === 'push' || factor === 'push_number_match') return 'Prompt approved';
  return factor ? `Signed in with ${FACTOR_NAMES[factor]}` : 'Signed in';
}

function whatHappened(row: SweepRow, names: Names): string {
  if (row[MARK] === CHANGED || row[MARK] === REQUESTED) return names.term(row[ACTION]) ?? 'change';
  if (isUse(row)) return names.term(row[ACTION]) ?? 'Resource used';
  if (row[CLASS] === CLASSES.access) return 'App opened';
  if (hasFlag(row[FLAGS], 'legacy_protocol')) return 'Signed in by a protocol that cannot ask';
  if (row[OUTCOME] === OUTCOMES.success_token) return 'Token used';
  const factor = names.factor(row[FACTOR]);
  return factor && row[OUTCOME] === OUTCOMES.success_mfa ? `Signed in with ${FACTOR_NAMES[factor]}` : 'Signed in';
}
