/** What registers say of one episode: requests, changes, windows, travel, rollouts, labels, requirements, devices. Pure. */
import type { ContextRow } from '../../../../shared/model/context';
import type { EpisodeFact } from '../../../../shared/model/episode';
import { HOUR, MINUTE, rfc3339 } from '../../../../shared/model/time';
import type { Facts } from '../facts';
import type { Denial, EpisodeDraft } from './episode-draft';
import { duration, type Names } from './names';
import { isInside, windowText } from './windows';

/** How far from a denial a register's row still concerns it: people write things down late. */
const REQUEST_MARGIN = 15 * MINUTE;
const REQUEST_OPEN = 4 * HOUR; // a request without an end

export interface EpisodeFacts {
  /** Access requests whose life the denials fall into, nearest first. */
  requests: { row: ContextRow<'access-requests'>; phase: string; fitsResource: boolean }[];
  /** Changes around it, nearest first. `lag`: from the change to the first denial, milliseconds. */
  changes: { row: ContextRow<'changes'>; lag: number }[];
  windows: readonly ContextRow<'execution-windows'>[];
  /** Denials outside every window; empty where no window is on file. */
  outside: readonly Denial[];
  travel: ContextRow<'travel'> | null;
  rollouts: readonly ContextRow<'rollouts'>[];
  /** Labels of the denied addresses. */
  labels: readonly ContextRow<'ip-labels'>[];
  apps: readonly ContextRow<'app-requirements'>[];
  /** The device of the strangest denial in the inventory; null where it is not in it, or not in the log. */
  device: { row: ContextRow<'devices'>; isOwn: boolean | null } | null;
  isPrivileged: boolean;
  isBreakGlass: boolean;
  isHome: boolean; // the denials came from the identity's home country
  owner: string | null;
  /** Rows of the register of identities. */
  identityRows: readonly string[];
}

/** Where no register is on file. */
export const NO_FACTS: EpisodeFacts = {
  requests: [],
  changes: [],
  windows: [],
  outside: [],
  travel: null,
  rollouts: [],
  labels: [],
  apps: [],
  device: null,
  isPrivileged: false,
  isBreakGlass: false,
  isHome: false,
  owner: null,
  identityRows: [],
};

const LABELLED = 200; // addresses of one episode that are looked up

/** How far around an episode changes are told, milliseconds. */
export interface ChangeSpan {
  changesBeforeMs: number;
  changesAfterMs: number;
}

export function episodeFacts(
  draft: EpisodeDraft,
  facts: Facts,
  names: Names,
  owner: string | null,
  span: ChangeSpan,
): EpisodeFacts {
  const { who } = draft;
  const at = draft.strangest;
  const about = facts.about(who);
  const country = names.country(at.trace.country);
  const windows = facts.of('execution-windows', who);
  const apps = draft.apps.keys().map((app) => names.read.term(app));
  const resources = draft.sample.flatMap(({ resource }) => (resource === null ? [] : [names.read.term(resource)]));
  return {
    requests: requestsAround(draft, facts, [...apps, ...resources]),
    changes: facts
      .of('changes', who)
      .map((row) => ({ row, lag: draft.start - row.facts.time }))
      .filter(({ lag }) => lag <= span.changesBeforeMs && lag >= -(span.changesAfterMs + draft.end - draft.start))
      .sort((a, b) => Math.abs(a.lag) - Math.abs(b.lag)),
    windows,
    outside:
      windows.length === 0
        ? []
        : draft.sample.filter(({ time }) => windows.every(({ facts: window }) => !isInside(window, time))),
    travel: facts.travel(who, country, at.time),
    rollouts: facts.rollouts(who, draft.start),
    labels: distinct(
      draft.ips
        .keys()
        .slice(0, LABELLED)
        .map((ip) => facts.labels.of(names.dimensions.address(ip)?.text ?? '')),
    ),
    apps: distinct(apps.map((app) => facts.app(app))),
    device: deviceOf(draft, facts, names),
    isPrivileged: about.privileged === true,
    isBreakGlass: about.breakGlass === true,
    isHome: about.homeCountry !== null && about.homeCountry === country,
    owner,
    identityRows: about.rows,
  };
}

const distinct = <T extends { id: string }>(rows: readonly (T | null)[]): T[] => [
  ...new Map(rows.filter((row) => row !== null).map((row) => [row.id, row])).values(),
];

function requestsAround(draft: EpisodeDraft, facts: Facts, resources: readonly string[]): EpisodeFacts['requests'] {
  const words = resources.map((text) => text.toLowerCase());
  const found = facts.of('access-requests', draft.who).flatMap((row) => {
    const { requested, approved, starts, ends, resource } = row.facts;
    const times = [requested, approved, starts].filter((time) => time !== null);
    const from = Math.min(...times, ends ?? Number.POSITIVE_INFINITY);
    const until = ends ?? Math.max(...times) + REQUEST_OPEN;
    if (draft.end < from - REQUEST_MARGIN || draft.start > until + REQUEST_MARGIN) return [];
    const wanted = resource?.toLowerCase();
    const fitsResource = wanted !== undefined && words.some((word) => word.includes(wanted) || wanted.includes(word));
    return [{ row, phase: phaseOf(row, draft.start), fitsResource, far: Math.abs(draft.start - (starts ?? from)) }];
  });
  return found.sort((a, b) => a.far - b.far || (a.row.id < b.row.id ? -1 : 1)).map(({ far: _, ...each }) => each);
}

/** Where in the life of the request the denial stands: asked, approved, in use, ended. */
function phaseOf(
  { facts: { requested, approved, starts, ends } }: ContextRow<'access-requests'>,
  time: number,
): string {
  if (requested !== null && time < requested) return `${duration(requested - time)} before it was requested`;
  if (ends !== null && time > ends) return `${duration(time - ends)} after it ended`;
  if (starts !== null && time < starts)
    return approved !== null && time >= approved ? 'after it was approved, before it began' : 'before it was approved';
  if (approved === null) return 'requested, not approved on file';
  return time < approved ? 'between request and approval' : 'while it was in use';
}

function deviceOf(draft: EpisodeDraft, facts: Facts, names: Names): EpisodeFacts['device'] {
  if (!facts.hasDevices) return null;
  const device = names.dimensions.device(draft.strangest.device);
  const row = facts.device(device?.native) ?? facts.device(device?.name);
  if (!row) return null;
  const owner = row.facts.identity === null ? null : facts.one(row.facts.identity);
  return { row, isOwn: owner === null ? null : owner === draft.who };
}

const REQUEST_NAMES = {
  jit: 'just-in-time access',
  break_glass: 'break-glass access',
  step_up: 'step-up',
  pam_checkout: 'vault checkout',
  test: 'planned test',
} as const;

/** "just-in-time access to Billing admin (REQ-7, CHG-1050)". */
export function requestText({ facts: { type, resource, id, ticket } }: ContextRow<'access-requests'>): string {
  const refs = [id, ticket].filter(Boolean).join(', ');
  return `${REQUEST_NAMES[type]}${resource ? ` to ${resource}` : ''}${refs ? ` (${refs})` : ''}`;
}

/** "secret rotated, key 2 of 2 (CHG-1042)". */
export function changeText({ facts: { type, detail, ticket } }: ContextRow<'changes'>): string {
  return `${type.replaceAll('_', ' ')}${detail ? `, ${detail}` : ''}${ticket ? ` (${ticket})` : ''}`;
}

/** "40 min before" or "2 h after the first denial". */
export const lagText = (lag: number): string =>
  lag >= 0 ? `${duration(lag)} before` : `${duration(-lag)} after the first denial`;

/** A row in words, without an episode around it; rows of the register of identities say what the page says already. */
export function factOf(row: ContextRow): EpisodeFact[] {
  const fact = (time: number | null, text: string): EpisodeFact[] => [
    { row: row.id, kind: row.kind, time: time === null ? null : rfc3339(time), text },
  ];
  if (isKind(row, 'access-requests')) {
    const { requested, starts, approved, ends } = row.facts;
    return fact(requested ?? starts ?? approved ?? ends, requestText(row));
  }
  if (isKind(row, 'changes')) return fact(row.facts.time, changeText(row));
  if (isKind(row, 'execution-windows')) return fact(null, windowOnFile(row));
  if (isKind(row, 'travel')) return fact(row.facts.from, travelText(row));
  if (isKind(row, 'devices')) return fact(row.facts.firstSeen, deviceText(row));
  return [];
}

const isKind = <K extends ContextRow['kind']>(row: ContextRow, kind: K): row is ContextRow<K> => row.kind === kind;

const windowOnFile = ({ facts }: ContextRow<'execution-windows'>): string =>
  `execution window ${windowText(facts)}${facts.purpose ? `, ${facts.purpose}` : ''}`;

const travelText = ({ facts: { city, country, until } }: ContextRow<'travel'>): string =>
  `away in ${[city, country].filter(Boolean).join(', ')} until ${rfc3339(until).slice(0, 10)}`;

function deviceText({ facts: { device, managed, compliant } }: ContextRow<'devices'>): string {
  const words = [
    managed === true && 'managed',
    managed === false && 'not managed',
    compliant === true && 'compliant',
    compliant === false && 'not compliant',
  ].filter(Boolean);
  return `${device} is in the inventory${words.length > 0 ? `: ${words.join(', ')}` : ''}`;
}

/** All that is on file, for the card: what is an event in order of time, then the rest. */
export function factsTold(view: EpisodeFacts): EpisodeFact[] {
  const list: EpisodeFact[] = [];
  const add = (row: ContextRow, time: number | null, text: string): void => {
    list.push({ row: row.id, kind: row.kind, time: time === null ? null : rfc3339(time), text });
  };
  for (const { row, phase } of view.requests)
    for (const fact of factOf(row)) list.push({ ...fact, text: `${fact.text}: denied ${phase}` });
  for (const { row, lag } of view.changes) add(row, row.facts.time, `${changeText(row)}: ${lagText(lag)}`);
  for (const row of view.windows) add(row, null, windowOnFile(row));
  if (view.travel) add(view.travel, view.travel.facts.from, travelText(view.travel));
  for (const row of view.rollouts) {
    const { name, from, scope } = row.facts;
    add(row, from, `rollout ${name}, for ${scope.join(', ').slice(0, 80)}`);
  }
  for (const row of view.labels) {
    const { cidr, label, kind } = row.facts;
    add(row, null, `${cidr} is ${label ?? 'labelled'} (${kind})`);
  }
  for (const row of view.apps) {
    const { app, requiredAal, sensitivity } = row.facts;
    const words = [requiredAal && `requires AAL${requiredAal}`, sensitivity && `has ${sensitivity} sensitivity`];
    add(row, null, `${app} ${words.filter(Boolean).join(' and ')}`);
  }
  if (view.device) add(view.device.row, null, deviceText(view.device.row));
  return list.sort(inTime);
}

/** In order of time, what has none last; ties by row. */
export function inTime(a: EpisodeFact, b: EpisodeFact): number {
  if (a.time === b.time) return a.row < b.row ? -1 : 1;
  if (a.time === null || b.time === null) return a.time === null ? 1 : -1;
  return a.time < b.time ? -1 : 1;
}
