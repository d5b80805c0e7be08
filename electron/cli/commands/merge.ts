/** `merge CASE EPISODE OTHER --why T`: two episodes of one identity become one, over new analyses and imports. */
import { common, type Register } from '../command';
import { UsageError } from '../failure';
import { type RegroupOptions, takeBack, tell } from '../regrouped';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('merge'))
    .summary('make one episode of two of the same identity')
    .argument('<case>', 'case folder')
    .argument('[episode]', 'id of an episode')
    .argument('[other]', 'id of the other')
    .option('--why <text>', 'reason, kept in the custody log')
    .option('--withdraw <n>', 'take the word of that number back')
    .action(
      (folder: string, id: string | undefined, other: string | undefined, options: CommonOptions & RegroupOptions) =>
        run(options, async (place) => {
          await place.openFindings(folder);
          if (options.withdraw !== undefined) return takeBack(place, options);
          const { why } = options;
          if (!id || !other || !why) throw new UsageError('give two episodes and --why, or --withdraw with a number');
          const done = await (await place.client())['episodes.merge']({ id, other, why });
          return tell(
            place,
            done,
            `${done.word.other} joined ${done.episode} (word ${done.word.seq})`,
            options.json ?? false,
          );
        }),
    );
};
export default register;
