/** `replay CASE [--policy ID[:KEY=VALUE,…]]…`: the case once more under policies that were not there, countable to the event. */
import { plural, visible } from '../../../shared/base/text';
import {
  answerOf,
  CELL_WORDS,
  compare,
  Policy,
  policyText,
  ReplayCell,
  type ReplayResult,
  type ReplayWorld,
  type Scenario,
} from '../../../shared/model/replay';
import { collect, common, type Register } from '../command';
import { UsageError } from '../failure';
import { terminalText } from '../progress';
import type { CommonOptions } from '../workplace';

interface ReplayOptions extends CommonOptions {
  policy: string[];
  from?: string;
  until?: string;
  events?: string;
  save?: string;
  note: string;
  saved?: boolean;
  withdraw?: string;
}

const PAGE = 500;

const register: Register = (program, run) => {
  common(program.command('replay'))
    .summary('run the case again under policies that were not there: what they stop, and whom they hurt')
    .argument('<case>', 'case folder')
    .option(
      '--policy <id[:key=value,…]>',
      'number_matching, phishing_resistant:apps=A;B, prompt_limit:prompts=3,minutes=10, place_block:countries=RU;KP,networks=tor,mode=block, legacy_off, workload_location:cidrs=10.0.0.0/8; several are run alone and together',
      collect,
      [],
    )
    .option('--from <moment>', 'from this day or moment on, RFC 3339 (default: the whole case)')
    .option('--until <moment>', '… up to this one')
    .option('--events <n:count>', 'print the events behind a number of policy n (from 1) as NDJSON: 1:honest_refused')
    .option('--save <name>', 'keep question and answer in the custody log, for the report')
    .option('--note <text>', 'said with what is kept', '')
    .option('--saved', 'list what was kept')
    .option('--withdraw <id>', 'take a kept one out of the report')
    .action((folder: string, options: ReplayOptions) =>
      run(options, async (place) => {
        const { out } = place;
        const policies = options.policy.map(policyOf);
        const asked = options.events === undefined ? null : cellOf(options.events);
        const range = rangeOf(options);
        await place.openFindings(folder);
        const client = await place.client();
        if (options.withdraw !== undefined) {
          await client['replay.remove']({ id: options.withdraw });
          return options.json
            ? out.json({ id: options.withdraw, removed: true })
            : out.line(`${options.withdraw}: taken out of the report`);
        }
        if (options.saved) {
          for (const one of await client['replay.saved']({}))
            await (options.json ? out.json(one) : out.line(terminalText(savedLine(one))));
          return undefined;
        }
        const job = place.job();
        const result = await client['replay.run']({ policies, range }, job).finally(job.end);
        if (asked) {
          const world = asked.world - 1;
          if (world >= result.worlds.length)
            throw new UsageError(
              `--events ${options.events}: there are ${plural(result.worlds.length, 'policy', 'policies')}, alone and together`,
            );
          for (let offset = 0; ; offset += PAGE) {
            const page = await client['replay.events']({
              run: result.run,
              world,
              cell: asked.cell,
              offset,
              limit: PAGE,
            });
            for (const event of page.rows) await out.json(event);
            if (offset + PAGE >= page.total) return undefined;
          }
        }
        const kept =
          options.save === undefined
            ? null
            : await client['replay.save']({ run: result.run, name: options.save, note: options.note });
        if (options.json) return out.json(kept ? { ...result, saved: kept.id } : result);
        for (const line of linesOf(result)) await out.line(terminalText(line));
        if (kept) await out.line(terminalText(`kept as ${kept.id}: ${kept.name}`));
        return undefined;
      }),
    );
};
export default register;

const LISTS = new Set(['apps', 'countries', 'networks', 'cidrs']);
const NUMBERS = new Set(['prompts', 'minutes', 'learnDays']);

/** `prompt_limit:prompts=3,minutes=10`. */
function policyOf(text: string): Policy {
  const [id = '', ...rest] = text.split(':');
  const settings: Record<string, unknown> = {};
  for (const pair of rest.join(':').split(',').filter(Boolean)) {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`"${pair}" in --policy ${text} is no KEY=VALUE`);
    const [key, value] = [pair.slice(0, at), pair.slice(at + 1)];
    settings[key] = LISTS.has(key) ? value.split(';').filter(Boolean) : NUMBERS.has(key) ? Number(value) : value;
  }
  const read = Policy.safeParse({ id, ...settings });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UsageError(
      `--policy ${visible(text)}: ${issue?.path.join('.') || 'id'}: ${issue?.message ?? 'not understood'}`,
    );
  }
  const known = new Set(Object.keys(read.data));
  const odd = Object.keys(settings).find((key) => !known.has(key));
  if (odd !== undefined) throw new UsageError(`--policy ${visible(text)}: ${id} has no setting ${visible(odd)}`);
  return read.data;
}

function cellOf(text: string): { world: number; cell: ReplayCell } {
  const [world, name] = text.split(':');
  const cell = ReplayCell.safeParse(name);
  if (!/^[1-9]\d?$/.test(world ?? '') || !cell.success)
    throw new UsageError(`--events is N:COUNT, where COUNT is one of ${ReplayCell.options.join(', ')}`);
  return { world: Number(world), cell: cell.data };
}

function rangeOf({ from, until }: ReplayOptions): { from: number; to: number } | null {
  if (from === undefined && until === undefined) return null;
  const moment = (text: string | undefined, usual: number): number => {
    const at = text === undefined ? usual : Date.parse(text);
    if (Number.isNaN(at)) throw new UsageError(`"${text}" is no day or moment: write 2026-03-31`);
    return at;
  };
  return { from: moment(from, 0), to: moment(until, Date.UTC(9_999, 0)) };
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 16);

function linesOf({ before, worlds, from, to, assumptions, tuning }: ReplayResult): string[] {
  return [
    `${day(from)} to ${day(to)}: ${plural(before.signIns, 'honest sign-in')}, ${plural(before.prompts, 'prompt')}, ${plural(before.denials, 'denial')}, ${plural(before.compromises, 'likely compromise')}`,
    ...worlds.flatMap((world, i) => worldLines(before, world, i + 1)),
    ...tuning.map(
      ({ text, denials, compromises, honestRefused, assurance }) =>
        `worth a try: ${visible(text)} (${plural(denials, 'denial')}, ${plural(compromises, 'compromise')} prevented, ${plural(honestRefused, 'honest sign-in')} refused; ${assurance} assurance)`,
    ),
    ...(worlds.length > 0 ? assumptions.map((text) => `assumed: ${text}`) : []),
  ];
}

function worldLines(before: ReplayResult['before'], world: ReplayWorld, n: number): string[] {
  return [
    `${n}. ${visible(world.title)}: ${answerOf({ before }, world)}`,
    ...compare(before, world).map(({ label, before: was, after, cells }) => {
      const why = cells
        .filter((cell) => world.cells[cell] > 0)
        .map((cell) => `${world.cells[cell].toLocaleString('en')} ${CELL_WORDS[cell]} (${cell})`);
      return `   ${label}: ${was.toLocaleString('en')} -> ${after.toLocaleString('en')}${why.length > 0 ? `: ${why.join(', ')}` : ''}`;
    }),
    ...world.compromises.map(
      ({ state, episode, identity, time, why }) =>
        `   ${state}  ${episode}  ${time}  ${visible(identity)}: ${visible(why)}`,
    ),
    ...world.undetermined.map(({ why, count }) => `   undetermined: ${count.toLocaleString('en')}, ${visible(why)}`),
  ];
}

const savedLine = ({ id, name, by, at, current, result }: Scenario): string =>
  `${id}  ${at}  ${name} (${by}${current ? '' : '; findings have changed since'}): ${result.policies.map(policyText).join(' + ') || 'as it was'}`;
