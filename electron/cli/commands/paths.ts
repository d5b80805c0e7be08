/** `paths CASE [--episode ID]`: what followed each denial, hop by hop, as NDJSON. */
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const PAGE = 500;

const register: Register = (program, run) => {
  common(program.command('paths'))
    .summary('print paths from denial to access as NDJSON')
    .argument('<case>', 'case folder')
    .option('--episode <id>', 'only the paths of this episode')
    .action((folder: string, options: CommonOptions & { episode?: string }) =>
      run(options, async (place) => {
        await place.openFindings(folder);
        const client = await place.client();
        await place.out.list(0, async (offset) => {
          const rows = await client['paths.list']({ episode: options.episode ?? null, offset, limit: PAGE });
          return { rows, next: rows.length === PAGE ? offset + PAGE : null };
        });
      }),
    );
};
export default register;
