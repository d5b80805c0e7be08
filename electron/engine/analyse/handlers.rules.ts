/** The investigator's rules: thresholds, noise, and which denials make one episode. Each change is a custody line. */
import { createHash } from 'node:crypto';
import { base32 } from '../../../shared/base/text';
import type { HandlersOf, rules } from '../../../shared/contract';
import type { FindingChanges } from '../../../shared/model/change';
import { type Episode, linksOf } from '../../../shared/model/episode';
import type { Regrouping } from '../../../shared/model/regroup';
import type { Suppression, SuppressionPreview } from '../../../shared/model/suppression';
import type { ThresholdValues } from '../../../shared/model/threshold';
import { DAY, rfc3339 } from '../../../shared/model/time';
import { SidedoorError } from '../../../shared/rpc/errors';
import { askedQuery } from '../query/asked-query';
import type { OpenCase, Session } from '../session';
import { reviewLink, reviewsOf } from '../store/decisions';
import { type EpisodeRow, episodeRow, printEpisode } from '../store/episode-reads';
import { durable, type ReadDb } from '../store/open';
import { regroup, restoreRegroup, standingRegroups, withdrawRegroup } from '../store/regroup';
import {
  fitting,
  hiddenBy,
  keepSuppression,
  neverHidden,
  refreshSuppressed,
  suppressionOf,
  suppressions,
  withdrawSuppression,
} from '../store/suppressions';
import { keepThresholds, runs, standingThresholds, thresholdHistory } from '../store/thresholds';
import { isAnalysed } from './inputs';
import { analyse, previewThresholds } from './run';
import { ownValues, thresholdFaults, thresholds } from './thresholds';

/** No suppression lasts longer: what nobody looks at again is not noise but a blind spot. */
const LONGEST = 366 * DAY;

export function ruleHandlers(session: Session, deps: { now?: () => number } = {}): HandlersOf<typeof rules> {
  const now = deps.now ?? Date.now;
  const db = (): ReadDb => session.case().db.read;
  const found = (id: string): EpisodeRow => {
    const row = episodeRow(db(), id);
    if (!row)
      throw new SidedoorError('not-found', `there is no episode ${id.slice(0, 40)}`, {
        fix: 'take an id from `episodes`',
      });
    return row;
  };

  /** One transaction of the investigator with its custody line, in the queue of writers. */
  const act = <T>(work: (opened: OpenCase, at: number) => T): Promise<T> =>
    session.exclusive(() => {
      const opened = session.case();
      return durable(opened.db.write, () => work(opened, now()));
    });

  /** The same, and the findings that follow from it. */
  const actAndAnalyse = <T>(
    work: (opened: OpenCase, at: number) => T,
  ): Promise<{ done: T; changes: FindingChanges | null }> =>
    session.exclusive(async () => {
      const opened = session.case();
      const done = durable(opened.db.write, () => work(opened, now()));
      const { changes } = await analyse(opened);
      return { done, changes };
    });

  const suppression = (id: string): Suppression => {
    const one = suppressionOf(db(), id, now());
    if (!one) throw new SidedoorError('not-found', `there is no suppression ${id.slice(0, 40)}`);
    return one;
  };

  return {
    'thresholds.get': () => {
      const { set, own } = standingThresholds(db());
      return { set, thresholds: thresholds(own) };
    },

    'thresholds.history': () => thresholdHistory(db()),

    'thresholds.preview': async ({ values }, { signal, progress }) => {
      const own = checked(values);
      const opened = session.case();
      const look = async (): Promise<FindingChanges> => {
        // Findings of other evidence would be compared with those of the present.
        if (!opened.readOnly && !isAnalysed(opened.db.read)) await analyse(opened, { signal, progress });
        return previewThresholds(opened.db.read, own, { signal, progress });
      };
      return opened.readOnly ? look() : session.exclusive(look);
    },

    'thresholds.set': ({ values, why }, { signal, progress }) =>
      session.exclusive(async () => {
        const own = checked(values);
        const opened = session.case();
        const before = standingThresholds(opened.db.read);
        if (JSON.stringify(before.own) === JSON.stringify(own))
          throw new SidedoorError('conflict', 'these thresholds stand already');
        const keep = (values: ThresholdValues, because: string): void =>
          durable(opened.db.write, () => {
            const stood = standingThresholds(opened.db.read);
            const { name: by } = session.actor();
            const version = keepThresholds(opened.db.write, { own: values, why: because, by, at: now() });
            opened.custody.append('thresholds', {
              version,
              why: because,
              before: { version: stood.set.version, own: stood.own },
              after: { version, own: values },
            });
          });
        keep(own, why);
        try {
          const { changes } = await analyse(opened, { signal, progress });
          return { set: standingThresholds(opened.db.read).set, changes };
        } catch (thrown) {
          // Whoever cancels takes the change back: what stands is what the findings will be of.
          keep(before.own, `taken back: the analysis under it ${signal.aborted ? 'was cancelled' : 'failed'}`);
          throw thrown;
        }
      }),

    'analysis.changes': ({ limit }) => runs(db(), limit),

    'suppressions.list': () => suppressions(db(), now()),

    'suppressions.preview': ({ query, limit }) => askedQuery(() => preview(db(), query, limit, now())),

    'suppressions.add': async ({ query, why, expires: until }) => {
      const id = await act(({ db: { write }, custody }, at) => {
        const expires = Date.parse(until);
        if (!(expires > at && expires <= at + LONGEST)) {
          throw new SidedoorError('bad-input', 'a suppression ends on a day within the next year', {
            fix: 'give a later day, or one that is sooner',
          });
        }
        const { episodes, events, keptTotal } = askedQuery(() => preview(write, query, 1, at));
        if (episodes === 0)
          throw new SidedoorError(
            'conflict',
            keptTotal === 0
              ? 'nothing in this case fits it'
              : 'all that fits it looks like an attack or is of an emergency account: that stays in sight',
            { fix: keptTotal === 0 ? 'widen the query' : 'decide these episodes instead' },
          );
        const said = { query, why, by: session.actor().name, at, expires };
        const made = suppressionId([custody.head(), said]);
        keepSuppression(write, { id: made, ...said });
        refreshSuppressed(write);
        custody.append('suppress', { id: made, query, why, until: rfc3339(expires), hides: { episodes, events } });
        return made;
      });
      return suppression(id);
    },

    'suppressions.withdraw': async ({ id }) => {
      await act(({ db: { write }, custody }, at) => {
        const { state, query, why } = suppression(id);
        if (state === 'withdrawn') throw new SidedoorError('conflict', `suppression ${id} was taken back before`);
        withdrawSuppression(write, id, at);
        refreshSuppressed(write);
        custody.append('suppress.withdraw', { id, query, why });
      });
      return suppression(id);
    },

    'suppressions.restore': async ({ id }) => {
      await act(({ db: { write }, custody }) => {
        const { state, query, why } = suppression(id);
        if (state !== 'withdrawn') throw new SidedoorError('conflict', `suppression ${id} was not taken back`);
        withdrawSuppression(write, id, null);
        refreshSuppressed(write);
        custody.append('suppress.restore', { id, query, why });
      });
      return suppression(id);
    },

    'regroups.list': () => standingRegroups(db()),

    'episodes.merge': async ({ id, other, why }) => {
      const { done, changes } = await actAndAnalyse((opened, at) => {
        const [one, two] = [found(id), found(other)];
        if (one.id === two.id) throw new SidedoorError('conflict', `${id} and ${other} are one episode already`);
        if (one.iid !== two.iid)
          throw new SidedoorError('bad-input', 'only episodes of one identity can be merged', {
            fix: 'episodes of several identities are tied by their links and campaigns',
          });
        const [first, second] = one.start <= two.start ? [one, two] : [two, one];
        // What was split here by hand is first put together again.
        const split = standingRegroups(opened.db.read).find((word) => word.act === 'split' && word.other === second.id);
        if (split) takeBack(opened, split.seq, at);
        const word = say(opened, { act: 'merge', episode: first.id, other: second.id, why, at });
        return { word, tookBack: split ? [split.seq] : [] };
      });
      return { ...done, episode: found(done.word.episode).id, changes };
    },

    'episodes.split': async ({ id, event, why }) => {
      const { done, changes } = await actAndAnalyse((opened, at) => {
        const row = found(id);
        const whole = printEpisode(opened.db.read, row);
        const { events } = whole;
        const place = events.indexOf(event);
        const other = `p${event.slice(1)}`;
        if (place < 0)
          throw new SidedoorError('not-found', `event ${event.slice(0, 40)} is no denial of episode ${row.id}`, {
            fix: 'take one from its events',
          });
        if (place === 0 || other === row.id)
          throw new SidedoorError('bad-input', 'an episode begins with its first denial already', {
            fix: 'name a later one',
          });
        const merged = standingRegroups(opened.db.read).filter((word) => word.act === 'merge' && word.other === other);
        for (const { seq } of merged) takeBack(opened, seq, at);
        const word = say(opened, { act: 'split', episode: row.id, other, why, at });
        carryReviews(opened, whole, other, at);
        return { word, tookBack: merged.map(({ seq }) => seq) };
      });
      return { ...done, episode: found(done.word.other).id, changes };
    },

    'regroups.withdraw': async ({ seq, restore = [] }) => {
      const { done: word, changes } = await actAndAnalyse((opened, at) => {
        const back = takeBack(opened, seq, at);
        if (!back) throw new SidedoorError('conflict', 'that word on an episode does not stand');
        for (const other of restore) putBack(opened, other);
        return back;
      });
      return { word, changes };
    },

    'regroups.restore': async ({ seq, withdraw = [] }) => {
      const { done: word, changes } = await actAndAnalyse((opened, at) => {
        for (const other of withdraw) takeBack(opened, other, at);
        return putBack(opened, seq);
      });
      return { word, changes };
    },
  };

  /** Words on the links of an episode hold for the part that begins anew: whoever's access it was, a split does not change it. */
  function carryReviews({ db: { read, write }, custody }: OpenCase, whole: Episode, part: string, at: number): void {
    const standing = reviewsOf(read, [part]);
    for (const { event, review = null } of linksOf(whole)) {
      const before = standing.get(event) ?? null;
      if (review === before) continue;
      const why = `as in ${whole.id}, from which it was split`;
      reviewLink(write, { ids: [part], episode: part, event, review, why, by: session.actor().name, at });
      custody.append('link.review', { episode: part, event, before, after: review, why });
    }
  }

  function say(
    { db: { read, write }, custody }: OpenCase,
    word: Omit<Regrouping, 'seq' | 'by' | 'at' | 'withdrawn'> & { at: number },
  ): Regrouping {
    const { name: by } = session.actor();
    const seq = regroup(write, { ...word, by });
    custody.append('regroup', { seq, act: word.act, episode: word.episode, other: word.other, why: word.why });
    return standingRegroups(read).find((each) => each.seq === seq)!;
  }
}

function takeBack({ db: { write }, custody }: OpenCase, seq: number, at: number): Regrouping | null {
  const back = withdrawRegroup(write, seq, at);
  if (back) custody.append('regroup.withdraw', { seq, act: back.act, episode: back.episode, other: back.other });
  return back;
}

function putBack({ db: { write }, custody }: OpenCase, seq: number): Regrouping {
  const back = restoreRegroup(write, seq);
  if (!back) throw new SidedoorError('conflict', 'that word on an episode was not taken back');
  custody.append('regroup.restore', { seq, act: back.act, episode: back.episode, other: back.other });
  return back;
}

/** What differs from the product's own numbers; throws `bad-input` for values that none of them may have. */
function checked(values: ThresholdValues): ThresholdValues {
  const faults = thresholdFaults(values);
  if (faults.length > 0) throw new SidedoorError('bad-input', faults.slice(0, 5).join('; '));
  return ownValues(values);
}

function preview(db: ReadDb, query: string, limit: number, now: number): SuppressionPreview {
  const out: SuppressionPreview = { episodes: 0, events: 0, fresh: 0, list: [], kept: [], keptTotal: 0 };
  if (query.trim() === '') return out;
  for (const { pid, body, summary } of fitting(db, query)) {
    const one = toldOf(body, summary);
    const because = neverHidden(body);
    if (because !== null) {
      out.keptTotal++;
      if (out.kept.length < limit) out.kept.push({ ...one, because });
      continue;
    }
    out.episodes++;
    out.events += body.denials;
    if (!hiddenBy(db, pid, now)) out.fresh++;
    if (out.list.length < limit) out.list.push(one);
  }
  return out;
}

const toldOf = (
  { id, identity, start, denials, verdict }: Pick<Episode, 'id' | 'identity' | 'start' | 'denials' | 'verdict'>,
  summary: string,
): SuppressionPreview['list'][number] => ({ id, identity: identity.name, start, denials, verdict, summary });

/** `s` and 53 bits over what was said and the state of the log when it was said. */
function suppressionId(said: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(said)).digest();
  return `s${base32(Number(digest.readBigUInt64BE(0) >> 11n))}`;
}
