/** What the evidence covers and lacks, over the whole case: counted while the events pass, told once. */
import type { AbsentLog, ClockPair, Coverage as CoverageTold, CutFile } from '../../../../shared/model/coverage';
import { CUT_IN_RECORD, EXPORT_LIMITS, READ_TO_DAMAGE } from '../../../../shared/model/cut';
import type { LogDelay } from '../../../../shared/model/ledger';
import { HOUR, rfc3339 } from '../../../../shared/model/time';
import { isMachine } from '../../../../shared/model/words';
import {
  ACTOR,
  type ActorRow,
  CLASS,
  CLASSES,
  INTERACTIVE,
  SOURCE,
  type SourceSpan,
  type SweepRow,
  TIME,
} from '../read';
import { sourceTitle } from './coverage';
import { type ActiveHour, type Quiet, RHYTHM_RULES, type RhythmRules, silences } from './rhythm';

const SILENCES = 20; // told per source
const CUT = 200; // files told

/** A file as the coverage sees it. */
export interface CoveredFile {
  file: string;
  source: string;
  records: number;
  warnings: readonly string[];
  delay: LogDelay | null;
}

interface Tally {
  hours: ActiveHour[];
  classes: Set<number>;
  isQuiet: boolean;
  hasMachines: boolean;
}

/** Fed with every event in order of time. */
export class Covered {
  #bySource = new Map<number, Tally>();
  readonly #machines = new Set<number>();
  #last: { source: number; tally: Tally } | null = null;

  constructor(actors: readonly ActorRow[]) {
    for (const { id, kind } of actors) if (isMachine(kind)) this.#machines.add(id);
  }

  take(row: SweepRow): void {
    const tally = this.#tally(row[SOURCE]);
    const time = row[TIME];
    const hour = Math.floor(time / HOUR);
    const open = tally.hours.at(-1);
    if (open?.hour === hour) open.last = time;
    else tally.hours.push({ hour, first: time, last: time });
    tally.classes.add(row[CLASS]);
    if (row[INTERACTIVE] === 0) tally.isQuiet = true;
    const actor = row[ACTOR];
    if (actor !== null && !tally.hasMachines && this.#machines.has(actor)) tally.hasMachines = true;
  }

  #tally(source: number): Tally {
    if (this.#last?.source === source) return this.#last.tally;
    let tally = this.#bySource.get(source);
    if (!tally) {
      tally = { hours: [], classes: new Set(), isQuiet: false, hasMachines: false };
      this.#bySource.set(source, tally);
    }
    this.#last = { source, tally };
    return tally;
  }

  /** What was counted, by name of source. */
  sum(term: (id: number) => string, rules: RhythmRules = RHYTHM_RULES): Counted {
    const bySource = new Map([...this.#bySource].map(([id, tally]) => [term(id), tally]));
    return {
      silences: new Map([...bySource].map(([source, { hours }]) => [source, silences(hours, rules)])),
      quiet: new Set([...bySource].filter(([, { isQuiet }]) => isQuiet).map(([source]) => source)),
      machines: new Set([...bySource].filter(([, { hasMachines }]) => hasMachines).map(([source]) => source)),
      used: [...bySource.values()].some(({ classes }) => classes.has(CLASSES.access)),
      present: new Set(bySource.keys()),
    };
  }

  /** What was counted so far, to go on from: `resume`. */
  kept() {
    return { '#bySource': this.#bySource };
  }

  /** Goes on from there. Call it before the first row. */
  resume(kept: ReturnType<Covered['kept']>): void {
    this.#bySource = kept['#bySource'];
    this.#last = null;
  }
}

export interface Counted {
  silences: ReadonlyMap<string, readonly Quiet[]>;
  quiet: ReadonlySet<string>;
  machines: ReadonlySet<string>;
  /** Some log tells what was done, not only who came in. */
  used: boolean;
  present: ReadonlySet<string>;
}

/** How late records of each source come, nine of ten of them; the latest of its files. */
export function delaysOf(files: readonly CoveredFile[]): Map<string, LogDelay> {
  const out = new Map<string, LogDelay>();
  for (const { source, delay } of files) {
    if (delay && delay.p90 >= (out.get(source)?.p90 ?? 0)) out.set(source, delay);
  }
  return out;
}

export function coverageTold(
  counted: Counted,
  spans: readonly SourceSpan[],
  files: readonly CoveredFile[],
  clocks: readonly ClockPair[],
): CoverageTold {
  const delays = delaysOf(files);
  return {
    sources: spans.map(({ source, first, last, events }) => {
      const all = counted.silences.get(source) ?? [];
      return {
        source,
        title: sourceTitle(source),
        files: files.filter((file) => file.source === source).length,
        events,
        first: rfc3339(first),
        last: rfc3339(last),
        silences: all
          .slice(0, SILENCES)
          .map(({ from, to, chance }) => ({ from: rfc3339(from), to: rfc3339(to), chance })),
        silencesCut: Math.max(0, all.length - SILENCES),
        delay: delays.get(source) ?? null,
      };
    }),
    cut: cutFiles(files).slice(0, CUT),
    absent: absentLogs(counted),
    clocks: [...clocks],
  };
}

/** Files of exactly a size at which exports stop, files that end in the middle of a record, and damaged ones. */
export function cutFiles(files: readonly CoveredFile[]): CutFile[] {
  return files.flatMap(({ file, source, records, warnings }) => {
    const why: string[] = [];
    if (EXPORT_LIMITS.has(records)) {
      const pages = files.filter((other) => other.source === source && other.records === records).length;
      why.push(
        `exactly ${records.toLocaleString('en')} records, where exports stop${
          pages > 1 ? ` (${pages} files of this source have as many: perhaps the pages of one export)` : ''
        }`,
      );
    }
    if (warnings.includes(CUT_IN_RECORD)) why.push('it ends inside its last record');
    if (warnings.some((warning) => warning.endsWith(READ_TO_DAMAGE)))
      why.push('it is damaged: what lies behind the damage is lost');
    return why.map((text) => ({ file, source, why: text }));
  });
}

const ABSENT: readonly (AbsentLog & { is(counted: Counted): boolean })[] = [
  {
    log: 'Non-interactive sign-ins of Entra ID',
    question: 'Was a stolen token used?',
    so: 'token replay cannot be excluded',
    of: ['entra'],
    decides: true,
    is: ({ present, quiet }) => present.has('entra') && !quiet.has('entra'),
  },
  {
    log: 'Service-principal sign-ins of Entra ID',
    question: 'Did an application get in with a secret of its own?',
    so: 'access through an added credential cannot be excluded',
    of: ['entra'],
    decides: false,
    is: ({ present, machines }) => present.has('entra') && !machines.has('entra'),
  },
  {
    log: 'Entra ID audit log',
    question: 'Was a factor registered, a consent given or a role assigned?',
    so: 'a way in made after the denial cannot be excluded',
    of: ['entra'],
    decides: false,
    is: ({ present }) => present.has('entra') && !present.has('entra-audit'),
  },
  {
    log: 'Entra ID sign-ins',
    question: 'Which factor was refused, and how?',
    so: 'the Microsoft 365 audit tells a refusal only by its code',
    of: ['m365-ual'],
    decides: false,
    is: ({ present }) => present.has('m365-ual') && !present.has('entra'),
  },
  {
    log: 'Sign-ins of the applications behind Duo',
    question: 'Did somebody get in after a refused prompt?',
    so: 'Duo tells of the second factor only: access cannot be excluded',
    of: ['duo'],
    decides: true,
    is: ({ present }) => present.has('duo') && present.size === 1,
  },
  {
    log: 'Token refreshes of Keycloak (off by default)',
    question: 'Was a stolen session used?',
    so: 'use of a session without a sign-in cannot be excluded',
    of: ['keycloak'],
    decides: false,
    is: ({ present, quiet }) => present.has('keycloak') && !quiet.has('keycloak'),
  },
  {
    log: 'A log of use: mail, files, API calls (Microsoft 365 audit, Graph activity, CloudTrail …)',
    question: 'What was done after an access?',
    so: 'what was read, sent or changed is not in evidence',
    of: [],
    decides: false,
    is: ({ present, used }) => present.size > 0 && !used,
  },
];

/** Logs that a question needs and nobody supplied. */
export const absentLogs = (counted: Counted): AbsentLog[] =>
  ABSENT.filter((rule) => rule.is(counted)).map(({ is: _, ...told }) => told);
