/** `link CASE EPISODE EVENT --confirm|--reject|--open --why T`: the investigator's word on a linked access. */
import { common, type Register } from '../command';
import { UsageError } from '../failure';
import type { CommonOptions } from '../workplace';

interface LinkOptions extends CommonOptions {
  confirm?: boolean;
  reject?: boolean;
  open?: boolean;
  why?: string;
}

const register: Register = (program, run) => {
  common(program.command('link'))
    .summary('confirm or reject a linked access; the verdict is weighed anew')
    .argument('<case>', 'case folder')
    .argument('<episode>', 'id of the episode')
    .argument('<event>', 'event of its followedBy')
    .option('--confirm', 'it belongs to whoever was denied')
    .option('--reject', 'it does not')
    .option('--open', 'take the word back')
    .option('--why <text>', 'reason, kept in the custody log')
    .action((folder: string, episode: string, event: string, { confirm, reject, open, why, ...options }: LinkOptions) =>
      run(options, async (place) => {
        if ([confirm, reject, open].filter(Boolean).length !== 1)
          throw new UsageError('give one of --confirm, --reject and --open');
        if (!open && !why) throw new UsageError('a word on a link needs its reason: --why');
        await place.openFindings(folder);
        const review = confirm ? 'confirmed' : reject ? 'rejected' : null;
        const after = await (await place.client())['links.review']({ episode, event, review, why: why ?? '' });
        if (options.json) return place.out.json(after);
        return place.out.line(
          `${after.id}: link to ${event} ${review ?? 'open again'}, ${after.verdict} ${after.confidence.toFixed(2)}`,
        );
      }),
    );
};
export default register;
