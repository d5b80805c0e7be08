/** Findings against the truth: verdicts, links, false alarms, how far a confidence can be believed. */
import type { LinkKind, Verdict } from '../../shared/model/words';
import type { Scenario } from './scenario';
import type { Truth } from './stage';

/** What is scored of an episode, whoever found it; events are named by the vendors' record ids. */
export interface Finding {
  denials: string[];
  verdict: Verdict;
  confidence: number | null;
  links: { record: string; kind?: LinkKind; score: number }[];
}

export interface Judged {
  truth: Truth;
  /** The episode that is mostly about it; null where nobody found one. */
  finding: Finding | null;
  right: boolean;
  waysFound: number;
  linksRight: number;
  linksWrong: number;
  topRight: boolean | null; // null: nothing was to be linked
}

const ESCALATED: ReadonlySet<Verdict> = new Set(['likely_compromise', 'attempted_abuse']);

export interface Score {
  stories: Judged[];
  background: Judged[];
  /** Episodes that no truth tells of. */
  untold: Finding[];
}

/** Which episode is about which story: the one that holds most of its denials. */
export function judge(scenario: Scenario, findings: readonly Finding[]): Score {
  const ofRecord = new Map<string, Finding>();
  for (const finding of findings) for (const id of finding.denials) ofRecord.set(id, finding);
  const claimed = new Set<Finding>();
  const one = (truth: Truth): Judged => {
    const counts = new Map<Finding, number>();
    for (const id of truth.denials) {
      const finding = ofRecord.get(id);
      if (finding) counts.set(finding, (counts.get(finding) ?? 0) + 1);
    }
    const [best] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
    const finding = best ?? null;
    for (const each of counts.keys()) claimed.add(each);
    const links = finding?.links ?? [];
    const inWay = (id: string): boolean => truth.ways.some((way) => way.includes(id));
    const waysFound = truth.ways.filter((way) => links.some(({ record }) => way.includes(record))).length;
    const linksRight = links.filter(({ record }) => inWay(record) || truth.also.includes(record)).length;
    return {
      truth,
      finding,
      right: finding !== null && truth.verdicts.includes(finding.verdict),
      waysFound,
      linksRight,
      linksWrong: links.length - linksRight,
      topRight: truth.ways.length === 0 ? null : links.length > 0 && inWay(links[0]!.record),
    };
  };
  const stories = scenario.truths.map(one);
  const background = scenario.background.map(one);
  return { stories, background, untold: findings.filter((finding) => !claimed.has(finding)) };
}

export interface Numbers {
  stories: number;
  verdict: number;
  precision: number;
  recall: number;
  f1: number;
  top1: number;
  background: number;
  falsePerThousand: number;
  undetermined: number;
  ece: number;
  eceEpisodes: number;
  calibration: { from: number; n: number; said: number; right: number }[];
  confusion: Record<string, Record<string, number>>;
  kinds: {
    kind: string;
    group: string;
    n: number;
    right: number;
    ways: number;
    found: number;
    wrong: number;
    answers: Record<string, number>;
  }[];
}

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

export function numbersOf(scores: readonly Score[]): Numbers {
  const stories = scores.flatMap((score) => score.stories);
  const background = scores.flatMap((score) => score.background);
  const untold = scores.flatMap((score) => score.untold);
  const sum = (list: readonly Judged[], of: (judged: Judged) => number): number => list.reduce((all, each) => all + of(each), 0); // biome-ignore format: one line
  // A link that nobody asked for is wrong wherever it stands: at honest stumbles too.
  const untoldLinks = untold.reduce((all, { links }) => all + links.length, 0);
  const right = sum(stories, (each) => each.linksRight);
  const wrong = sum(stories, (each) => each.linksWrong) + sum(background, (each) => each.linksWrong) + untoldLinks;
  const ways = sum(stories, ({ truth }) => truth.ways.length);
  const found = sum(stories, (each) => each.waysFound);
  const precision = share(right, right + wrong);
  const recall = share(found, ways);
  const linked = stories.filter(({ topRight }) => topRight !== null);
  const isAlarm = ({ finding }: Judged): boolean => finding !== null && ESCALATED.has(finding.verdict);
  const quietOnes = background.length + untold.length;
  const alarms = background.filter(isAlarm).length + untold.filter(({ verdict }) => ESCALATED.has(verdict)).length;
  const sayable = [...stories, ...background].filter(({ truth, finding }) => !truth.lacksLog && finding !== null);
  const calibration = bins([...stories, ...background]);
  const judged = calibration.reduce((all, { n }) => all + n, 0);
  const confusion: Numbers['confusion'] = {};
  for (const { truth, finding } of stories) {
    confusion[truth.verdicts[0]!] ??= {};
    const row = confusion[truth.verdicts[0]!]!;
    const said = finding?.verdict ?? 'no episode';
    row[said] = (row[said] ?? 0) + 1;
  }
  const kinds = [...new Set(stories.map(({ truth }) => truth.kind))].map((kind) => {
    const own = stories.filter(({ truth }) => truth.kind === kind);
    const answers: Record<string, number> = {};
    for (const { finding } of own) {
      const said = finding?.verdict ?? 'no episode';
      answers[said] = (answers[said] ?? 0) + 1;
    }
    return {
      kind,
      group: own[0]!.truth.group,
      n: own.length,
      right: own.filter((each) => each.right).length,
      ways: sum(own, ({ truth }) => truth.ways.length),
      found: sum(own, (each) => each.waysFound),
      wrong: sum(own, (each) => each.linksWrong),
      answers,
    };
  });
  return {
    stories: stories.length,
    verdict: share(stories.filter((each) => each.right).length, stories.length),
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    top1: share(linked.filter(({ topRight }) => topRight).length, linked.length),
    background: quietOnes,
    falsePerThousand: 1_000 * share(alarms, Math.max(1, quietOnes)),
    undetermined: share(sayable.filter(({ finding }) => finding!.verdict === 'undetermined').length, sayable.length),
    ece: calibration.reduce((all, { n, said, right: r }) => all + (n / Math.max(1, judged)) * Math.abs(said - r), 0),
    eceEpisodes: judged,
    calibration,
    confusion,
    kinds,
  };
}

/** Ten equal bins of confidence; verdicts that say nothing can be said are no claim and stand apart. */
function bins(judged: readonly Judged[]): Numbers['calibration'] {
  const list = Array.from({ length: 10 }, (_, i) => ({ from: i / 10, n: 0, said: 0, right: 0 }));
  for (const { finding, right } of judged) {
    if (finding === null || finding.confidence === null) continue;
    const bin = list[Math.min(9, Math.floor(finding.confidence * 10))]!;
    bin.n++;
    bin.said += finding.confidence;
    bin.right += right ? 1 : 0;
  }
  return list.map(({ from, n, said, right }) => ({ from, n, said: n === 0 ? 0 : said / n, right: n === 0 ? 0 : right / n })); // biome-ignore format: one line
}
