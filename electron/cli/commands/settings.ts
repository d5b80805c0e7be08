/** `settings CASE [--set ID=VALUE]… [--reset ID]… [--preview] [--why T]`: the numbers that the analysis decides by. */
import { plural } from '../../../shared/base/text';
import type { Threshold, ThresholdValues } from '../../../shared/model/threshold';
import { changesLines } from '../changes';
import { collect, common, type Register } from '../command';
import { UsageError } from '../failure';
import type { CommonOptions } from '../workplace';

interface SettingsOptions extends CommonOptions {
  set: string[];
  reset: string[];
  preview?: boolean;
  why?: string;
  verifyOnOpen?: string;
  lockAfter?: string;
}

const register: Register = (program, run) => {
  common(program.command('settings'))
    .summary('print the thresholds of a case; show what others would change; set them')
    .argument('<case>', 'case folder')
    .option('--set <id=value>', 'another value, in the unit that is printed', collect, [])
    .option('--reset <id>', "the product's own value again ('all': every one)", collect, [])
    .option('--preview', 'say which findings would appear, vanish or move, and keep nothing')
    .option('--why <text>', 'reason, kept in the custody log')
    .option('--verify-on-open <on|off>', 'check evidence and custody log whenever the case is opened')
    .option('--lock-after <minutes>', 'lock an encrypted case after so long without a question (0: never)')
    .action((folder: string, options: SettingsOptions) =>
      run(options, async (place) => {
        const isChange = options.set.length + options.reset.length > 0;
        if (options.preview && !isChange) throw new UsageError('--preview shows a change: give --set or --reset');
        if (isChange && !options.preview && !options.why)
          throw new UsageError('a change needs its reason (--why), or --preview to look first');
        const own = ownSettings(options);
        await place.openCase(folder);
        const client = await place.client();
        if (own) {
          const now = await client['settings.set'](own);
          if (options.json) return place.out.json(now);
          await place.out.line(
            `verify on open: ${now.verifyOnOpen ? 'on' : 'off'}; lock after: ${now.lockAfterMinutes ?? 15} minutes`,
          );
          return;
        }
        const before = await client['thresholds.get']({});
        if (!isChange) {
          if (options.json) return place.out.json(before);
          await place.out.line(
            before.set.version === 0
              ? "version 0: the product's own numbers"
              : `version ${before.set.version}, set by ${before.set.by} at ${before.set.at}: ${before.set.why}`,
          );
          for (const one of before.thresholds) await place.out.line(lineOf(one));
          return;
        }
        const values = wanted(before.thresholds, options);
        const job = place.job();
        if (options.preview) {
          const changes = await client['thresholds.preview']({ values }, job).finally(job.end);
          if (options.json) return place.out.json(changes);
          for (const line of changesLines(changes, 'Not kept. Under these thresholds')) await place.out.line(line);
          return;
        }
        const done = await client['thresholds.set']({ values, why: options.why! }, job).finally(job.end);
        if (options.json) return place.out.json(done);
        await place.out.line(
          `thresholds version ${done.set.version}: ${plural(Object.keys(values).length, 'own value')}`,
        );
        if (done.changes)
          for (const line of changesLines(done.changes, 'Since the run before')) await place.out.line(line);
      }),
    );
};
export default register;

/** Settings that are no thresholds; null where none was given. */
function ownSettings(options: SettingsOptions): { verifyOnOpen?: boolean; lockAfterMinutes?: number } | null {
  const { verifyOnOpen, lockAfter } = options;
  if (verifyOnOpen === undefined && lockAfter === undefined) return null;
  if (verifyOnOpen !== undefined && !/^(on|off)$/.test(verifyOnOpen))
    throw new UsageError(`--verify-on-open is on or off, not ${verifyOnOpen}`);
  const minutes = lockAfter === undefined ? undefined : Number(lockAfter);
  if (minutes !== undefined && !(Number.isInteger(minutes) && minutes >= 0 && minutes <= 1_440))
    throw new UsageError(`--lock-after is a number of minutes from 0 to 1440, not ${lockAfter}`);
  return {
    ...(verifyOnOpen !== undefined && { verifyOnOpen: verifyOnOpen === 'on' }),
    ...(minutes !== undefined && { lockAfterMinutes: minutes }),
  };
}

function lineOf({ id, value, default: usual, unit, least, most, about }: Threshold): string {
  const own = value === usual ? '' : ` (product: ${usual})`;
  return `${id} = ${value} ${unit}${own}, ${least} to ${most}. ${about}`;
}

/** What stands, with the changes asked for; values that are the product's own are left out. */
function wanted(standing: readonly Threshold[], { set, reset }: SettingsOptions): ThresholdValues {
  const values = new Map(standing.filter((one) => one.value !== one.default).map(({ id, value }) => [id, value]));
  for (const id of reset) {
    if (id === 'all') values.clear();
    else if (!standing.some((one) => one.id === id)) throw new UsageError(`there is no threshold ${id}`);
    else values.delete(id);
  }
  for (const text of set) {
    const [id, number] = [text.slice(0, text.indexOf('=')), Number(text.slice(text.indexOf('=') + 1))];
    if (!text.includes('=') || text.endsWith('=') || !Number.isFinite(number))
      throw new UsageError(`"${text}" is no ID=VALUE, as in episodes.burst=30`);
    values.set(id, number);
  }
  return Object.fromEntries(values);
}
