/** `export CASE --out PATH --format F`: machine formats; `bundle` is the sealed case file. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fingerprintGroups } from '../../../shared/seal/signature';
import { common, type Register } from '../command';
import { Failure, UsageError } from '../failure';
import { note } from '../output';
import { passphrase, SIGNING } from '../passphrase';
import type { CommonOptions, Workplace } from '../workplace';
import { writeFormat } from '../write-format';

interface ExportOptions extends CommonOptions {
  out: string;
  format: string;
  query: string;
  episode?: string;
  sign?: boolean;
  passphraseFile?: string;
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
    .option('--sign', 'sign the bundle with your key (made at first use)')
    .option('--passphrase-file <file>', `passphrase of the key in the first line (else ${SIGNING}, or asked for)`)
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
        if (options.sign && options.format !== 'bundle') throw new UsageError('only a bundle can be signed');
        const sign = options.sign ? await signingPassphrase(place, options.passphraseFile) : null;
        await place.openFindings(folder);
        const written = await writeFormat(place, options.format, path, {
          query: options.query,
          episode: options.episode ?? null,
          sign,
        });
        if (sign && !options.json) note(`signed by ${fingerprintGroups(written.signer ?? '')}`);
        await (options.json ? place.out.json(written) : place.out.line(written.path));
      }),
    );
};
export default register;

/** The passphrase of the key; at first use the key is made with it. */
async function signingPassphrase(place: Workplace, file: string | undefined): Promise<{ passphrase: string }> {
  const client = await place.client();
  const isNew = (await client['signing.key']({})) === null;
  const given = await passphrase({ what: 'the signing key', variable: SIGNING, file, isNew });
  if (isNew) {
    const { fingerprint } = await client['signing.make']({ passphrase: given });
    note(`sidedoor: made your signing key; give recipients its fingerprint: ${fingerprintGroups(fingerprint)}`);
  }
  return { passphrase: given };
}
