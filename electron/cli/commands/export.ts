/** `export CASE --out PATH --format F`: machine formats; `bundle` is the sealed case file. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { common, type Register } from '../command';
import { Failure, UsageError } from '../failure';
import type { CommonOptions } from '../workplace';
import { writeFormat } from '../write-format';

interface ExportOptions extends CommonOptions {
  out: string;
  format: string;
  query: string;
  episode?: string;
}

const register: Register = (program, run) => {
  common(program.command('export'))
    .summary('write a machine format, or the sealed case file')
    .argument('<case>', 'case folder')
    .requiredOption('--out <path>', 'file to write')
    .requiredOption(
      '--format <format>',
      'bundle, stix, case, timesketch, ocsf, ecs, csv, jsonl, geojson, kml, navigator …',
    )
    .option('--query <query>', 'only matching events (formats that list events)', '')
    .option('--episode <id>', 'only one episode, with all it tells of (the same formats)')
    .action((folder: string, options: ExportOptions) =>
      run(options, async (place) => {
        const client = await place.client();
        const known = await client['exports.formats']({});
        if (!known.some((format) => format.id === options.format)) {
          throw new UsageError(
            `no such format: ${options.format} — one of ${known.map((format) => format.id).join(', ')}`,
          );
        }
        const path = resolve(options.out);
        if (!existsSync(dirname(path))) throw new Failure(`no such folder: ${dirname(path)} — make it first`);
        await place.openFindings(folder);
        const written = await writeFormat(place, options.format, path, {
          query: options.query,
          episode: options.episode ?? null,
        });
        await (options.json ? place.out.json(written) : place.out.line(written.path));
      }),
    );
};
export default register;
