/** `events CASE [QUERY]`: NDJSON in time order, ties by id. */
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const PAGE = 1_000;

const register: Register = (program, run) => {
  common(program.command('events'))
    .summary('print events as NDJSON')
    .argument('<case>', 'case folder')
    .argument('[query...]', 'free text and field:value')
    .action((folder: string, query: string[], options: CommonOptions) =>
      run(options, async (place) => {
        await place.openCase(folder);
        const client = await place.client();
        const filter = { query: query.join(' ') };
        // The first page has no cursor; an empty text stands for it, because null ends the list.
        await place.out.list('', (after) => client['events.page']({ filter, after: after || null, limit: PAGE }));
      }),
    );
};
export default register;
