/** `licences`: the licences of built-in software; `--sbom`: the bill of materials, as CycloneDX JSON. */
import { common, type Register } from '../command';
import { Failure } from '../failure';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('licences'))
    .summary('print the licences of built-in software')
    .option('--sbom', 'print the bill of materials instead (CycloneDX 1.5, JSON)')
    .action((options: CommonOptions & { sbom?: boolean }) =>
      run(options, async (place) => {
        const { licences, sbom } = await (await place.client())['cases.licences']({});
        const text = options.sbom || options.json ? sbom : licences;
        if (text === '')
          throw new Failure('this build carries no list of its software — build it again: npm run build');
        await place.out.line(text.trimEnd());
      }),
    );
};
export default register;
