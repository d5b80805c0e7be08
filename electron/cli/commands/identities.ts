/** `identities CASE`: NDJSON. */
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const PAGE = 500;

const register: Register = (program, run) => {
  common(program.command('identities'))
    .summary('print identities as NDJSON')
    .argument('<case>', 'case folder')
    .action((folder: string, options: CommonOptions) =>
      run(options, async (place) => {
        await place.openFindings(folder);
        const client = await place.client();
        await place.out.list(0, async (offset) => {
          const { rows } = await client['identities.list']({ offset, limit: PAGE });
          return { rows, next: rows.length === PAGE ? offset + PAGE : null };
        });
      }),
    );
};
export default register;
