/**
 * Runs the analysis of a case (`node habit-pass.js CASE`, built by habits.ts) with a stopwatch around everything that is
 * learnt and asked of habits: traces, sights, sessions, devices, clocks, prompts, shared egress, and what was usual before
 * a denial. The stopwatch itself counts as well, so the sum is an upper bound. Prints seconds.
 */
import { analyse } from '../../electron/engine/analyse/run';
import { Egress } from '../../electron/engine/analyse/stages/campaign';
import { Habits } from '../../electron/engine/analyse/stages/habits';
import { PromptRates } from '../../electron/engine/analyse/stages/prompts';
import { Tracer } from '../../electron/engine/analyse/stages/tracer';
import { openCase } from '../../electron/engine/case/folder';

let inside = 0;
let total = 0;
let calls = 0;

/** Replaces a method by itself with a stopwatch; calls within calls are counted once. */
function timed<C extends { prototype: object }>(owner: C, names: readonly (keyof C['prototype'] & string)[]): void {
  for (const name of names) {
    const prototype = owner.prototype as Record<string, (...input: unknown[]) => unknown>;
    const work = prototype[name]!;
    prototype[name] = function (this: unknown, ...input: unknown[]) {
      if (inside++ > 0) {
        const result = work.apply(this, input);
        inside--;
        return result;
      }
      const started = performance.now();
      const result = work.apply(this, input);
      total += performance.now() - started;
      calls++;
      inside--;
      return result;
    };
  }
}

timed(Tracer, ['trace', 'seen', 'clockOf']);
timed(Habits, ['see', 'seeSession', 'seeDevice']);
timed(Egress, ['use', 'isShared']);
timed(PromptRates, ['see']);

const opened = openCase(process.argv[2]!, {
  create: false,
  actor: () => ({ name: 'bench', confirmed: true }),
  version: '0',
});
const { seconds, episodes } = await analyse(opened, { force: true });
opened.db.close();
console.log(JSON.stringify({ habits: total / 1_000, analyse: seconds, calls, episodes }));
