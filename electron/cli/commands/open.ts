/** `open [CASE]`: the workbench. */
import { resolve } from 'node:path';
import { common, type Register } from '../command';
import { type LaunchOptions, launch, launchOptions } from '../launch';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  launchOptions(common(program.command('open')))
    .summary('open the workbench')
    .argument('[case]', 'case folder, made if it is not there')
    .action((folder: string | undefined, options: CommonOptions & LaunchOptions) =>
      run(options, () => launch(folder === undefined ? null : { case: resolve(folder) }, options)),
    );
};
export default register;
