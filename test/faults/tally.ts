/** What was tried and what became of it, printed at the end: a count is worth more than "passed". */
import type { Acknowledged, Found } from './whole';

export class Tally {
  moments = 0;
  acknowledged = 0;
  lost = 0;
  readonly faults: string[] = [];
  readonly #kinds = new Map<string, number>();

  /** `where`: what a person needs to try the same again. */
  add(kind: string, where: string, acknowledged: Acknowledged, found: Found): void {
    this.moments += 1;
    this.acknowledged += acknowledged.count;
    this.lost += found.lost.length;
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
    for (const fault of found.faults) this.faults.push(`${kind}, ${where}: ${fault}`);
  }

  print(title: string): void {
    const kinds = [...this.#kinds].map(([kind, n]) => `${n} ${kind}`).join(', ');
    console.log(
      `FAULTS ${title}: ${this.moments} moments tried (${kinds}), ${this.acknowledged} acts acknowledged, ${this.lost} acts lost, ${this.faults.length} faults`,
    );
    for (const fault of this.faults.slice(0, 20)) console.log(`  ${fault}`);
  }
}
