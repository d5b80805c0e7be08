/** What a story leaves for the tests to check against; nothing of it goes into the case. */
import type { LinkKind, Verdict } from '../../../shared/model/words';
import type { Book } from './book';
import type { Person } from './company';
import type { Chance } from './random';

export interface Story {
  id: string;
  title: string;
  /** UPN of the person, or name of the service principal, that was denied. */
  identity: string;
  honest: boolean;
  /** Vendor's record ids of the denials; null entries are never made. */
  denials: string[];
  /** Record ids of the access that followed by the side door: any of them may stand first; empty where there is none. */
  linked: string[];
  /** Later records of the same intruder: may be linked, need not. */
  also: string[];
  verdicts: Verdict[];
  kinds: LinkKind[];
}

export interface Truth {
  seed: string;
  people: number;
  records: Record<string, number>; // by log
  stories: Story[];
  /** Guesses from the internet that the provider itself turned away: attempts, but nobody came in. */
  noise: string[];
}

export interface Stage {
  book: Book;
  people: Person[];
  chance: Chance;
}

/** A member of the cast by display name. */
export function cast(stage: Stage, name: string): Person {
  const found = stage.people.find((person) => person.display === name);
  if (!found) throw new Error(`nobody in the demo is called ${name}`);
  return found;
}
