/** `report CASE --out DIR [--format html,…]`: one file per format in DIR. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { common, type Register } from '../command';
import { UsageError } from '../failure';
import type { CommonOptions } from '../workplace';
import { writeFormat } from '../write-format';

const register: Register = (program, run) => {
  common(program.command('report'))
    .summary('write the case report')
    .argument('<case>', 'case folder')
    .requiredOption('--out <dir>', 'folder to write to, made if it is not there')
    .option('--format <formats>', 'comma-separated', 'html')
    .action((folder: string, options: CommonOptions & { out: string; format: string }) =>
      run(options, async (place) => {
        const client = await place.client();
        const known = (await client['exports.formats']({})).filter((format) => format.kind === 'report');
        const wanted = [...new Set(options.format.split(',').map((id) => id.trim()))].map((id) => {
          const format = known.find((one) => one.id === id);
          if (format) return format;
          throw new UsageError(`no such report format: ${id} — one of ${known.map((one) => one.id).join(', ')}`);
        });
        await place.openFindings(folder);
        mkdirSync(options.out, { recursive: true });
        const files = [];
        for (const format of wanted) {
          const path = resolve(join(options.out, `report.${format.extension}`));
          files.push({ format: format.id, ...(await writeFormat(place, format.id, path)) });
        }
        if (options.json) await place.out.json({ files });
        else for (const file of files) await place.out.line(file.path);
      }),
    );
};
export default register;
