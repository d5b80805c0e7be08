/** What a pattern is: a folder under `patterns/` whose index.ts default-exports one of these. */
import type { Outcome } from '../../../../shared/model/words';
import type { Candidate, EpisodeDraft, Seen } from '../stages/episode-draft';
import type { Names } from '../stages/names';
import type { EpisodeFacts } from '../stages/register';
import type { SideRules, Standing } from '../stages/strange';

/** What a piece of evidence speaks for. `attack` is shared by attempted abuse and compromise; a linked access parts them. */
export type Hypothesis = 'attack' | 'expected' | 'friction' | 'misconfigured';

export interface Evidence {
  text: string;
  toward: Hypothesis;
  /** Log-odds, > 0. */
  weight: number;
  events: Pick<Seen, 'rk' | 'content'>[];
  /** Tells whose hand it was and not why it was refused: it counts against an attack and names no other cause. */
  tellsOnlyWho?: true;
  /** It explains whatever looks like an attack: a test that was announced. */
  explains?: true;
  /** The person's word that it was not them: a usual place or device tells only whose it is, not who sat at it. */
  disowns?: true;
  /** Little is told but the place: all that is new of it is one fact, and weighs no more than one. */
  onlyPlace?: true;
  /** Ids of the register rows that say so. */
  rows?: readonly string[];
}

export interface PatternSetting {
  id: string;
  value: number;
  unit: string;
  about: string;
  /** What may be set instead, both included; absent: from nothing to a hundred times the value, whole where it is whole. */
  limits?: readonly [least: number, most: number];
  /** Whether only whole numbers make sense; absent: as the value is. */
  whole?: boolean;
}

/** Every pattern that weighs has this setting beside its own. */
export const WEIGHT: PatternSetting = {
  id: 'weight',
  value: 1,
  unit: 'times',
  about: 'How much its evidence counts in the verdict, against what the product gives it',
  limits: [0, 3],
  whole: false,
};

/** Facts about others that one episode alone does not know. */
export interface Surroundings {
  /** Other identities with an honest-looking denial at the same source and application within three hours. */
  alike: number;
  /** How many such are usual for a window of that length. */
  alikeUsually: number;
  /** Whether so many others stumbled alike, and so many times as many as usual. To be asked before how many. */
  isCrowd(people: number, times: number): boolean;
  /** Other identities that failed from the denied addresses within a day, and failures from there in all. */
  sprayed: number;
  sprayFailures: number;
}

/** What a pattern looks at: one episode with its surroundings. Pure facts; no database. */
export interface EpisodeView {
  draft: EpisodeDraft;
  isMachine: boolean;
  denials: number;
  /** Count of an outcome among the denials. */
  outcome(word: Outcome): number;
  /** Vendor codes of the denials, as written. */
  codes: ReadonlyMap<string, number>;
  /** First to last denial, milliseconds. */
  span: number;
  /** Links that the investigator has not rejected, best first. */
  links: readonly Candidate[];
  nextOwn: Candidate | null;
  /** What was known of the place of the strangest denial. */
  standing: Standing;
  surroundings: Surroundings;
  /** Below this many earlier sign-ins nothing is called unusual. */
  thin: number;
  /** A prompt that nobody answered for this long was not answered; milliseconds. */
  unansweredMs: number;
  /** From where on a place is the identity's own, or somebody else's. */
  sides: SideRules;
  /** What registers say of it. */
  facts: EpisodeFacts;
  names: Names;
}

export interface Pattern {
  id: string;
  title: string;
  /** What it means for the analyst: one or two sentences. */
  about: string;
  /** Published titles. */
  standards: readonly string[];
  /** The log without which it cannot be seen. */
  needs: string;
  settings: readonly PatternSetting[];
  /** It marks the episode, and adds nothing to the weighing: other evidence says it already, or it is none. */
  marksOnly?: true;
  /**
   * Null where the pattern is not there; else what it adds to the weighing (nothing, if other evidence says it already).
   * Pure: the same view gives the same answer.
   */
  look(view: EpisodeView, setting: (id: string) => number): Evidence[] | null;
}

/** The settings of a pattern, its weight among them. */
export const settingsOf = ({
  settings,
  marksOnly,
}: Pick<Pattern, 'settings' | 'marksOnly'>): readonly PatternSetting[] =>
  marksOnly ? settings : [...settings, WEIGHT];
