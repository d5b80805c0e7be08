/** `episodes CASE [QUERY]`: NDJSON in time order, ties by id. */
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const PAGE = 500;

const register: Register = (program, run) => {
  common(program.command('episodes'))
    .summary('print episodes of denials as NDJSON')
    .argument('<case>', 'case folder')
    .argument('[query...]', 'free text and field:value')
    .action((folder: string, query: string[], options: CommonOptions) =>
      run(options, async (place) => {
        await place.openFindings(folder);
        const client = await place.client();
        await place.out.list(0, async (offset) => {
          const rows = await client['episodes.list']({ query: query.join(' '), offset, limit: PAGE });
          return { rows, next: rows.length === PAGE ? offset + PAGE : null };
        });
      }),
    );
};
export default register;
