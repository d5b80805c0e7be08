/** `template KIND`: an empty context file with its header. */
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('template'))
    .summary('print an empty context file')
    .argument('<kind>', 'identities, devices, changes …')
    .action((kind: string, options: CommonOptions) =>
      run(options, async (place) => {
        const template = await (await place.client())['imports.template']({ kind });
        await (options.json ? place.out.json({ kind, ...template }) : place.out.write(template.csv));
      }),
    );
};
export default register;
