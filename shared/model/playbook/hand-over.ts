/** The plan as one text for whoever carries it out: who, what, when, why, then the steps with their commands. Plain text. */
import { plural, visible } from '../../base/text';
import type { Episode } from '../episode';
import { KIND_NAMES } from '../names';
import { sourceTitle } from '../sources';
import type { Verdict } from '../words';
import { commandsOf } from './commands';
import { PART_TITLES, PLAYBOOKS, type Plan, type Step } from './playbooks';

export interface HandOver {
  episode: Episode;
  plan: Plan;
  /** The verdict that stands: the investigator's, else the engine's. */
  verdict: Verdict;
  /** Zone of the times, printed with each: "Europe/London". */
  zone: string;
  /** `rfc3339` time in that zone, with its offset. */
  timeIn(time: string): string;
}

const WHY = 4;

export function handOverText({ episode, plan, verdict, zone, timeIn }: HandOver): string {
  const { identity, start, end, decision } = episode;
  const lines: string[] = [`${PLAYBOOKS[plan.playbook].title}: ${visible(identity.name)}`, ''];
  const times = (text: string): string => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, timeIn);
  const say = (label: string, text: string): void => void lines.push(`${label}: ${visible(times(text))}`);

  const owner = identity.owner && identity.owner !== identity.name ? `, owner ${identity.owner}` : '';
  say(
    'Who',
    `${identity.name}, ${KIND_NAMES[identity.kind].toLowerCase()}${identity.kind === 'human' ? '' : owner || ', no owner on file'}`,
  );
  for (const { system, value, tenant } of episode.plan?.accounts ?? [])
    say('  id', `${sourceTitle(system)} ${value}${tenant ? `, tenant ${tenant}` : ''}`);
  const found = decision
    ? `decided ${words(verdict)} by ${decision.by}: ${decision.why}`
    : `${words(verdict)}, confidence ${Math.round(episode.confidence * 100)} %, not decided by a person yet`;
  const [link] = episode.followedBy;
  say('What', `${plural(episode.denials, 'denial')} (${outcomes(episode)}); ${found}`);
  if (link)
    say(
      'Then',
      `access by ${link.identity}${link.app ? ` to ${link.app}` : ''}${link.ip ? ` from ${link.ip}` : ''} at ${link.time}, score ${link.score.toFixed(2)} (event ${link.event})`,
    );
  else say('Then', episode.followed === 'no' ? 'no access followed' : `not in evidence: ${episode.missing.join('; ')}`);
  say('When', start === end ? `${start} (${zone})` : `${start} to ${end} (${zone})`);
  say('From', [...episode.ips.slice(0, 4), ...episode.countries.slice(0, 3)].join(', ') || 'no address in the log');
  if (episode.uses && episode.uses.length > 0) say('For', episode.uses.map(words).join(', '));
  for (const { text } of episode.for.slice(0, WHY)) say('Why', text);

  for (const part of ['contain', 'establish', 'design'] as const) {
    const steps = plan.steps.filter((step) => step.part === part);
    if (steps.length === 0) continue;
    lines.push('', PART_TITLES[part]);
    for (const [i, step] of steps.entries()) lines.push(...stepLines(step, i + 1, times));
  }
  lines.push(
    '',
    `Evidence: episode ${episode.id}, ${plural(episode.events.length, 'denial record')}: ${episode.events.slice(0, 12).join(', ')}${episode.events.length > 12 ? ` and ${episode.events.length - 12} more` : ''}`,
  );
  return `${lines.join('\n')}\n`;
}

export const LOWERS = 'lowers assurance';

function stepLines(step: Step, n: number, times: (text: string) => string): string[] {
  const warned = step.assurance === 'lowers' ? ` [${LOWERS}]` : '';
  const lines = [`${n}. ${visible(times(step.text))}${warned}`];
  for (const { where, text, why } of commandsOf(step)) lines.push(`   ${where}: ${text ?? `no command, ${why}`}`);
  return lines;
}

const words = (text: string): string => text.replaceAll('_', ' ');
const outcomes = ({ outcomes: counts }: Episode): string =>
  Object.entries(counts)
    .map(([word, n]) => `${n} ${words(word)}`)
    .join(', ');
