/** The import's summary for people: the sum first, then each file, then what was not taken and why. */
import { plural } from '../../shared/base/text';
import type { FileLedger, ImportSummary } from '../../shared/model/ledger';
import { changesSum } from './changes';
import { terminalText } from './progress';

export function importSummary(summary: ImportSummary): string[] {
  const records = summary.files.reduce((sum, file) => sum + file.records, 0);
  const { seconds } = summary;
  return [
    `${plural(summary.files.length, 'file')}, ${plural(records, 'record')}: ${ends(summary.files)}`,
    ...summary.files.flatMap(fileLines),
    ...summary.unrecognised.map(({ file, why }) => `  not imported: ${file}: ${why}`),
    ...(summary.changes
      ? [`since the analysis before: ${changesSum(summary.changes)} (sidedoor changes lists them)`]
      : []),
    `the case now holds ${plural(summary.events, 'event')} and ${plural(summary.episodes, 'episode')}` +
      ` (import ${seconds.import.toFixed(1)} s, analysis ${seconds.analyse.toFixed(1)} s)`,
  ].map(terminalText);
}

function fileLines(file: FileLedger): string[] {
  const span = file.first && file.last ? `, ${file.first} to ${file.last}` : '';
  return [
    `  ${file.file} (${file.source}, ${file.shape}): ${plural(file.records, 'record')}: ${ends([file])}${span}`,
    ...file.reasons.map(
      ({ kind, why, count, example }) =>
        `    ${kind}: ${why} (${count.toLocaleString('en')}${example ? `, first at byte ${example.offset.toLocaleString('en')}` : ''})`,
    ),
    ...file.warnings.map((warning) => `    warning: ${warning}`),
  ];
}

function ends(files: readonly FileLedger[]): string {
  const sum = (of: (file: FileLedger) => number): number => files.reduce((total, file) => total + of(file), 0);
  const parts = [
    plural(
      sum((file) => file.events),
      'event',
    ),
    `${sum((file) => file.context).toLocaleString('en')} context`,
    plural(
      sum((file) => file.duplicates),
      'duplicate',
    ),
    `${sum((file) => file.skipped).toLocaleString('en')} skipped`,
    `${sum((file) => file.rejected).toLocaleString('en')} rejected`,
  ];
  return parts.join(', ');
}
