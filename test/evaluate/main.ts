/** The command: runs, prints, and writes the document where the seeds are the final ones. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from './document';
import { evaluate, outsideMasked, outside as second } from './evaluate';

const names = (kind: string, n: number): string[] => Array.from({ length: n }, (_, i) => `${kind}-${i + 1}`);
export const SEEDS: Record<string, string[]> = { tune: names('tune', 5), final: names('nov', 10) };
/** Of the second generator, for the document; `a`, `b` and `c` were tuned on. */
const OUTSIDE = names('apart', 4);

export interface Options {
  seeds: string;
  wrong: boolean;
  /** The second generator's cases in place of the first one's. */
  outside: boolean;
  /** … with masked addresses. */
  masked: boolean;
  root: string;
  print(text: string): void;
}

const pct = (value: number): string => value.toFixed(3);

export async function main({ seeds, wrong, outside, masked, root, print }: Options): Promise<void> {
  const list = SEEDS[seeds] ?? seeds.split(',');
  const done = await evaluate(
    list,
    (scenario, ran, score) => {
      print(`${scenario.name}: ${scenario.records} records, ${ran.episodes.length} episodes, ${score.stories.filter(({ right }) => right).length}/${score.stories.length} right, import ${ran.seconds.import.toFixed(1)} s, analysis ${ran.seconds.analyse.toFixed(2)} s\n`); // biome-ignore format: one line
      if (!wrong) return;
      const byRecord = new Map(ran.findings.map((finding, i) => [finding, ran.episodes[i]!]));
      for (const each of [...score.stories, ...score.background]) {
        const bad =
          !each.right || each.linksWrong > 0 || each.waysFound < each.truth.ways.length || each.topRight === false;
        if (!bad) continue;
        const episode = each.finding ? byRecord.get(each.finding)! : null;
        print(`  ${each.truth.kind} (${each.truth.verdicts[0]}) → ${episode?.verdict ?? 'none'} ${episode?.confidence ?? ''} ways ${each.waysFound}/${each.truth.ways.length} wrong ${each.linksWrong} denials ${each.truth.denials.length}${episode ? ` ${episode.identity.name} ${episode.start} ${JSON.stringify(episode.outcomes)} ${episode.ips[0]} ${episode.countries[0]} own:${episode.nextOwn?.delaySeconds} ${episode.patterns.join(' ')}` : ''}\n`); // biome-ignore format: one line
        if (!episode) continue;
        print(`     for ${episode.for.map(({ text, weight }) => `${text} ${weight}`).join(' | ')}\n     against ${episode.against.map(({ text, weight }) => `${text} ${weight}`).join(' | ')}\n`); // biome-ignore format: one line
        for (const link of episode.followedBy) print(`     → ${link.kind} ${link.score} ${link.identity} ${link.source} ${link.delaySeconds}s: ${link.reasons.map(({ text, weight }) => `${text} ${weight}`).join(' | ')}\n`); // biome-ignore format: one line
      }
      for (const { verdict, links, denials } of score.untold)
        if (links.length > 0 || verdict === 'likely_compromise' || verdict === 'attempted_abuse')
          print(`  untold ${verdict} links ${links.length} ${denials.length} denials ${denials[0]}\n`);
    },
    masked ? outsideMasked : outside ? second : undefined,
  );
  const { numbers, records, rules } = done;
  print(`${records} records, ${numbers.stories} stories, ${numbers.background} background episodes\n`);
  print(`verdict ${pct(numbers.verdict)} precision ${pct(numbers.precision)} recall ${pct(numbers.recall)} F1 ${pct(numbers.f1)} top-1 ${pct(numbers.top1)} false/1000 ${numbers.falsePerThousand.toFixed(2)} undetermined ${pct(numbers.undetermined)} ECE ${pct(numbers.ece)} over ${numbers.eceEpisodes}\n`); // biome-ignore format: one line
  for (const { kind, group, n, right, ways, found, wrong: bad, answers } of numbers.kinds)
    print(
      `${group.padEnd(13)} ${kind.padEnd(24)} ${right}/${n} ways ${found}/${ways} wrong ${bad} ${JSON.stringify(answers)}\n`,
    );
  for (const { title, numbers: rule } of rules)
    print(`${title.padEnd(54)} verdict ${pct(rule.verdict)} link F1 ${pct(rule.f1)} top-1 ${pct(rule.top1)}\n`);
  for (const bin of numbers.calibration)
    print(`${bin.from} n ${bin.n} said ${pct(bin.said)} right ${pct(bin.right)}\n`);
  if (seeds === 'final' && !outside && !masked) {
    const others = await evaluate(OUTSIDE, undefined, second);
    const hidden = await evaluate(OUTSIDE, undefined, outsideMasked);
    writeFileSync(join(root, 'docs/evaluation.md'), documentOf(done, list, others, hidden, OUTSIDE));
  }
}
