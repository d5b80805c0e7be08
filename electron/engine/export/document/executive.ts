/** The executive part: the answer first, what it means, what to do, what stays open. Each statement leads to its ground. */
import { plural } from '../../../../shared/base/text';
import { LOWERS } from '../../../../shared/model/playbook/hand-over';
import type { StepPart } from '../../../../shared/model/playbook/playbooks';
import { answerOf, policyText } from '../../../../shared/model/replay';
import type { Block, Run } from '../../../../shared/model/report';
import { sourceTitle } from '../../../../shared/model/sources';
import type { ReportModel } from '../report/model';
import type { Action } from '../report/tallies';
import {
  code,
  column,
  count,
  facts,
  goTo,
  heading,
  list,
  muted,
  type Part,
  paragraph,
  strong,
  table,
  tag,
} from './blocks';
import { effort } from './effort';
import { narrativeBlocks } from './narrative';
import { PART_WORDS, readable } from './steps';
import { apart, duration, moment, percent, plain, short, verdict, when } from './words';

const GRAVEST = 5;
const COMPROMISES = 12; // told one by one: each is an attack that got in
const STEPS: Record<StepPart, number> = { contain: 16, establish: 8, design: 8 };

/** `[episode 3]`, as a link where it is told in this report. */
export function episodeRef(model: ReportModel, id: string): Part {
  const n = model.told(id);
  const isTold = n !== undefined && model.options.parts.includes('technical');
  return isTold ? goTo(`[episode\u00a0${n}]`, `e${n}`) : [muted('[episode '), code(id), muted(']')];
}

export function executive(model: ReportModel): Block[] {
  return [
    paragraph(model.answer, 'lead'),
    ...outdated(model.case),
    figures(model),
    ...narrative(model),
    ...(model.inScope.episodes > 0 ? found(model) : []),
    ...effort(model),
    heading(2, 'What stays open', { id: 'x-open' }),
    ...open(model),
  ];
}

/** Nothing of this stands in a report that has no episode: a row of "there is none" would read as a finding. */
function found(model: ReportModel): Block[] {
  return [
    heading(2, 'The gravest findings', { id: 'x-gravest', layer: 'interpretation' }),
    ...gravest(model),
    heading(2, 'Response facts', { id: 'x-facts', layer: 'derived' }),
    ...responseFacts(model),
    heading(2, PART_WORDS.contain, { id: 'x-contain' }),
    ...actions(model, 'contain', 'No finding asks for containment.'),
    heading(2, PART_WORDS.establish, { id: 'x-establish' }),
    ...actions(model, 'establish', 'No finding asks for further facts.'),
    heading(2, PART_WORDS.design, { id: 'x-design' }),
    ...actions(model, 'design', 'No finding asks for a change of policy.'),
    ...replayed(model),
  ];
}

/** Findings that are not of the present evidence and rules, and why. A case without events has none that could be old. */
function outdated({ events, analysed, outdated = [] }: ReportModel['case']): Block[] {
  if (analysed || events === 0) return [];
  return [paragraph(`Findings are missing or may be out of date: ${outdated.join(', and ')}.`, 'warning')];
}

/** Numbers with what each is counted from: a number without a source has no place here. */
function figures(model: ReportModel): Block {
  const { case: info, inScope, signer } = model;
  const found = 'analysis of the files listed under Evidence';
  const span = info.first && info.last ? `, ${moment(info.first)} to ${moment(info.last)}` : '';
  return facts([
    ['Evidence', [`${plural(info.files, 'file')}, ${plural(info.events, 'event')}${span}`, muted(' (import ledger)')]],
    ['Found', [`${plural(inScope.denials, 'denial')} in ${plural(inScope.episodes, 'episode')}, ${plural(info.identities, 'identity', 'identities')} in the case`, muted(` (${found})`)]], // biome-ignore format: one row
    inScope.episodes > 0 && ['Queue', queue(model)],
    inScope.outside > 0 && [
      'Outside the scope',
      [`${plural(inScope.outside, 'episode')} of this case; scope `, code(model.options.scope)],
    ],
    ['Owners', model.ownership],
    ['Still open', [`${plural(info.open, 'episode')} without a decision${info.suppressed ? `, and ${info.suppressed} suppressed as noise` : ''}`, muted(' (custody log)')]], // biome-ignore format: one row
    ['Custody head', [code(model.custody.head), muted(` SHA-256 of line ${model.custody.count} of the custody log. Write it down apart from this file: it shows whether the log was cut later.`)]], // biome-ignore format: one row
    ['Signer', signer && [code(signer), muted(' fingerprint of the key that seals this case')]],
  ]);
}

/** How much is left to look at by folding, and how much of it was worth a step. */
function queue({ case: info, inScope, effort: taken, options }: ReportModel): (string | Run)[] {
  const isWhole = options.scope === '';
  const { decisions, steps } = taken[0] ?? { decisions: 0, steps: 0 };
  const hidden = isWhole && info.suppressed ? `, ${info.suppressed.toLocaleString('en')} of them out of sight as noise` : ''; // biome-ignore format: one rule
  const led =
    decisions === 0
      ? 'nothing is decided yet'
      : `of ${plural(decisions, 'decision')}${isWhole ? '' : ' in the whole case'}, ${steps.toLocaleString('en')} led to a step (${percent(steps / decisions)}): block, verify or escalate`;
  return [
    `${plural(inScope.denials, 'denial')} before folding, ${plural(inScope.episodes, 'episode')} after${hidden}; ${led}`,
    muted(' (analysis, custody log)'),
  ];
}

function narrative(model: ReportModel): Block[] {
  const { notebook } = model;
  if (!notebook) return [];
  return [
    heading(2, 'Narrative', { id: 'x-narrative', layer: 'word of the investigator' }),
    ...narrativeBlocks(model, notebook.text),
    paragraph(muted(`${notebook.by}, ${when(notebook.at)}`), 'small'),
  ];
}

function gravest(model: ReportModel): Block[] {
  const compromises = model.episodes.filter((row) => (row.decided ?? row.verdict) === 'likely_compromise').length;
  const n = Math.min(Math.max(GRAVEST, Math.min(COMPROMISES, compromises)), model.sections);
  if (n === 0) return [paragraph('There are none.')];
  const told = Array.from({ length: n }, (_, i) => model.section(i + 1)).flatMap((section): Block[] => {
    const { episode } = section;
    const stands = section.decisions.filter((row) => row.withdrawn === null).at(-1);
    const isTold = model.options.parts.includes('technical');
    const cites = (events: readonly string[]): Part =>
      events
        .flatMap((event) => section.cite(event) ?? [])
        .slice(0, 3)
        .map((k) => [' ', isTold ? goTo(`[${section.n}.${k}]`, `e${section.n}-${k}`) : muted(citation(section, k))]);
    const [link] = episode.followedBy;
    const [reason] = episode.for;
    return [
      heading(3, `${verdict(stands?.verdict ?? episode.verdict)}: ${short(episode.identity.name)}`),
      paragraph([
        `${plural(episode.denials, 'denial')} from ${moment(episode.start)} to ${moment(episode.end)}`,
        episode.countries.length > 0 && ` (${episode.countries.join(', ')})`,
        cites(episode.events),
        link
          ? [
              `; ${link.delaySeconds < 0 ? apart(link.delaySeconds) : `${duration(link.delaySeconds)} later`} an access of ${short(link.identity)}${link.app ? ` to ${short(link.app)}` : ''} by ${plain(link.kind)}, score ${percent(link.score)}`,
              cites([link.event]),
            ]
          : episode.followed === 'no'
            ? '; no access followed, and the logs that would show it are there'
            : '; what followed is not in evidence',
        '. ',
        reason && [strong('Because: '), reason.text, cites(reason.events), '. '],
        stands
          ? `Decided by ${stands.by}: ${verdict(stands.verdict)}, action ${stands.action}. `
          : `Not decided by a person yet; the rules weigh it at ${percent(episode.confidence)}. `,
        episodeRef(model, episode.id),
      ]),
    ];
  });
  const rest = compromises - n;
  return rest > 0
    ? [...told, paragraph(`${plural(rest, 'further likely compromise')}: in the table of episodes.`)]
    : told;
}

/** File, byte and hash in the line itself, where the list of records is not part of this report. */
function citation(section: ReturnType<ReportModel['section']>, k: number): string {
  const { event, sha256 } = section.citations[k - 1]!;
  return `[${event.file} at byte ${event.locator.offset}, SHA-256 ${sha256?.slice(0, 16) ?? 'not known'}…]`;
}

function responseFacts(model: ReportModel): Block[] {
  const { rows, all } = model.accesses;
  if (rows.length === 0) {
    return [
      paragraph('No access in evidence plausibly followed an episode that looks like an attack or stays undetermined.'),
    ];
  }
  return [
    table(
      `Accesses that plausibly followed an attack or an undetermined episode, best link each${all > rows.length ? `; ${rows.length} of ${all}` : ''}`,
      [
        column('Denied', 4),
        column('Access', 3, { look: 'time' }),
        column('After', 2, { look: 'time' }),
        column('Where', 4),
        column('How', 3),
        count('Score'),
        column('Ground', 2),
      ],
      rows.map(({ denied, link, episode, verdict: stands }) => [
        [short(denied), ' ', muted(verdict(stands))],
        moment(link.time),
        apart(link.delaySeconds),
        [link.identity === denied ? '' : `${short(link.identity)} `, link.app ? short(link.app) : '', ' ', link.ip ? code(link.ip) : '', ' ', muted(sourceTitle(link.source))], // biome-ignore format: one cell
        plain(link.kind),
        percent(link.score),
        episodeRef(model, episode),
      ]),
    ),
  ];
}

function actions(model: ReportModel, part: StepPart, none: string): Block[] {
  const { steps, all } = model.actions.of(part, STEPS[part]);
  if (steps.length === 0) return [paragraph(none)];
  return [
    list(steps.map((step) => actionLine(model, step))),
    ...(all > steps.length
      ? [
          paragraph(
            muted(`${plural(all - steps.length, 'further step')} of less grave episodes: with each episode.`),
            'small',
          ),
        ]
      : []),
  ];
}

const actionLine = (model: ReportModel, { text, assurance, episodes, more }: Action): Part => [
  readable(text),
  assurance === 'lowers' && [' ', tag(LOWERS)],
  ...episodes.slice(0, 3).map((id): Part => [' ', episodeRef(model, id)]),
  episodes.length + more > 3 && muted(` and ${plural(episodes.length + more - 3, 'more episode')}`),
];

function replayed({ scenarios }: ReportModel): Block[] {
  if (scenarios.length === 0) return [];
  return [
    paragraph(strong('Tried against this case (policy replay)'), 'small'),
    list(
      scenarios.map(({ name, result }): Part => {
        const world = result.worlds.at(-1);
        return [
          strong(short(name)),
          `: ${result.policies.map(policyText).join('; ')}. `,
          world && answerOf(result, world),
        ];
      }),
    ),
  ];
}

function open(model: ReportModel): Block[] {
  if (model.inScope.episodes === 0) {
    const why = model.case.events === 0 ? 'no event was read' : 'no denial is told';
    return [
      paragraph(
        `Everything that this report could answer: ${why}. What was offered and not taken stands under "What was left out".`,
      ),
    ];
  }
  const undecidable = model.verdicts.find((row) => row.verdict === 'undetermined')!;
  return [
    list(
      [
        undecidable.engine > 0
          ? `${plural(undecidable.engine, 'episode')} cannot be decided from this evidence.`
          : 'No episode is undetermined.',
        model.missing.length > 0
          ? `Logs that would answer what stayed open, and are not in evidence: ${model.missing.join(', ')}.`
          : 'No finding asks for a log that is not in evidence.',
        model.inScope.episodes > model.sections &&
          `${plural(model.inScope.episodes - model.sections, 'episode')} are only rows of a table in this report.`,
      ].filter((item) => item !== false),
    ),
  ];
}
