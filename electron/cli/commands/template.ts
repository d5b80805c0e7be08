/** `template KIND`: an empty context file with its header. */
import { common, type Register } from '../command';
import { UsageError } from '../failure';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('template'))
    .summary('print an empty context file')
    .argument('<kind>', 'identities, devices, changes …')
    .action((kind: string, options: CommonOptions) =>
      run(options, async (place) => {
        const client = await place.client();
        const kinds = (await client['imports.sources']({})).filter((one) => one.kind === 'context').map(({ id }) => id);
        if (!kinds.includes(kind)) {
          const known = kinds.length > 0 ? `one of ${kinds.join(', ')}` : 'this version reads none yet';
          throw new UsageError(`no such context file: ${kind} — ${known}`);
        }
        const template = await client['imports.template']({ kind });
        await (options.json ? place.out.json({ kind, ...template }) : place.out.write(template.csv));
      }),
    );
};
export default register;
