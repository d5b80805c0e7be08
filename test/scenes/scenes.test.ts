/** Scenes written by hand, through the real importers and the whole analysis: verdict, access, kind and first step. */
import { describe, expect, it } from 'vitest';
import type { Episode } from '../../shared/model/episode';
import { run } from '../evaluate/run';
import { ANOTHER_HAND } from './another-hand';
import { COMPROMISE } from './compromise';
import { FIFTH_SET } from './fifth-set';
import { NEAR_HOME } from './near-home';
import { NO_ENTRY } from './no-entry';
import { filesOf } from './records';
import { type Says, type Scene, timeOf } from './scene';
import { TENANTS } from './tenants';

const told = ({ verdict, confidence, followedBy, for: pro, against, patterns, nextSteps }: Episode): string =>
  JSON.stringify({ verdict, confidence, patterns, access: followedBy.map(({ time, kind, score, reasons }) => [time, kind, score, reasons.slice(0, 9).map(({ text, weight }) => `${text} ${weight}`)]), pro: pro.map(({ text, weight }) => `${text} ${weight}`), against: against.map(({ text, weight }) => `${text} ${weight}`), nextSteps: nextSteps.slice(0, 2) }, null, 1); // biome-ignore format: one line

const minute = (time: number): string => new Date(time).toISOString().slice(0, 16);

function holds(episode: Episode, says: Says): void {
  const why = told(episode);
  expect([says.verdict].flat(), why).toContain(episode.verdict);
  const found = episode.followedBy.map(({ time }) => time.slice(0, 16));
  const wanted = says.access.map((when) => minute(timeOf(when)));
  if (wanted.length === 0) expect(found, why).toEqual([]);
  else {
    expect(wanted, why).toContain(found[0]);
    for (const one of wanted) expect(found, why).toContain(one);
  }
  if (says.kind) expect([says.kind].flat(), why).toContain(episode.followedBy[0]!.kind);
  expect(episode.nextSteps.slice(0, 2).join('\n'), why).toMatch(says.step);
}

async function play(scene: Scene): Promise<void> {
  const { episodes } = await run({ name: scene.name, files: filesOf(scene), records: scene.rows.length, truth: [] } as never); // biome-ignore format: one line
  for (const says of scene.says) {
    const own = episodes.filter(({ identity }) => identity.name.toLowerCase().startsWith(says.who) || identity.name.endsWith(says.who)); // biome-ignore format: one line
    expect(own.length, `episodes of ${says.who} among ${episodes.map(({ identity }) => identity.name).join(', ')}`).toBeGreaterThan(0); // biome-ignore format: one line
    // What happened on other days is an episode of its own, and nothing else.
    for (const episode of says.access.length === 0 ? own : own.slice(0, 1)) holds(episode, says);
  }
  for (const who of scene.none ?? [])
    expect(episodes.filter(({ identity }) => identity.name.startsWith(who)).map(told), `episodes of ${who}`).toEqual(
      [],
    );
  // Whoever else stumbled is not made a victim.
  const others = episodes.filter(({ identity }) => !scene.says.some(({ who }) => identity.name.startsWith(who) || identity.name.endsWith(who))); // biome-ignore format: one line
  for (const other of others) expect(other.verdict, told(other)).not.toBe('likely_compromise');
}

/** A case each: every fifth with the unit tests, all of them with `npm run test:scenes`. */
const isFull = process.env.SIDEDOOR_SCENES === 'full';
const some = (scenes: readonly Scene[]): (readonly [string, Scene])[] =>
  scenes.filter((_, i) => isFull || i % 5 === 0).map((scene) => [scene.name, scene] as const);

describe('somebody came in', () => {
  it.each(some(COMPROMISE))('%s', (_, scene) => play(scene));
});
describe('nobody came in', () => {
  it.each(some(NO_ENTRY))('%s', (_, scene) => play(scene));
});
describe('what a fourth set by another hand showed', () => {
  it.each(some(ANOTHER_HAND))('%s', (_, scene) => play(scene));
});
describe('what a fifth set by another hand showed', () => {
  it.each(some(FIFTH_SET))('%s', (_, scene) => play(scene));
  it.each(some(NEAR_HOME))('%s', (_, scene) => play(scene));
});
describe('tenants of all sizes', () => {
  it.each(some(TENANTS))('%s', (_, scene) => play(scene));
});
