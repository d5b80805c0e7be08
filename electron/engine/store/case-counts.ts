/** Counts of the whole case, for the head of the window. */
import { countAll } from './columns/state';
import { countEpisodes, episodeWords, hiddenEpisodes } from './episode-words';
import type { ReadDb } from './open';
import { untilWritten } from './writes';

export interface CaseCounts {
  events: number;
  denials: number; // attempts, as the analysis counted them for all identities
  identities: number;
  episodes: number;
  open: number; // episodes without a decision that stands, and not suppressed
  suppressed: number; // without a decision, out of sight as noise
  files: number; // read and recognised, not removed
  first: number | null; // milliseconds UTC
  last: number | null;
}

const PRESENT = `FROM file f JOIN import i ON i.id = f.import_id
  WHERE i.state = 'complete' AND f.removed IS NULL AND f.source IS NOT NULL`;

const counted = untilWritten(
  (db) =>
    db
      .prepare<[], Pick<CaseCounts, 'denials' | 'identities' | 'files' | 'first' | 'last'>>(
        `SELECT
        (SELECT coalesce(sum(denials), 0) FROM identity) AS denials,
        (SELECT count(*) FROM identity) AS identities,
        (SELECT count(*) ${PRESENT}) AS files,
        (SELECT min(f.first) ${PRESENT}) AS first,
        (SELECT max(f.last) ${PRESENT}) AS last`,
      )
      .get()!,
);

export function caseCounts(db: ReadDb): CaseCounts {
  const { decided } = episodeWords(db);
  const hidden = hiddenEpisodes(db, Date.now());
  const episodes = countEpisodes(db);
  let suppressed = 0;
  for (const pid of hidden) if (!decided.has(pid)) suppressed++;
  return {
    events: countAll(db),
    ...counted(db),
    episodes,
    open: episodes - decided.size - suppressed,
    suppressed,
  };
}
