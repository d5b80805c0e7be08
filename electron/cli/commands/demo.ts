/** `demo`: the workbench with the demo case, made by the real importers at first use. */
import { common, type Register } from '../command';
import { type LaunchOptions, launch, launchOptions } from '../launch';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  launchOptions(common(program.command('demo')))
    .summary('open the workbench with a demo case')
    .action((options: CommonOptions & LaunchOptions) => run(options, () => launch('demo', options)));
};
export default register;
