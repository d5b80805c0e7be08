/** `import CASE PATH…`: exports and context files from files, folders, archives; then the analysis. */

import { existsSync } from 'node:fs';
import { isKnownZone } from '../../../shared/base/zone';
import { diskNeedWords } from '../../../shared/model/disk-need';
import type { ImportSummary } from '../../../shared/model/ledger';
import { beginThreadsFor } from '../../engine/ingest/early-threads';
import { collect, common, type Register } from '../command';
import { EXIT, Failure, UsageError } from '../failure';
import { note } from '../output';
import { askForPasswords } from '../passwords';
import { terminalText } from '../progress';
import { importSummary } from '../summary';
import type { CommonOptions } from '../workplace';

interface ImportOptions extends CommonOptions {
  source?: string;
  tz?: string;
  year?: string;
  mapping?: string;
  passwordFile?: string;
  reference?: boolean;
  from?: string;
  received?: string;
  how?: string;
  declared: string[];
}

const register: Register = (program, run) => {
  common(program.command('import'))
    .summary('import exports and context files, then analyse')
    .argument('<case>', 'case folder, made if it is not there')
    .argument('<path...>', 'files, folders or archives')
    .option('--source <kind>', 'overrule the recognition (see: sidedoor sources)')
    .option('--tz <zone>', 'IANA zone of times that carry none, e.g. Europe/Berlin')
    .option('--year <year>', 'year of times that carry none (syslog): that of each file’s first record')
    .option('--mapping <file>', 'mapping of columns for an unknown export')
    .option(
      '--password-file <file>',
      'passwords of locked archives, one a line, tried in turn (on a terminal: asked for)',
    )
    .option('--reference', 'hash the files where they are instead of copying them into the case')
    .option('--from <who>', 'acquisition record: from whom the files came')
    .option('--received <when>', 'acquisition record: when they were received or exported')
    .option('--how <text>', 'acquisition record: by which way or tool, under which authority')
    .option('--declared <hash>', 'SHA-256 or SHA-512 that was declared with a file (repeatable)', collect, [])
    .action((folder: string, paths: string[], options: ImportOptions) =>
      run(options, async (place) => {
        if (options.tz !== undefined && !isKnownZone(options.tz)) {
          throw new UsageError(`no such time zone: ${options.tz} — give an IANA name such as Europe/Berlin or UTC`);
        }
        const year = options.year === undefined ? null : Number(options.year);
        if (year !== null && !(Number.isInteger(year) && year >= 1970 && year <= 2200)) {
          throw new UsageError(`no year: ${options.year} — give one such as 2026`);
        }
        for (const file of [options.mapping, options.passwordFile]) {
          if (file !== undefined && !existsSync(file)) throw new Failure(`no such file: ${file}`);
        }
        const there = paths.filter((path) => existsSync(path));
        const gone = paths.filter((path) => !existsSync(path)).map((file) => ({ file, why: 'no such file or folder' }));
        if (there.length === 0) throw new Failure(`nothing to import: ${paths.join(', ')}: no such file or folder`);
        beginThreadsFor(there); // up by the time the case is open
        const client = await place.client();
        if (options.source !== undefined) {
          const kinds = (await client['imports.sources']({})).map((kind) => kind.id);
          if (!kinds.includes(options.source)) {
            throw new UsageError(`no such source: ${options.source} — one of ${kinds.join(', ')}`);
          }
        }
        await place.openCase(folder, { make: true });
        const files: string[] = [];
        for (const path of there) files.push(await place.token(path, 'read'));
        const passwordFile = options.passwordFile ? await place.token(options.passwordFile, 'read') : null;
        const passwords = await askForPasswords(client, { files, passwordFile });
        const need = diskNeedWords(await client['imports.diskNeed']({ files, reference: options.reference ?? false }));
        note(terminalText(`sidedoor: ${need.isShort ? 'warning: ' : ''}${need.text}`));
        const job = place.job();
        let summary: ImportSummary;
        try {
          summary = await client['imports.start'](
            {
              files,
              source: options.source ?? null,
              zone: options.tz ?? null,
              year,
              reference: options.reference ?? false,
              mapping: options.mapping ? await place.token(options.mapping, 'read') : null,
              passwordFile,
              passwords,
              acquisition: {
                from: options.from ?? '',
                at: options.received ?? '',
                how: options.how ?? '',
                hashes: options.declared,
              },
            },
            job,
          );
        } finally {
          job.end();
        }
        const all = { ...summary, unrecognised: [...gone, ...summary.unrecognised] };
        if (options.json) await place.out.json(all);
        else for (const line of importSummary(all)) await place.out.line(line);
        for (const { file, why } of gone) note(terminalText(`sidedoor: ${file}: ${why}`));
        if (summary.files.length > 0) return EXIT.done;
        note('sidedoor: nothing that was given could be read as evidence — see `sidedoor sources` for what can be');
        if (options.mapping === undefined && all.unrecognised.some(({ why }) => why.startsWith('no known shape')))
          note(
            'sidedoor: a table of unknown origin is read by a mapping of its columns (--mapping); the workbench makes one',
          );
        return EXIT.failed;
      }),
    );
};
export default register;
