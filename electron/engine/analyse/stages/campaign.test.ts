/** What the others of an organisation tell of somebody of whom little is known. */
import { expect, it } from 'vitest';
import { DAY } from '../../../../shared/model/time';
import { Egress, Neighbourhood, Sprays } from './campaign';
import { NONE } from './dimensions';

it('calls a network new only where enough people are known', () => {
  const networks = new Neighbourhood();
  for (let who = 0; who < 4; who++) networks.use(100, who);
  expect(networks.of(200, 50, 5)).toBeNull();
  networks.use(100, 4);
  expect(networks.of(200, 50, 5)).toBe('new');
  expect(networks.of(NONE, 50, 5)).toBeNull();
  expect(networks.of(200, 50, 6)).toBeNull();
  expect(networks.of(100, 50, 2)).toBe('common');
});

it('counts the others, never the identity itself', () => {
  const networks = new Neighbourhood();
  for (let who = 0; who < 8; who++) networks.use(who, who);
  networks.use(5, 1);
  networks.use(5, 2);
  expect(networks.of(5, 5, 5)).toBe('known');
  expect(networks.of(5, 6, 5)).toBe('common');
  expect(networks.of(6, 6, 5)).toBe('new');
});

it('knows an address through which four came in', () => {
  const egress = new Egress();
  for (const who of [1, 2, 3, 3]) egress.use(9, who, 0);
  expect(egress.isOfMany(9)).toBe(false);
  egress.use(9, 4, 0);
  expect(egress.isOfMany(9)).toBe(true);
});

it('remembers for a month an address where five or more failed, and forgets one where fewer did', () => {
  const sprays = new Sprays();
  for (let who = 0; who < 6; who++) sprays.fail(1, who, 0);
  for (let who = 0; who < 4; who++) sprays.fail(2, who, 0);
  expect(sprays.fail(1, 9, DAY).earlier).toBe(0);
  expect(sprays.fail(1, 9, 5 * DAY).earlier).toBe(7);
  expect(sprays.fail(1, 9, 20 * DAY).earlier).toBe(7);
  expect(sprays.fail(2, 9, 5 * DAY).earlier).toBe(0);
  expect(sprays.fail(1, 9, 60 * DAY).earlier).toBe(0);
});
