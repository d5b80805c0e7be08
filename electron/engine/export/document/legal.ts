/** The legal part: what was received, who did what with it, how to check it, what was left out, by which rules it was weighed. */
import { plural } from '../../../../shared/base/text';
import { formatOffset } from '../../../../shared/model/clock-offset';
import { REDACT_FIELDS, type RedactionNote } from '../../../../shared/model/redaction';
import type { Block } from '../../../../shared/model/report';
import { sourceTitle } from '../../../../shared/model/sources';
import type { CaseFile, EvidenceFacts } from '../case-view';
import type { ReportModel } from '../report/model';
import { code, column, count, facts, heading, list, muted, type Part, paragraph, table } from './blocks';
import { mayBeBrief, noteBlock } from './episode';
import { rules } from './rules';
import { IN_BRIEF } from './technical';
import { moment, plain, when } from './words';

const REFUSED = 500; // rows; a folder of somebody's whole disk must not drown the report

/** Which framework asks for what this report shows, with its edition. */
const FRAMEWORKS: readonly (readonly [string, string, string])[] = [
  ['NIST SP 800-63B-4 (2025), authenticator assurance levels', 'Level refused, accepted and required, with each episode', 'Wording: ours; levels as defined there. Read the required level against your own risk assessment.'], // biome-ignore format: table
  ['NIST SP 800-207 (2020), policy engine and policy administrator', 'A denial is a signal to the policy engine; containment steps are acts of the policy administrator', 'Our reading of the definitions in the standard.'], // biome-ignore format: table
  ['NIST CSF 2.0 (2024), DE.CM-03, DE.AE-02, DE.AE-03, RS.AN-06, RS.AN-07', 'Sign-in activity monitored; events analysed and correlated; acts of the investigation and evidence kept with integrity', 'Identifiers as published.'], // biome-ignore format: table
  ['NIST SP 800-61r3 (2025)', 'Containment, response facts and policy design of each finding', 'A community profile of CSF 2.0; the phases of revision 2 are not used.'], // biome-ignore format: table
  ['OWASP Non-Human Identities Top 10 (2025)', 'Denials of machines, with owner, scope and steps', 'Entries are named per finding, where the evidence shows them. NHI5:2025 is "Overprivileged NHI"; no entry is about alerting.'], // biome-ignore format: table
  ['NIST AI RMF 1.0 (2023), MANAGE 2.4', 'Denials of agents: what was stopped, and the steps to take an agent out of service', 'Our reading.'], // biome-ignore format: table
  ['MITRE ATT&CK T1621', 'Multi-factor authentication request generation, where prompts were sent to tire somebody', 'Technique id as published.'], // biome-ignore format: table
];

/** For a reader who was never in the case. */
const WORDS: readonly (readonly [string, string])[] = [
  ['Denial', 'One prompt, or one try of a machine, that was refused, not answered or answered wrongly. Interim records and copies in other logs are counted once.'], // biome-ignore format: table
  ['Episode', 'Denials of one identity that lie close together in time.'],
  ['Followed', 'Whether an access came after the denials that plausibly belongs to whoever was denied. "No" means that the logs that would show it are in evidence.'], // biome-ignore format: table
  ['Confidence', 'How sure the fixed rules are of the verdict, in per cent. It is not a probability that a court could use as such.'], // biome-ignore format: table
  ['Score', 'The same of one access that followed: how well it fits whoever was denied.'],
  ['Weight', 'Natural logarithm of odds: +0.7 makes a conclusion about twice as likely, +2.3 ten times, negative numbers less likely.'], // biome-ignore format: table
  ['AAL1 to AAL3', 'Authenticator assurance levels of NIST SP 800-63B: how strong the sign-in was, 3 the strongest.'],
  ['Custody log', 'Every act on this case, each line with the SHA-256 of the one before it. Its last hash is the custody head.'], // biome-ignore format: table
  ['\\u{202e}', 'Of a character that nobody could see, or that the fonts of the PDF do not have (Arabic, Hebrew, Thai, emoji …): its number in Unicode; those of a word stand in one pair of braces. The HTML and Word reports show the latter as they are.'], // biome-ignore format: table
  ['At byte', 'Where the record begins in the named file, counted from 0, and after the plus sign its length.'],
];

export function legal(model: ReportModel): Block[] {
  return [
    heading(2, 'Evidence', { id: 'l-evidence', layer: 'observed' }),
    ...(model.files.length === 0
      ? [paragraph('No file was imported.')]
      : model.files.flatMap((file) => fileBlocks(file, model.evidence.get(file.storedSha256)))),
    heading(2, 'Custody', { id: 'l-custody' }),
    ...custody(model),
    heading(2, 'How to check this report', { id: 'l-check' }),
    ...checking(model),
    heading(2, 'What was left out', { id: 'l-left-out' }),
    ...leftOut(model),
    ...(model.otherNotes.length > 0
      ? [heading(2, 'Further notes', { id: 'l-notes' }), ...model.otherNotes.map(noteBlock)]
      : []),
    heading(2, 'Method and limits', { id: 'l-method' }),
    list([
      'Observed: what a record says, at the place cited. Derived: computed from records by fixed rules, the same way each time. Interpretation: the verdict, and the word of the investigator.',
      ...model.limits,
    ]),
    heading(3, 'Words of this report'),
    facts(WORDS),
    heading(3, 'Frameworks referred to'),
    table(
      'Editions, and whose wording it is',
      [column('Framework', 4), column('Where in this report', 5), column('Wording', 5)],
      FRAMEWORKS,
    ),
    heading(2, 'Appendix: rules, settings and versions', { id: 'l-appendix' }),
    ...rules(model),
    heading(3, 'Settings and versions'),
    facts([
      ['Sidedoor', model.made.version],
      ['Case format', String(model.case.format)],
      ...Object.entries(model.settings).map(
        ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
      ),
    ]),
    paragraph(
      [muted('Custody head '), code(model.custody.head), muted(`, ${plural(model.custody.count, 'line')}.`)],
      'small',
    ),
    ...model.case.attributions.map((credit) => paragraph(muted(credit), 'small')),
  ];
}

function fileBlocks(file: CaseFile, kept: EvidenceFacts | undefined): Block[] {
  return [
    heading(3, file.file),
    facts([
      ['SHA-256', [code(file.sha256), file.storedSha256 !== file.sha256 && [muted(` of the content; the file as received (${plain(file.packing)}): `), code(file.storedSha256)]]], // biome-ignore format: one row
      kept !== undefined && ['SHA-512', kept.sha512 ? [code(kept.sha512), muted(' of the file as received')] : 'could not be taken: the file is gone or not what was imported'], // biome-ignore format: one row
      kept !== undefined && ['Acquired', acquired(kept.acquired)],
      ['What', [file.recognised ? `${sourceTitle(file.source ?? '')}, ${file.shape}` : 'not recognised', `, ${file.bytes.toLocaleString('en')} bytes`, file.referenced && ', referenced (not copied into the case)', file.member && `, member ${file.member}`]], // biome-ignore format: one row
      ['Records', recordsText(file)], // biome-ignore format: one row
      file.first && file.last ? ['Covers', `${moment(file.first)} to ${moment(file.last)}`] : null,
      file.zoneAssumed ? [file.zoneNamed ? 'Zone named' : 'Zone assumed', `${file.zoneAssumed}, for times that carry none`] : null, // biome-ignore format: one row
      file.clock ? ['Clock', `${formatOffset(file.clock.offsetMs)} added to every time by ${file.clock.by}, ${when(file.clock.at)}: ${file.clock.why}`] : null, // biome-ignore format: one row
      ['Imported', moment(file.imported.started)],
      file.removed ? ['Removed', `${moment(file.removed.at)}: ${file.removed.why}`] : null,
      file.warnings.length > 0 ? ['Remarks', file.warnings.join('; ')] : null,
    ]),
  ];
}

const recordsText = (file: CaseFile): string => {
  const number = (n: number): string => n.toLocaleString('en');
  return `${number(file.records)} = ${plural(file.events, 'event')} + ${number(file.context)} context + ${plural(file.duplicates, 'duplicate')} + ${number(file.skipped)} skipped + ${number(file.rejected)} rejected`;
};

/** From whom, when and how the file came, as whoever took it in wrote down. */
function acquired(told: EvidenceFacts['acquired']): Part {
  if (!told) return 'Nobody recorded from whom, when and by which way this file came.';
  const { from, received, how, declared, recorded, by } = told;
  const parts = [
    `from ${from || 'whom is not recorded'}`,
    `received ${received || 'when is not recorded'}`,
    how || 'by which way is not recorded',
    declared === null
      ? 'no hash was declared with it'
      : declared === 'equal'
        ? 'its hash is one that was declared with it'
        : 'its hash is NONE of those that were declared with it',
  ];
  return [`${parts.join('; ')}.`, muted(` Recorded ${when(recorded)} by ${by}.`)];
}

function custody({ acts, zones, custody: { head, count: lines } }: ReportModel): Block[] {
  return [
    paragraph([
      `The custody log holds ${plural(lines, 'line')}; each carries the SHA-256 of the one before it. Its head when this report was made: `,
      code(head),
      `. Its times are UTC, by the ${zones.length === 1 ? 'clock of a machine' : 'clocks of machines'} set to ${zones.join(', ')}.`,
    ]),
    table(
      'Acts in the custody log',
      [
        column('Act', 3),
        count('Lines'),
        column('First', 4, { look: 'time' }),
        column('Last', 4, { look: 'time' }),
        column('By', 4),
      ],
      acts.map((row) => [plain(row.act), row.count, when(row.first), when(row.last), row.by.join(', ')]),
    ),
  ];
}

function checking({ signer, redaction }: ReportModel): Block[] {
  const cited = 'Each statement ends in numbers such as [3]: the row of "Records cited" names the file, the byte at which the record begins and its length.'; // biome-ignore format: one item
  return [
    list([
      redaction
        ? `${cited} A redacted copy holds no records, nor does a bundle of it: whoever holds the evidence, or the case, finds them there.`
        : [`${cited} `, code('sidedoor raw CASE EVENT'), ' prints exactly these bytes.'],
      redaction
        ? `${redaction.fields.includes('files') ? 'Names of evidence files are pseudonyms, their hashes are their own: whoever' : 'Whoever'} holds one compares its SHA-256 or SHA-512 with those printed under "Evidence".`
        : 'Take the SHA-256 or SHA-512 of the evidence file you hold and compare it with the one printed under "Evidence".',
      ['Ask for the sealed case file (bundle) and run ', code('sidedoor verify FILE'), ', or open the verifier page inside it: it names every byte that is not as it was sealed.'], // biome-ignore format: one item
      signer
        ? ['Ask the sender for the fingerprint by another way than the one this report came by (a call, a letter), and compare it with ', code(signer), '. With ', code('--signer'), ' the check refuses any other.'] // biome-ignore format: one item
        : 'A seal shows that nothing changed after it was made; who made it is known only when the fingerprint of the key was confirmed by another way than the file itself.',
      'The custody head above, written down apart from this file, shows whether lines were cut off the log later.',
    ]),
  ];
}

/** What a redacted copy hides, by what key, and of which state of the case. */
const redacted = ({ fields, truncate, key, of }: RedactionNote): Part[] => [
  [
    'This is a redacted copy. Pseudonyms stand for: ',
    fields.map((field) => lower(REDACT_FIELDS[field])).join('; '),
    truncate && fields.includes('addresses') && '; of addresses their networks are told',
    '. The key to them, with fingerprint ',
    code(key),
    ', is kept apart. Original: custody head ',
    code(of.custodyHead),
    `, ${plural(of.custodyLines, 'line')}.`,
  ],
  'Evidence files stand in the copy by size and hash only, lines of the custody log by time, act and hash.',
];

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function leftOut(model: ReportModel): Block[] {
  const reasons = model.files.flatMap((file) => file.reasons.map((reason) => ({ file: file.file, ...reason })));
  const removed = model.files.filter((file) => file.removed);
  const told = model.inScope.episodes - model.sections;
  const hasTechnical = model.options.parts.includes('technical');
  return [
    list(
      [
        ...(model.redaction ? redacted(model.redaction) : []),
        !hasTechnical && 'The technical part, with each episode and its records, was not asked for.',
        !model.options.parts.includes('executive') && 'The executive part was not asked for.',
        hasTechnical && (told > 0 ? `${plural(told, 'episode')} only in the table.` : model.inScope.episodes > 0 && 'Every episode in scope is told.'), // biome-ignore format: one item
        hasTechnical && model.episodes.slice(0, model.sections).some(mayBeBrief) && IN_BRIEF,
        model.inScope.outside > 0 && `${plural(model.inScope.outside, 'episode')} outside the scope "${model.options.scope}".`, // biome-ignore format: one item
        model.missing.length > 0 ? `Logs that would answer what stayed open, and are not in evidence: ${model.missing.join(', ')}.` : 'No finding asks for a log that is not in evidence.', // biome-ignore format: one item
        removed.length > 0 && `Removed from the case: ${removed.map((file) => file.file).join(', ')}.`,
        reasons.length === 0 && 'No record was skipped or rejected.',
        model.refused.length === 0 && 'No file that was offered for import was turned away.',
      ].filter((item) => item !== false),
    ),
    ...(model.refused.length > 0
      ? [
          table(
            `Files that were offered for import and not taken${model.refused.length > REFUSED ? `, the first ${REFUSED} of ${model.refused.length}; the custody log names all` : ''}`,
            [column('File', 5), column('Why', 5), column('Offered', 3, { look: 'time' })],
            model.refused.slice(0, REFUSED).map(({ file, why, at }): Part[] => [file, why, moment(at)]),
          ),
        ]
      : []),
    ...(reasons.length > 0
      ? [
          table(
            'Records that became no event',
            [column('File', 5), column('End', 2), column('Why', 5), count('Records'), count('First at byte', 2)],
            reasons.map((row): Part[] => [row.file, row.kind, row.why, row.count, String(row.example?.offset ?? '–')]),
          ),
        ]
      : []),
  ];
}
