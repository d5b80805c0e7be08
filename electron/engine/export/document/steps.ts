/** What to do about an episode: the playbook in its three parts, with commands as text, and the whole as one text to hand over. */
import type { Episode } from '../../../../shared/model/episode';
import { commandsOf } from '../../../../shared/model/playbook/commands';
import { handOverText, LOWERS } from '../../../../shared/model/playbook/hand-over';
import { planOf } from '../../../../shared/model/playbook/plan';
import { PLAYBOOKS, type Plan, StepPart } from '../../../../shared/model/playbook/playbooks';
import type { Block } from '../../../../shared/model/report';
import type { Verdict } from '../../../../shared/model/words';
import { code, heading, list, muted, type Part, paragraph, strong, tag, verbatim } from './blocks';
import { plain } from './words';

/** The three parts of every answer, as the report calls them. */
export const PART_WORDS: Record<StepPart, string> = {
  contain: 'Containment',
  establish: 'Response facts to establish',
  design: 'Policy design',
};

/** Times inside the sentence of a step, as the report writes times. */
export const readable = (text: string): string =>
  text.replace(/(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z/g, '$1 $2Z');

export function steps(episode: Episode): Block[] {
  const { plan: known, decision, nextSteps, playbook } = episode;
  if (!known) {
    if (nextSteps.length === 0 && playbook === null) return [];
    return [
      heading(4, 'What to do'),
      ...(playbook ? [paragraph(['Playbook: ', plain(playbook)], 'small')] : []),
      list(nextSteps),
    ];
  }
  const verdict = decision?.verdict ?? episode.verdict;
  const plan = planOf({ ...episode, plan: known }, verdict, decision?.action ?? null);
  const { title, about } = PLAYBOOKS[plan.playbook];
  return [
    heading(4, `What to do: ${title}`, { layer: decision ? 'follows the decision' : 'follows the weighed verdict' }),
    paragraph([about, ' Commands are text to hand over; nothing was run.'], 'small'),
    ...StepPart.options.flatMap((part): Block[] => {
      const of = plan.steps.filter((step) => step.part === part);
      if (of.length === 0) return [];
      return [
        paragraph(strong(PART_WORDS[part]), 'small'),
        list(
          of.map(
            (step): Part => [
              readable(step.text),
              step.assurance === 'lowers' && [' ', tag(LOWERS)],
              ...commandsOf(step).map(
                ({ where, text, why }): Part => [
                  ' ',
                  muted(`${where}: `),
                  text === null ? muted(`no command, ${why}`) : code(text),
                ],
              ),
            ],
          ),
        ),
      ];
    }),
    // The steps of a person stand above in full. Who takes a machine's credential back was not there: one text with all ids.
    ...(HANDED_OVER.has(verdict) && episode.identity.kind !== 'human' ? [handOver(episode, plan, verdict)] : []),
  ];
}

const HANDED_OVER: ReadonlySet<Verdict> = new Set(['likely_compromise', 'attempted_abuse', 'undetermined']);

const handOver = (episode: Episode, plan: Plan, verdict: Verdict): Block =>
  verbatim('As one text to hand over', handOverText({ episode, plan, verdict, zone: 'UTC', timeIn: (time) => time }));
