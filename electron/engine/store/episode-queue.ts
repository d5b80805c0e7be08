/** The queue of episodes: out of the index that the analysis left, so that only what is shown is read. */
import type { CampaignKind } from '../../../shared/model/campaign';
import { type Folds, foldsOf } from './campaigns';
import { episodeIndex } from './episode-index';
import { episodeMatcher } from './episode-query';
import { askedEpisode, type EpisodeRow } from './episode-reads';
import { countEpisodes, episodeWords, hiddenEpisodes } from './episode-words';
import type { ReadDb } from './open';
import { marksOf } from './stars';

export interface QueueFilter {
  state: 'open' | 'new' | 'triaged' | 'decided' | 'closed' | 'suppressed' | 'starred' | 'all';
  search: string;
  range: { from: number; to: number } | null;
  identities: string[] | null;
  /** How episodes are folded into one row: loops of one machine always, and what is asked for. */
  group: 'none' | 'urgency' | 'campaign' | 'identity';
  /** Folds whose members are wanted as well. */
  open: readonly string[];
  offset: number;
  limit: number;
}

/** Where a row stands in its fold. */
export interface QueueFold {
  id: string;
  kind: 'loop' | 'identity' | CampaignKind;
  key: string;
  episodes: number; // of it in this queue
  identities: number;
  denials: number;
  place: number; // 0: the most urgent one, which stands for all
  isOpen: boolean;
}

/** Whether an episode (row) is in the state asked for. */
function inState(db: ReadDb, state: QueueFilter['state']): (pid: number) => boolean {
  const { decided, closed, viewed, starred } = episodeWords(db);
  const hidden = hiddenEpisodes(db, Date.now());
  const isOpen = (pid: number): boolean => !decided.has(pid) && !hidden.has(pid);
  switch (state) {
    case 'open':
      return isOpen;
    case 'new':
      return (pid) => isOpen(pid) && !viewed.has(pid);
    case 'triaged':
      return (pid) => isOpen(pid) && viewed.has(pid);
    case 'decided':
      return (pid) => decided.has(pid) && !closed.has(pid);
    case 'closed':
      return (pid) => closed.has(pid);
    case 'suppressed':
      return (pid) => hidden.has(pid);
    case 'starred':
      return (pid) => starred.has(pid);
    case 'all':
      return () => true;
  }
}

/** Places in the index of what a filter leaves, in its order. */
function placesOf(db: ReadDb, filter: Omit<QueueFilter, 'offset' | 'limit'>): number[] {
  const { pids, iids, starts, finishes } = episodeIndex(db);
  const isIn = inState(db, filter.state);
  const { range } = filter;
  const who =
    filter.identities === null
      ? null
      : new Set(
          db
            .prepare<[string], number>('SELECT iid FROM identity WHERE id IN (SELECT value FROM json_each(?))')
            .pluck()
            .all(JSON.stringify(filter.identities)),
        );
  const places: number[] = [];
  for (let place = 0; place < pids.length; place++)
    if (
      (who === null || who.has(iids[place]!)) &&
      (range === null || (starts[place]! < range.to && finishes[place]! >= range.from)) &&
      isIn(pids[place]!)
    )
      places.push(place);
  if (filter.search.trim() === '') return places;
  const fits = episodeMatcher(filter.search, (id) => marksOf(db, id));
  const one = db.prepare<[number], EpisodeRow>('SELECT * FROM episode WHERE pid = ?');
  return places.filter((place) => {
    const row = one.get(pids[place]!)!;
    return fits(askedEpisode(db, row), row.summary);
  });
}

/** A place that stands alone, or a fold at its first place. */
type Entry = number | { key: string; group: number[] };

/** One list of rows in order, out of the places that a filter leaves. */
function entriesOf(db: ReadDb, hits: readonly number[], by: QueueFilter['group']): Entry[] {
  const { pids, iids } = episodeIndex(db);
  const { loops, campaignOf } = by === 'urgency' || by === 'campaign' ? foldsOf(db) : NO_FOLDS;
  const folds = new Map<string, { key: string; group: number[] }>();
  const entries: Entry[] = [];
  for (const place of hits) {
    const [pid, iid] = [pids[place]!, iids[place]!];
    const campaign = by === 'campaign' ? campaignOf().get(pid) : undefined;
    const key = campaign ? campaign.id : by === 'identity' ? `i${iid}` : loops.has(pid) ? `l${iid}` : null;
    const fold = key === null ? undefined : folds.get(key);
    if (fold) fold.group.push(place);
    else if (key === null) entries.push(place);
    else {
      const made = { key, group: [place] };
      folds.set(key, made);
      entries.push(made);
    }
  }
  return entries;
}

/** How many rows an entry takes: a closed fold is one. */
const rowsOf = (entry: Entry, open: ReadonlySet<string>): number =>
  typeof entry !== 'number' && open.has(entry.key) ? entry.group.length : 1;

/** The row of the queue in which an episode stands, or the closed fold that holds it; null where the queue does not. */
export function queuePlace(db: ReadDb, pid: number, filter: Omit<QueueFilter, 'offset' | 'limit'>): number | null {
  const wanted = episodeIndex(db).pids.indexOf(pid);
  const open = new Set(filter.open);
  let row = 0;
  for (const entry of entriesOf(db, placesOf(db, filter), filter.group)) {
    const nth = typeof entry === 'number' ? (entry === wanted ? 0 : -1) : entry.group.indexOf(wanted);
    const n = rowsOf(entry, open);
    if (nth >= 0) return row + Math.min(nth, n - 1);
    row += n;
  }
  return null;
}

/**
 * The queue: most urgent first. Searching reads every episode that the other filters leave. A fold stands where its most
 * urgent episode does and counts what of it is in this queue; `total` counts rows, `episodes` what they stand for.
 */
export function queue(
  db: ReadDb,
  filter: QueueFilter,
): { rows: (EpisodeRow & { fold: QueueFold | null })[]; total: number; episodes: number } {
  const { pids, iids, denials } = episodeIndex(db);
  const hits = placesOf(db, filter);
  const entries = entriesOf(db, hits, filter.group);
  const { campaignOf } = filter.group === 'campaign' ? foldsOf(db) : NO_FOLDS;
  const open = new Set(filter.open);
  const [from, to] = [filter.offset, filter.offset + filter.limit];
  const shown: { place: number; group: number[]; key: string; nth: number }[] = [];
  let total = 0;
  for (const entry of entries) {
    const isAlone = typeof entry === 'number';
    const n = rowsOf(entry, open);
    for (let nth = Math.max(0, from - total); nth < n && total + nth < to; nth++) {
      if (isAlone) shown.push({ place: entry, group: [entry], key: '', nth });
      else shown.push({ place: entry.group[nth]!, ...entry, nth });
    }
    total += n;
  }
  const one = db.prepare<[number], EpisodeRow>('SELECT * FROM episode WHERE pid = ?');
  const rows = shown.map(({ place, group, key, nth }) => {
    const pid = pids[place]!;
    const row = one.get(pid)!;
    if (group.length === 1) return { ...row, fold: null };
    const campaign = key.startsWith('c') ? campaignOf().get(pid) : undefined;
    const fold: QueueFold = {
      id: key,
      kind: campaign ? campaign.kind : key.startsWith('l') ? 'loop' : 'identity',
      key: campaign ? campaign.key : '',
      episodes: group.length,
      identities: new Set(group.map((each) => iids[each])).size,
      denials: group.reduce((sum, each) => sum + denials[each]!, 0),
      place: nth,
      isOpen: open.has(key),
    };
    return { ...row, fold };
  });
  return { rows, total, episodes: hits.length };
}

const NO_FOLDS: Pick<Folds, 'loops' | 'campaignOf'> = { loops: new Map(), campaignOf: () => new Map() };

export function episodeCounts(db: ReadDb): { open: number; all: number; suppressed: number } {
  const { decided } = episodeWords(db);
  const hidden = hiddenEpisodes(db, Date.now());
  const all = countEpisodes(db);
  let both = 0;
  for (const pid of hidden) if (decided.has(pid)) both++;
  return { open: all - decided.size - hidden.size + both, all, suppressed: hidden.size };
}
