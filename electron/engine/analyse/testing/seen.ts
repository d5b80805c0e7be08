/** Records as a sweep sees them, of few values: accesses and denials often share some. */
import fc from 'fast-check';
import { flagBits } from '../../../../shared/model/event';
import { HOUR } from '../../../../shared/model/time';
import { FACTORS, OUTCOMES } from '../read';
import type { Seen } from '../stages/episode-draft';
import type { Standing } from '../stages/strange';

export const NOON = Date.UTC(2026, 2, 4, 12);
/** Objects as the program makes them. */
const record = <T>(of: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(of, { noNullPrototype: true });
const known = fc.constantFrom('untold' as const, 'unseen' as const, 'once' as const, 'usual' as const);
const near = fc.constantFrom(null, 'common' as const, 'known' as const, 'new' as const);
/** Few values, so that accesses and denials often share some. */
const few = fc.integer({ min: -1, max: 2 });

const standing: fc.Arbitrary<Standing> = record({
  ...{ ip: known, network: known, country: known, native: known, browser: known },
  ...{ others: near, othersCountry: near },
  n: fc.integer({ min: 0, max: 40 }),
  hours: fc.constantFrom(0, 1),
  kind: fc.constantFrom(null, 'vpn', 'hosting', 'residential'),
  flagged: fc.boolean(),
  shared: fc.boolean(),
  phone: fc.constant(null),
  speed: fc.constant(null),
});

export const seen: fc.Arbitrary<Seen> = record({
  ...{ eid: fc.nat(), rk: fc.nat(), content: fc.nat(), class: fc.constant(0), action: fc.nat(9) },
  time: fc.integer({ min: -HOUR, max: 200 * HOUR }).map((after) => NOON + after),
  outcome: fc.constantFrom(...Object.values(OUTCOMES)),
  factor: fc.constantFrom(null, FACTORS.push, FACTORS.fido2, FACTORS.sms),
  flags: fc.constantFrom(0, flagBits(['device_code']), flagBits(['legacy_protocol'])),
  source: fc.constantFrom(1, 2),
  ...{ code: fc.constant(null), app: fc.constant(null), resource: fc.constant(null), place: fc.constant(null) },
  ...{ ip: fc.constantFrom(null, 0, 1, 2), device: fc.constant(null), ua: fc.constant(null) },
  session: fc.constantFrom(null, 's', 't'),
  trace: record({
    ...{ ip: few, prefix: few, network: few, country: few },
    ...{ native: few, browser: few, app: few, factor: few },
  }),
  standing,
  strange: fc.double({ min: -4, max: 6, noNaN: true }),
  side: fc.constantFrom('own' as const, 'open' as const, 'strange' as const),
});
