/** `split CASE EPISODE EVENT --why T`: that denial and what comes after it become an episode of their own. */
import { common, type Register } from '../command';
import { UsageError } from '../failure';
import { type RegroupOptions, takeBack, tell } from '../regrouped';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('split'))
    .summary('begin an episode of its own at a denial')
    .argument('<case>', 'case folder')
    .argument('[episode]', 'id of the episode')
    .argument('[event]', 'id of a denial in it, not the first')
    .option('--why <text>', 'reason, kept in the custody log')
    .option('--withdraw <n>', 'take the word of that number back')
    .action(
      (folder: string, id: string | undefined, event: string | undefined, options: CommonOptions & RegroupOptions) =>
        run(options, async (place) => {
          await place.openFindings(folder);
          if (options.withdraw !== undefined) return takeBack(place, options);
          const { why } = options;
          if (!id || !event || !why)
            throw new UsageError('give an episode, a denial and --why, or --withdraw with a number');
          const done = await (await place.client())['episodes.split']({ id, event, why });
          return tell(place, done, `${done.episode} begins at ${event} (word ${done.word.seq})`, options.json ?? false);
        }),
    );
};
export default register;
