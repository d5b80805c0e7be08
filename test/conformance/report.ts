/** The comparison added up: lines for the terminal, and docs/conformance.md. */
import { type Compared, type Difference, FIELDS, type Field } from './compare';
import { EXPLAINED, type Explanation, explanationOf } from './explained';

export interface FileResult {
  /** Path below the samples, without its ending: `okta/system-log-elastic`. */
  file: string;
  source: string | null;
  /** Documents of the peer that were compared. */
  rows: Compared[];
  /** Records that the peer drops. */
  dropped: number;
}
export interface Tally {
  agreed: number;
  compared: number;
  explained: number;
}

const GOAL: Partial<Record<Field, number>> = { time: 99, outcome: 98, user: 98, address: 98, class: 95 };
const TITLE: Record<Field, string> = {
  time: 'time',
  outcome: 'outcome class',
  user: 'user',
  address: 'address',
  country: 'country',
  agent: 'user agent',
  class: 'authentication',
};

/** Agreement per field over the rows given. */
export function tallies(rows: readonly Compared[], table: readonly Explanation[] = EXPLAINED): Record<Field, Tally> {
  const all = Object.fromEntries(FIELDS.map((field) => [field, { agreed: 0, compared: 0, explained: 0 }])) as Record<
    Field,
    Tally
  >;
  for (const row of rows) {
    for (const field of row.compared) {
      all[field].compared++;
      all[field].agreed++;
    }
    for (const difference of row.differences) {
      all[difference.field].agreed--;
      if (explanationOf(difference, table)) all[difference.field].explained++;
    }
  }
  return all;
}

/** Rows that stand with at least one explained difference. */
export const rowsExplained = (rows: readonly Compared[], table: readonly Explanation[] = EXPLAINED): number =>
  rows.filter(({ differences }) => differences.some((each) => explanationOf(each, table) !== null)).length;

export const percent = (part: number, of: number): string =>
  of === 0 ? '–' : `${(Math.floor((part / of) * 1_000) / 10).toFixed(1)} %`;

/** Control and bidirectional characters made visible, and cut: what is quoted comes from logs. */
export function quoted(text: string, most = 160): string {
  const plain = text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}

const cell = ({ agreed, compared, explained }: Tally): string =>
  compared === 0 ? '–' : `${agreed}/${compared}${explained > 0 ? ` (+${explained})` : ''}`;

const said = ({ file, line, field, peer, ours, action }: Difference): string =>
  `${file}:${line} ${TITLE[field]}: peer "${quoted(peer)}", ours "${quoted(ours)}"${action ? ` (${quoted(action, 60)})` : ''}`;

/** What is printed: a line per file, every difference, totals last. */
export function terminal(results: readonly FileResult[]): string {
  const lines: string[] = [];
  for (const { file, source, rows, dropped } of results) {
    const sums = tallies(rows);
    const fields = FIELDS.filter((field) => sums[field].compared > 0).map(
      (field) => `${TITLE[field]} ${cell(sums[field])}`,
    );
    lines.push(
      `${file} · ${source ?? 'not recognised'} · n=${rows.length}${dropped ? `, ${dropped} dropped by the peer` : ''} · ${fields.join(' · ')}`,
    );
    for (const difference of rows.flatMap(({ differences }) => differences)) {
      lines.push(`  ${explanationOf(difference) ? 'explained' : 'DIFFERS'} ${said(difference)}`);
    }
  }
  const rows = results.flatMap((result) => result.rows);
  const sums = tallies(rows);
  const timeless = rows.filter((row) => row.timeless !== null).length;
  lines.push('', `n=${rows.length} rows of ${results.length} files; not compared, for want of a time: ${timeless}`);
  for (const field of FIELDS) {
    const { agreed, compared, explained } = sums[field];
    const goal = GOAL[field];
    lines.push(
      `${TITLE[field].padEnd(16)} ${agreed}/${compared} = ${percent(agreed, compared)}; explained ${explained}, ` +
        `differs ${compared - agreed - explained}${goal === undefined ? '' : `; goal ${goal} %: ${met(sums[field], goal) ? 'met' : 'not met'}`}`,
    );
  }
  const stand = rowsExplained(rows);
  lines.push(
    `rows explained   ${stand}/${rows.length} = ${percent(stand, rows.length)}; at most 3 %: ${stand <= rows.length * 0.03 ? 'met' : 'not met'}`,
  );
  return `${lines.join('\n')}\n`;
}

const met = ({ agreed, compared }: Tally, goal: number): boolean => compared === 0 || agreed * 100 >= goal * compared;

/** In a table cell: no line or column of it can break out, no markup takes effect. */
const inCell = (text: string): string =>
  text === '' ? 'nothing' : `\`${quoted(text, 120).replace(/[`|]/g, (char) => (char === '`' ? "'" : '\\|'))}\``;

/** docs/conformance.md. Quotes one value per explanation and nothing else of the samples. */
export function markdown(results: readonly FileResult[]): string {
  const rows = results.flatMap((result) => result.rows);
  const sums = tallies(rows);
  const stand = rowsExplained(rows);
  const explained = new Map<string, Difference[]>();
  const plain: Difference[] = [];
  for (const difference of rows.flatMap(({ differences }) => differences)) {
    const why = explanationOf(difference);
    if (why) explained.set(why.reason, [...(explained.get(why.reason) ?? []), difference]);
    else plain.push(difference);
  }
  const timeless = new Map<string, number>();
  for (const { file, rows: own } of results) {
    for (const row of own) {
      if (row.timeless === null) continue;
      const key = `${file}: ${quoted(row.timeless)}`;
      timeless.set(key, (timeless.get(key) ?? 0) + 1);
    }
  }
  const peersDrop = results.reduce((sum, { dropped }) => sum + dropped, 0);
  const lookedUp = rows.filter((row) => row.lookedUp).length;
  const otherClass = rows.filter((row) => row.otherClass).length;
  return `${[
    '# Agreement with other parsers',
    '',
    `Written by \`npm run conformance\`; not edited by hand. ${results.length} files with ${rows.length} records that other parsers' own`,
    'test suites read, imported through the whole pipeline and compared field by field with what those parsers expect.',
    'Only fields that the peer names are compared.',
    '',
    '| field | agreed / compared | agreement | explained | differs | goal |',
    '|---|---|---|---|---|---|',
    ...FIELDS.map((field) => {
      const tally = sums[field];
      const goal = GOAL[field];
      const word = goal === undefined ? '–' : `${goal} %, ${met(tally, goal) ? 'met' : 'not met'}`;
      return `| ${TITLE[field]} | ${tally.agreed} / ${tally.compared} | ${percent(tally.agreed, tally.compared)} | ${tally.explained} | ${tally.compared - tally.agreed - tally.explained} | ${word} |`;
    }),
    '',
    `Rows that stand with an explained difference: ${stand} of ${rows.length} (${percent(stand, rows.length)}; at most 3 %).`,
    `Records that a peer drops and we keep are not compared: ${peersDrop}.`,
    '',
    ...(timeless.size === 0
      ? []
      : [
          'Records that have no time, neither for the peer nor for us, are not compared: without a time there is no event. The',
          'ledger of the import names each. (Most lost the header of their line, which carries the time, before they were shared.)',
          '',
          ...[...timeless].map(([what, count]) => `- ${what} (n=${count})`),
          '',
        ]),
    '## How it is compared',
    '',
    '- **time**: to the millisecond; to the second where the peer gives whole seconds. Times without a zone are read in',
    '  the zone that the peer was told, else as UTC.',
    '- **outcome class**: `success_…` is success; `challenged` is unknown, or the success of a prompt that went out; every refusal and failure is failure. `none` (nothing was refused and',
    "  nobody signed in: an administrator's act, a read, a prompt sent) agrees with success and with unknown, never with failure.",
    "- **user**: one of the peer's identifiers of the account is one of ours; a name may leave out its domain.",
    '  Where no person acts (an application, the system), the account acted upon counts as well.',
    "- **address**: one of the peer's client addresses is the record's address of ours, or that of the phone.",
    `- **country**: only where the record itself writes it. Of ${lookedUp} records more the peer looked the country up by address, which is no`,
    '  reading of the record.',
    '- **user agent**: letter by letter; where a record holds only the browser that the vendor read from it, that.',
    '- **authentication**: what the peer files under authentication is of class `authentication`. Where the peer names further categories,',
    '  their class agrees as well: `session` is our session, `iam` and `configuration` our change, `web` our access;',
    `  authentication of type \`end\` is a sign-out, which is our session. So agree ${otherClass} of the ${sums.class.agreed}.`,
    '',
    '## Per file',
    '',
    'Agreed / compared; in brackets, differences explained below.',
    '',
    `| file | source | n | ${FIELDS.map((field) => TITLE[field]).join(' | ')} |`,
    `|---|---|---|${FIELDS.map(() => '---|').join('')}`,
    ...results.map(({ file, source, rows: own }) => {
      const each = tallies(own);
      return `| ${file} | ${source ?? 'not recognised'} | ${own.length} | ${FIELDS.map((field) => cell(each[field])).join(' | ')} |`;
    }),
    '',
    '## Explained differences',
    '',
    ...(explained.size === 0 ? ['None.', ''] : []),
    ...[...explained].flatMap(([reason, all]) => {
      const fields = FIELDS.filter((field) => all.some((each) => each.field === field));
      const rowsOf = new Set(all.map(({ file, line }) => `${file}:${line}`)).size;
      return [
        `### ${fields.map((field) => TITLE[field]).join(', ')}: ${[...new Set(all.map(({ file }) => file))].join(', ')} (rows: ${rowsOf})`,
        '',
        reason,
        '',
        `Example, ${TITLE[all[0]!.field]} of line ${all[0]!.line}: the peer says ${inCell(all[0]!.peer)}, we say ${inCell(all[0]!.ours)}.`,
        '',
      ];
    }),
    '## Differences that are not explained',
    '',
    ...(plain.length === 0 ? ['None.'] : ['| file | line | field | peer | ours |', '|---|---|---|---|---|']),
    ...plain.map(
      ({ file, line, field, peer, ours }) =>
        `| ${file} | ${line} | ${TITLE[field]} | ${inCell(peer)} | ${inCell(ours)} |`,
    ),
  ].join('\n')}\n`;
}
