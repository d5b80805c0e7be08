/** The phone beside the screen: what it tells of a traveller, and what it does not tell of an unknown or of an exit. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isPlainlyOwn, PLAIN, type Standing, sideOf, strangeness, strangeReasons } from './strange';

const abroad: Standing = {
  n: 60,
  ip: 'unseen',
  network: 'unseen',
  country: 'unseen',
  native: 'untold',
  browser: 'usual',
  hours: 1,
  kind: null,
  flagged: false,
  shared: false,
  phone: 'near',
  speed: null,
};
const told = (s: Standing): string[] =>
  strangeReasons(s, () => ({ country: null, network: null })).map((r) => r.reason);

it('a phone that travelled along calms', () => {
  expect(told(abroad)).toContain('near');
  expect(strangeness(abroad)).toBeLessThan(strangeness({ ...abroad, phone: null }) - 3);
});

it('says nothing of somebody without a history', () => {
  const unknown: Standing = { ...abroad, n: 0, browser: 'unseen' };
  expect(told(unknown)).not.toContain('near');
  expect(sideOf(unknown)).toBe('open');
});

it.each(['tor', 'vpn', 'proxy', 'hosting'])('the country of a %s exit is nobody’s place', (kind) => {
  expect(told({ ...abroad, kind })).not.toContain('near');
  expect(sideOf({ ...abroad, kind })).toBe('strange');
});

it('the place of an egress that others share is not the person’s', () => {
  const far: Standing = { ...abroad, phone: null, speed: 30_000 };
  expect(sideOf(far)).toBe('strange');
  expect(sideOf({ ...far, shared: true })).not.toBe('strange');
  expect(told({ ...far, shared: true })).not.toContain('speed');
});

it('a network that nobody else uses is stranger, one that others use less strange', () => {
  const plain: Standing = { ...abroad, phone: null, country: 'usual' };
  expect(strangeness({ ...plain, others: 'new' })).toBeGreaterThan(strangeness(plain));
  expect(strangeness({ ...plain, others: 'common' })).toBeLessThan(strangeness(plain));
  expect(strangeness({ ...plain, kind: 'residential' })).toBeLessThan(strangeness(plain));
});

it('a device that goes unnamed where the log always names it speaks against its owner', () => {
  expect(told({ ...abroad, deviceShare: 0.95 })).toContain('nameless');
  expect(told({ ...abroad, deviceShare: 0.1 })).not.toContain('nameless');
  expect(told({ ...abroad, native: 'usual', deviceShare: 0.95 })).not.toContain('nameless');
});

it('an operator of many countries is no usual network in a country that is new', () => {
  const usualNetwork = (country: Standing['country']): number =>
    strangeness({ ...abroad, phone: null, country, network: 'usual' }) -
    strangeness({ ...abroad, phone: null, country, network: 'once' });
  expect(usualNetwork('usual')).toBeLessThan(-0.8);
  expect(usualNetwork('unseen')).toBeGreaterThan(-0.5);
});

it('a new telephone on the mobile network of a usual country keeps the share that the case sets', () => {
  const phone: Standing = { ...abroad, phone: null, country: 'usual', native: 'unseen', browser: 'unseen' };
  const at = (share: number): number => strangeness({ ...phone, roaming: share });
  expect(at(1)).toBe(strangeness(phone));
  expect(at(0.3)).toBeLessThan(at(1) - 0.3);
  expect(at(0)).toBeLessThan(at(0.3));
  // In a country that is new it is no telephone at home.
  expect(strangeness({ ...phone, country: 'unseen', roaming: 0 })).toBe(strangeness({ ...phone, country: 'unseen' }));
});

it('an address stands for the network that a log does not tell, the more the steadier it was', () => {
  const bare: Standing = {
    ...abroad,
    n: 20,
    phone: null,
    network: 'untold',
    country: 'untold',
    native: 'untold',
    browser: 'untold',
  };
  const steady = { ...bare, fresh: 1 / 22 };
  const roaming = { ...bare, fresh: 9 / 22 };
  expect(strangeness(steady)).toBeGreaterThan(strangeness({ ...steady, network: 'once' }) + 0.5);
  expect(strangeness(steady)).toBeGreaterThan(strangeness(roaming) + 0.5);
  expect(sideOf(steady)).toBe('open');
  expect(sideOf({ ...steady, isMachine: true })).toBe('strange');
  expect(strangeness({ ...steady, n: 0, fresh: 1 / 2 })).toBeLessThan(-0.5);
});

it('what is plainly the own place stays so, whatever the rest says', () => {
  const known = fc.constantFrom('untold', 'unseen', 'once', 'usual');
  const near = fc.constantFrom(null, 'common', 'known', 'new');
  const any = fc.record({
    n: fc.nat(500),
    ip: known,
    network: known,
    country: known,
    native: known,
    browser: known,
    hours: fc.constantFrom(0, 0.005, 0.5, 1),
    kind: fc.constantFrom(null, 'vpn', 'proxy', 'tor', 'hosting', 'mobile', 'residential', 'office', 'partner', 'scanner', 'malicious'), // biome-ignore format: one list
    away: fc.boolean(),
    flagged: fc.boolean(),
    shared: fc.boolean(),
    phone: fc.constantFrom('near', 'apart', null),
    others: near,
    othersCountry: near,
    deviceShare: fc.double({ min: 0, max: 1, noNaN: true }),
    fresh: fc.double({ min: 0.001, max: 1, noNaN: true }),
    isMachine: fc.boolean(),
    speed: fc.constant(null),
  }) as fc.Arbitrary<Standing>;
  const isTold = fc.check(
    fc.property(any, (s) => !isPlainlyOwn({ ...s, ip: 'usual', network: 'usual' })),
    { seed: 1 },
  );
  expect(isTold.failed).toBe(true); // some are
  fc.assert(
    fc.property(any, (s) => {
      const own: Standing = { ...s, ip: 'usual', network: 'usual' };
      if (!isPlainlyOwn(own)) return;
      expect(strangeness(own)).toBeLessThan(PLAIN);
      expect(sideOf(own)).toBe('own');
    }),
    { numRuns: 2_000 },
  );
});
