/** Learns from one access of its own identity: what is usual for it, and who shares which address, network and country. */
import { CLASS, CLASSES, DEVICE, EID, IP, PLACE, SESSION, SOURCE, type SweepRow, TIME } from '../read';
import type { Egress, Neighbourhood } from './campaign';
import { type Dimensions, NONE } from './dimensions';
import type { Habits, Trace } from './habits';
import type { Tracer } from './tracer';

export class Learner {
  constructor(
    readonly tracer: Tracer,
    readonly dimensions: Dimensions,
    readonly egress: Egress,
    readonly near: Record<'network' | 'country' | 'browser', Neighbourhood>,
  ) {}

  /** `counted`: the access is an attempt of its own, no copy and no step of one. */
  learn(row: SweepRow, habits: Habits, trace: Trace, who: number, isMachine: boolean, counted: boolean): void {
    if (!isMachine) {
      const { near } = this;
      if (!habits.has('network', trace.network)) near.network.use(trace.network, who);
      if (!habits.has('country', trace.country)) near.country.use(trace.country, who);
      if (!habits.has('browser', trace.browser)) near.browser.use(trace.browser, who);
    }
    if (habits.clock === null) habits.clock = this.tracer.clockOf(row, trace, who, isMachine);
    if (isMachine && habits.cadence === null) habits.cadence = { n: 0, sum: 0, squares: 0 };
    habits.see(trace, row[TIME], counted && (isMachine || row[CLASS] === CLASSES.authentication));
    habits.seeDevice(row[SOURCE], trace, this.dimensions.isManaged(row[DEVICE]));
    if (row[SESSION] !== null) habits.seeSession(row[SESSION], trace);
    if (trace.ip === NONE) return;
    const last = habits.spot;
    if (last === null || last.ip !== trace.ip) this.egress.use(trace.ip, who, row[TIME]);
    if (last !== null && last.ip === trace.ip && last.place === row[PLACE]) {
      last.time = row[TIME];
      last.eid = row[EID];
      return;
    }
    const spot = this.dimensions.spotOf(row[PLACE], row[IP]);
    if (spot) habits.spot = { ...spot, time: row[TIME], eid: row[EID], ip: trace.ip, place: row[PLACE] };
  }
}
