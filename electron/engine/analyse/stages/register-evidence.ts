/** Evidence from registers that no pattern speaks for; each piece names the rows that say so. */
import { reachedAal } from '../../../../shared/model/assurance';
import { EVENT_FLAGS, hasFlag } from '../../../../shared/model/event';
import { DAY } from '../../../../shared/model/time';
import type { EpisodeView, Evidence } from '../patterns/pattern';
import { changeText, lagText, requestText } from './register';

/** A secret that was changed makes its machine fail until it has the new one; after a day somebody would have noticed. */
const ROTATION_MS = 3 * DAY;

export function registerEvidence(view: EpisodeView): Evidence[] {
  return [...tests(view), ...changes(view), ...places(view), ...device(view), ...requirements(view)];
}

/** A planned test looks like an attack: that is its purpose. */
function tests({ facts, draft }: EpisodeView): Evidence[] {
  return facts.requests
    .filter(({ row }) => row.facts.type === 'test')
    .slice(0, 1)
    .map(({ row, phase }) => ({
      text: `${requestText(row)} is on file: denied ${phase}`,
      toward: 'expected',
      weight: 8,
      events: [draft.sample[0]!],
      rows: [row.id],
      explains: true as const,
    }));
}

function changes({ facts, draft, isMachine }: EpisodeView): Evidence[] {
  const list: Evidence[] = [];
  const at = [draft.sample[0]!];
  for (const { row, lag } of facts.changes) {
    const { type } = row.facts;
    const text = `${changeText(row)}: ${lagText(lag)}`;
    const near = lag >= 0 && lag <= ROTATION_MS;
    if (isMachine && type === 'secret_rotated' && near)
      list.push({ text: `${text}; whoever fails still has the old one`, toward: 'misconfigured', weight: 2, events: at, rows: [row.id] }); // biome-ignore format: one piece
    else if (
      !isMachine &&
      near &&
      draft.side !== 'strange' &&
      (type === 'method_registered' || type === 'method_removed' || type === 'password_reset')
    )
      // biome-ignore format: one rule
      list.push({ text, toward: 'friction', weight: 0.9, events: at, rows: [row.id] });
    else if (type === 'posture_changed' && near && draft.side !== 'strange')
      list.push({ text, toward: 'misconfigured', weight: 0.9, events: at, rows: [row.id] });
    else if (type === 'relocated' && lag >= 0 && !isMachine && isElsewhere(draft))
      list.push({ text, toward: 'friction', weight: 1.5, events: [draft.strangest], rows: [row.id] });
  }
  // One change explains; several of a kind do not explain more.
  const seen = new Set<string>();
  return list.filter(({ toward }) => !seen.has(toward) && seen.add(toward));
}

const isElsewhere = (draft: EpisodeView['draft']): boolean =>
  draft.strangest.standing.country === 'unseen' || draft.strangest.standing.country === 'once';

function places({ facts, draft, standing, isMachine }: EpisodeView): Evidence[] {
  if (!facts.isHome || isMachine || standing.country === 'usual') return [];
  return [
    {
      text: 'the register names the country as home',
      toward: 'friction',
      weight: 0.8,
      events: [draft.strangest],
      rows: [...facts.identityRows].slice(0, 3),
    },
  ];
}

function device({ facts, draft, isMachine }: EpisodeView): Evidence[] {
  if (!facts.device || isMachine) return [];
  const { row, isOwn } = facts.device;
  const events = [draft.strangest];
  const rows = [row.id];
  const { device: name, managed, compliant } = row.facts;
  if (isOwn === false)
    return [{ text: `the inventory says that ${name} is ${row.facts.identity}'s`, toward: 'attack', weight: 0.7, events, rows }]; // biome-ignore format: one piece
  const list: Evidence[] = [];
  if (isOwn === true || managed === true)
    list.push({ text: `${isOwn ? "the identity's own device" : 'a managed device'} (inventory: ${name})`, toward: 'friction', weight: isOwn ? 1.2 : 0.8, events, rows }); // biome-ignore format: one piece
  if (compliant === false)
    list.push({
      text: `the inventory calls ${name} not compliant`,
      toward: 'misconfigured',
      weight: 0.6,
      events,
      rows,
    });
  return list;
}

/** An access below what the application requires. */
function requirements({ facts, links, names }: EpisodeView): Evidence[] {
  const [best] = links;
  if (!best) return [];
  const app = names.term(best.app)?.toLowerCase();
  const row = facts.apps.find(
    ({ facts: { app: name, requiredAal } }) => requiredAal !== null && name.toLowerCase() === app,
  );
  const reached = reachedAal(
    names.outcome(best.outcome),
    names.factor(best.factor),
    EVENT_FLAGS.filter((flag) => hasFlag(best.flags, flag)),
  )?.[1];
  if (!row || reached === undefined || reached >= row.facts.requiredAal!) return [];
  return [
    {
      text: `the access reached AAL${reached} where ${row.facts.app} requires AAL${row.facts.requiredAal}`,
      toward: 'attack',
      weight: 0.6,
      events: [best],
      rows: [row.id],
    },
  ];
}
