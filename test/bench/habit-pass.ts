/**
 * The habit pass alone over a case that is there (`node index.mjs CASE`, built by habits.ts): every access is learnt from
 * and every denial asked what was usual before it, as the analysis does it; reading the rows is left out. Prints seconds.
 */
import { join } from 'node:path';
import { Facts } from '../../electron/engine/analyse/facts';
import {
  ACTOR,
  DENIED,
  MARK,
  OUTCOME,
  OUTCOMES,
  SUCCEEDED,
  SWEEP_COLUMNS,
  type SweepRow,
  TIME,
} from '../../electron/engine/analyse/read';
import { Egress, Neighbourhood } from '../../electron/engine/analyse/stages/campaign';
import { Dimensions } from '../../electron/engine/analyse/stages/dimensions';
import { Habits } from '../../electron/engine/analyse/stages/habits';
import { resolveIdentities } from '../../electron/engine/analyse/stages/identities';
import { Learner } from '../../electron/engine/analyse/stages/learner';
import { PromptRates } from '../../electron/engine/analyse/stages/prompts';
import { Origins } from '../../electron/engine/analyse/stages/sessions';
import { Sights } from '../../electron/engine/analyse/stages/sights';
import { Tracer } from '../../electron/engine/analyse/stages/tracer';
import { openCaseDb } from '../../electron/engine/store/open';
import { analysisRead } from '../../electron/engine/store/sweep-reads';
import { isMachine } from '../../shared/model/words';

const CHUNK = 8_192;
const db = openCaseDb(join(process.argv[2]!, 'case.db'), { readOnly: true });
const read = analysisRead<SweepRow>(db.read, SWEEP_COLUMNS);
const actors = read.actors();
const who = resolveIdentities(actors);
const facts = new Facts([], actors, who);
const dimensions = new Dimensions(read);
const egress = new Egress();
const [network, country, browser] = [new Neighbourhood(), new Neighbourhood(), new Neighbourhood()];
const machines = who.identities.map(({ kind }) => isMachine(kind));
const tracer = new Tracer(dimensions, egress, facts, { network, country, browser, isMachine: (i) => machines[i]! });
const learner = new Learner(tracer, dimensions, egress, { network, country, browser });
const ledger = { sights: new Sights(who.identities.length), origins: new Origins() };
const habits = who.identities.map((_, i) => new Habits(ledger, i));
const prompts = who.identities.map(() => new PromptRates());

let [seconds, learnt, asked] = [0, 0, 0];
for (let from = Number.MIN_SAFE_INTEGER; ; ) {
  const rows = read.sweep(from, CHUNK);
  const started = performance.now();
  for (const row of rows) {
    const i = row[ACTOR] === null ? -1 : who.ofActor[row[ACTOR]]!;
    if (i < 0) continue;
    const mark = row[MARK];
    if (mark !== SUCCEEDED && mark !== DENIED) continue;
    const trace = tracer.trace(row);
    if (mark === DENIED || row[OUTCOME] === OUTCOMES.success_mfa) prompts[i]!.see(row[TIME]);
    if (mark === SUCCEEDED) {
      learner.learn(row, habits[i]!, trace, i, machines[i]!, true);
      learnt++;
    } else {
      tracer.seen(row, trace, habits[i]!, i, row[TIME]);
      asked++;
    }
  }
  seconds += (performance.now() - started) / 1_000;
  if (rows.length < CHUNK) break;
  from = rows.at(-1)![TIME] + 1;
}
db.close();
console.log(JSON.stringify({ seconds, learnt, asked, identities: habits.length }));
