/** `decide CASE EPISODE --verdict V [--action A] --why T`: beside the engine's verdict, kept in the custody log. */
import { Option } from 'commander';
import { Action, Verdict } from '../../../shared/model/words';
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

interface DecideOptions extends CommonOptions {
  verdict: Verdict;
  action: Action;
  why: string;
}

const register: Register = (program, run) => {
  common(program.command('decide'))
    .summary('decide on an episode')
    .argument('<case>', 'case folder')
    .argument('<episode>', 'id of the episode')
    .addOption(new Option('--verdict <verdict>', 'what it was').choices(Verdict.options).makeOptionMandatory())
    .addOption(new Option('--action <action>', 'what follows').choices(Action.options).default('none'))
    .requiredOption('--why <text>', 'reason')
    .action((folder: string, id: string, { verdict, action, why, ...options }: DecideOptions) =>
      run(options, async (place) => {
        await place.openCase(folder);
        const decided = await (await place.client())['episodes.decide']({ id, verdict, action, why });
        await (options.json ? place.out.json(decided) : place.out.line(`${decided.id}: ${verdict}, action ${action}`));
      }),
    );
};
export default register;
