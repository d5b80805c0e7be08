/** `report CASE --out DIR [--format html,…]`: one file per format in DIR. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ReportOptions } from '../../../shared/model/report';
import { common, type Register } from '../command';
import { Failure, UsageError } from '../failure';
import type { CommonOptions } from '../workplace';
import { writeFormat } from '../write-format';

interface ReportFlags {
  out: string;
  format: string;
  parts: string;
  mark: string;
  scope: string;
  logo?: string;
  template?: string;
}

const register: Register = (program, run) => {
  common(program.command('report'))
    .summary('write the case report')
    .argument('<case>', 'case folder')
    .requiredOption('--out <dir>', 'folder to write to, made if it is not there')
    .option('--format <formats>', 'comma-separated: html, pdf, docx, xlsx, md', 'html')
    .option('--parts <parts>', 'comma-separated: executive, technical, legal', 'executive,technical,legal')
    .option('--mark <text>', 'classification, at the head and foot of every page', '')
    .option('--scope <query>', 'only matching episodes', '')
    .option('--logo <file>', 'PNG or JPEG for the cover')
    .option(
      '--template <file>',
      "the firm's own .docx, for the format docx; docs/report-template.md lists what it may ask for",
    )
    .action((folder: string, options: CommonOptions & ReportFlags) =>
      run(options, async (place) => {
        const client = await place.client();
        const known = (await client['exports.formats']({})).filter((format) => format.kind === 'report');
        const wanted = [...new Set(options.format.split(',').map((id) => id.trim()))].map((id) => {
          const format = known.find((one) => one.id === id);
          if (format) return format;
          throw new UsageError(`no such report format: ${id} — one of ${known.map((one) => one.id).join(', ')}`);
        });
        const parts = options.parts.split(',').map((part) => part.trim());
        const report = ReportOptions.safeParse({ parts, mark: options.mark, scope: options.scope });
        if (!report.success)
          throw new UsageError(`--${String(report.error.issues[0]?.path[0])}: ${report.error.issues[0]?.message}`);
        if (options.template !== undefined && !wanted.some(({ templated }) => templated)) {
          throw new UsageError('--template is for --format docx');
        }
        const logo = options.logo === undefined ? undefined : await place.token(given(options.logo), 'read');
        const template =
          options.template === undefined ? undefined : await place.token(given(options.template), 'read');
        await place.openFindings(folder);
        mkdirSync(options.out, { recursive: true });
        const files = [];
        for (const format of wanted) {
          const path = resolve(join(options.out, `report.${format.extension}`));
          files.push({
            format: format.id,
            ...(await writeFormat(place, format.id, path, {
              kind: 'report',
              report: report.data,
              logo,
              ...(format.templated && { template }),
            })),
          });
        }
        if (options.json) await place.out.json({ files });
        else for (const file of files) await place.out.line(file.path);
      }),
    );
};
/** An absolute path of a file that is there. */
function given(file: string): string {
  const path = resolve(file);
  if (!existsSync(path)) throw new Failure(`no such file: ${file} — check the path`);
  return path;
}
export default register;
