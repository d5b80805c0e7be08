/** A story: something that happens to somebody, written into the logs with the truth beside it. */
import type { Chance } from '../../../electron/engine/demo/random';
import type { Door, DoorId, How, Visit } from '../doors';
import { type Group, HOUR, MINUTE, SECOND, type Stage } from '../stage';
import { type Person, type Spot, stranger } from '../world';

export interface Story {
  id: string;
  group: Group;
  /** Doors without which it cannot happen. */
  doors?: readonly DoorId[];
  /** Not at these. */
  without?: readonly DoorId[];
  tell(stage: Stage, chance: Chance): void;
}

export const HOSTILE: readonly How[] = ['declined', 'declined', 'ignored', 'wrong_code'];

/** A door at which the person refuses prompts of somebody else: mostly the first one. */
export function frontDoor(stage: Stage, chance: Chance): Door {
  const doors = [...stage.doors.values()].filter(({ hows }) => hows.length > 0);
  return chance.yes(0.75) ? stage.primary : chance.pick(doors);
}

export interface Raid {
  person: Person;
  door: Door;
  visit: Visit;
  denials: string[];
  start: number;
  /** Of the last refusal. */
  end: number;
}

/** Prompts of an intruder, refused one after the other. */
export function raid(
  stage: Stage,
  chance: Chance,
  more: {
    n: number;
    gap?: readonly [number, number];
    door?: Door;
    hows?: readonly How[];
    at?: Spot;
    person?: Person;
    start?: number;
  },
): Raid {
  const person = more.person ?? stage.cast();
  const door = more.door ?? frontDoor(stage, chance);
  const start = more.start ?? stage.moment(chance, person, chance.pick([[0, 24], [0, 6], [20, 24], [9, 17]] as const)); // biome-ignore format: hours
  const visit: Visit = { person, time: start, at: more.at ?? stage.lair(chance, person, true), device: stranger(chance, person), phone: stage.mobileOf(person) }; // biome-ignore format: one line
  const denials: string[] = [];
  const [low, high] = more.gap ?? [20, 240];
  const wanted = more.hows ?? HOSTILE;
  const can = wanted.filter((how) => door.hows.includes(how));
  let time = start;
  let end = start;
  // Now and then the person goes on working meanwhile.
  const meanwhile = more.n > 2 && chance.yes(0.2) ? Math.floor(more.n / 2) : -1;
  for (let i = 0; i < more.n; i++) {
    denials.push(...door.deny({ ...visit, time }, can.length > 0 ? chance.pick(can) : door.hows[0]!));
    end = time;
    if (i === meanwhile) {
      const own = { person, time: time + 9 * SECOND, at: stage.placeOf(person, time), device: person.laptop };
      door.approve({ ...own, phone: stage.mobileOf(person), session: stage.sessionOf(person, time) });
    }
    time += chance.int(low, high) * SECOND;
  }
  return { person, door, visit, denials, start, end };
}

/** What an intruder does once in: applications, mail, again the next hours. Ids of all of it. */
export function afterwards(chance: Chance, door: Door, visit: Visit, session: string): string[] {
  const ids: string[] = [];
  if (!door.use) return ids;
  for (let n = chance.int(0, 4), time = visit.time; n > 0; n--) {
    time += chance.int(1, 50) * MINUTE;
    ids.push(...door.use({ ...visit, time, session, app: undefined }));
  }
  return ids;
}

/** How long an intruder waits: minutes mostly, sometimes days. */
export const pause = (chance: Chance, longest = 4 * 24 * HOUR): number =>
  Math.min(
    longest,
    chance.weigh([
      [chance.int(40, 600) * SECOND, 5],
      [chance.int(10, 90) * MINUTE, 3],
      [chance.int(2, 20) * HOUR, 2],
      [chance.int(20, 90) * HOUR, 1],
    ] as const),
  );
