/** Words on who is who in two copies of a case: those of the other copy are said here too, in a custody line that names who said them first. */
import type { Conflict, ConflictSide } from '../../../shared/model/combine';
import type { IdentityWord } from '../../../shared/model/identity';
import { resolveTarget } from './annotations';
import { inOrder, type Say } from './combine-rules';
import { identityWords, MERGE, SPLIT, WITHDRAW, withdrawnWords } from './identity-words';
import type { ReadDb, WriteDb } from './open';

/** The same word in both copies, whatever the number of its line. */
function keyOf(word: IdentityWord): string {
  const spellings = word.act === 'split' ? word.spellings : [];
  return JSON.stringify([word.act, [...word.identities].sort(), word.why, word.by, word.at, spellings]);
}

const sideOf = ({ act, names, why, by, at }: IdentityWord): ConflictSide => ({
  says: `${act === 'merge' ? 'one identity' : 'not one identity'}: ${names.join(', ')}`,
  why,
  by,
  at,
});

/** One copy says that an identity is also somebody else, the other that part of it is somebody else: both stand, and are shown. */
export function identityConflicts(db: ReadDb, other: ReadDb): Conflict[] {
  const [ours, theirs] = [identityWords(db), identityWords(other)];
  const known = (words: readonly IdentityWord[]): Set<string> => new Set(words.map(keyOf));
  const [here, there] = [known([...ours, ...withdrawnWords(db)]), known([...theirs, ...withdrawnWords(other)])];
  const mine = ours.filter((word) => !there.has(keyOf(word)));
  return theirs
    .filter((word) => !here.has(keyOf(word)))
    .flatMap((word) =>
      mine
        .filter((own) => own.act !== word.act && own.identities.some((id) => word.identities.includes(id)))
        .map(
          (own): Conflict => ({
            kind: 'identity',
            on: own.identities.find((id) => word.identities.includes(id))!,
            sides: inOrder(sideOf(own), sideOf(word)),
          }),
        ),
    );
}

/** Words that stand on any identity, as sides of a conflict. */
export const standingWords = (db: ReadDb): ConflictSide[] => identityWords(db).map(sideOf);

/** Says here what only the other copy says, and takes back here what it took back. */
export function takeIdentityWords(
  db: WriteDb,
  other: ReadDb,
  say: Say,
): { added: number; withdrawn: number; homeless: number } {
  const done = { added: 0, withdrawn: 0, homeless: 0 };
  const known = new Set([...identityWords(db), ...withdrawnWords(db)].map(keyOf));
  for (const word of identityWords(other)) {
    if (known.has(keyOf(word))) continue;
    const { act, seq: _, by, at, ...detail } = word;
    say(act === 'merge' ? MERGE : SPLIT, { ...detail, said: { by, at } });
    done.added += 1;
    if (!word.identities.every((id) => resolveTarget(db, id))) done.homeless += 1;
  }
  const gone = new Set(withdrawnWords(other).map(keyOf));
  for (const word of identityWords(db)) {
    if (!gone.has(keyOf(word))) continue;
    const { seq, act, identities, names } = word;
    say(WITHDRAW, { word: seq, act, identities, names });
    done.withdrawn += 1;
  }
  return done;
}
