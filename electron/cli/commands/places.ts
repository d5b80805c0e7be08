/** `places CASE`: where logs and address databases disagree, with both values and the likely reason, as NDJSON. */
import { plural } from '../../../shared/base/text';
import { common, type Register } from '../command';
import { note } from '../output';
import type { CommonOptions } from '../workplace';

const PAGE = 500;

const register: Register = (program, run) => {
  common(program.command('places'))
    .summary('print where logs and address databases disagree as NDJSON')
    .argument('<case>', 'case folder')
    .action((folder: string, options: CommonOptions) =>
      run(options, async (place) => {
        await place.openFindings(folder);
        const client = await place.client();
        await place.out.list(0, async (offset) => {
          const page = await client['places.disagreements']({ offset, limit: PAGE });
          if (offset === 0) {
            note(`${plural(page.compared, 'logged place')} compared, ${plural(page.total, 'disagreement')}`);
            note(`databases: ${page.databases.join('; ') || 'none'}`);
          }
          return { rows: page.rows, next: page.rows.length === PAGE ? offset + PAGE : null };
        });
      }),
    );
};
export default register;
