/** `export CASE --out PATH --format F`: machine formats; `bundle` is the sealed case file. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fingerprintGroups } from '../../../shared/base/fingerprint';
import { RedactField, type Redaction } from '../../../shared/model/redaction';
import { collect, common, type Register } from '../command';
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
  redact?: string;
  redactKey?: string;
  redactPassphraseFile?: string;
  redactTruncate?: boolean;
  redactKeep: string[];
  redactAlso: string[];
  redactReview?: boolean;
}

const KINDS = RedactField.options;

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
    .option('--redact <kinds>', `a redacted copy; all, or of: ${KINDS.join(',')}`)
    .option(
      '--redact-key <file>',
      'key of the pseudonyms, made where it is not there; without it a key for this copy alone',
    )
    .option('--redact-passphrase-file <file>', 'the key is locked with the passphrase in the first line (age)')
    .option('--redact-truncate', 'addresses are cut to /24 and /48 in place of pseudonyms')
    .option('--redact-keep <text>', 'a value that stays as it is (repeatable)', collect, [])
    .option('--redact-also <text>', 'a further text to hide, such as the name of the client (repeatable)', collect, [])
    .option('--redact-review', 'print what would be replaced inside texts as NDJSON, and write nothing')
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
        const asked = redactionOf(options);
        if (options.redactReview) {
          if (!asked) throw new UsageError('--redact-review needs --redact');
          await printReview(place, asked);
          return;
        }
        const redact = asked && {
          ...asked,
          key: options.redactKey === undefined ? null : await place.token(resolve(options.redactKey), 'write'),
          passphrase:
            options.redactPassphraseFile === undefined ? null : firstLine(resolve(options.redactPassphraseFile)),
        };
        if (redact)
          note('sidedoor: --redact-review prints what is replaced inside texts, before anything leaves the house');
        const written = await writeFormat(place, options.format, path, {
          query: options.query,
          episode: options.episode ?? null,
          sign,
          redact,
        });
        if (sign && !options.json) note(`signed by ${fingerprintGroups(written.signer ?? '')}`);
        await (options.json ? place.out.json(written) : place.out.line(written.path));
      }),
    );
};
export default register;

function redactionOf(options: ExportOptions): Redaction | null {
  if (options.redact === undefined) return null;
  const fields = options.redact === 'all' ? [...KINDS] : options.redact.split(',').map((kind) => kind.trim());
  const wrong = fields.find((kind) => !KINDS.some((known) => known === kind));
  if (wrong !== undefined)
    throw new UsageError(`nothing to redact is called ${wrong} — one of all, ${KINDS.join(', ')}`);
  return {
    fields: fields as RedactField[],
    truncate: options.redactTruncate ?? false,
    keep: options.redactKeep,
    also: options.redactAlso,
  };
}

/** The review as NDJSON on stdout; its sums on stderr. */
async function printReview(place: Workplace, asked: Redaction): Promise<void> {
  const job = place.job();
  const client = await place.client();
  const { values, findings, cut, leftOut } = await client['exports.redaction'](asked, job).finally(job.end);
  for (const finding of findings) await place.out.json(finding);
  for (const [kind, n] of Object.entries(values)) note(`${kind}: ${n} different values`);
  note(`${findings.length + cut} found inside longer texts${cut > 0 ? `, ${cut} of them not listed` : ''}`);
  for (const what of leftOut) note(`left out: ${what}`);
}

function firstLine(path: string): string {
  if (!existsSync(path)) throw new Failure(`no such file: ${path}`);
  return readFileSync(path, 'utf8').split(/\r?\n/)[0]!;
}

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
