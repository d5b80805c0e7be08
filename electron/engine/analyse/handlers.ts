/** Answers about episodes, paths and identities, and the investigator's words on them. */
import type { episodes, events, HandlersOf } from '../../../shared/contract';
import type { QueueRow } from '../../../shared/contract/episodes';
import { type Episode, linksOf } from '../../../shared/model/episode';
import { DAY, rfc3339 } from '../../../shared/model/time';
import type { Action, Verdict } from '../../../shared/model/words';
import { SidedoorError } from '../../../shared/rpc/errors';
import { askedQuery } from '../query/asked-query';
import type { OpenCase, Session } from '../session';
import { annotations } from '../store/annotations';
import { campaigns, foldsOf } from '../store/campaigns';
import { contextOfIdentity } from '../store/context';
import {
  decide,
  firstViewed,
  reasonOfReview,
  reviewLink,
  stampView,
  standingDecision,
  withdrawDecision,
} from '../store/decisions';
import { episodeCounts, queue, queuePlace } from '../store/episode-queue';
import {
  allEpisodes,
  allPaths,
  type EpisodeRow,
  episodeRow,
  pathsOfEpisode,
  printEpisode,
  stateOf,
} from '../store/episode-reads';
import { accessesBefore, changesAround, eventsAround } from '../store/episode-surroundings';
import { episodeWords } from '../store/episode-words';
import { episodesOfEvents } from '../store/episodes-of-events';
import { parseEventId } from '../store/event-id';
import { eventsByEid } from '../store/events';
import { identitiesPage, identityOf, identityPlace } from '../store/identity-reads';
import { durable, type ReadDb } from '../store/open';
import { marksOf, starredIds } from '../store/stars';
import { hiddenBy } from '../store/suppressions';
import { workOf } from '../store/work';
import { analyse as analyseAll } from './run';
import { factOf, inTime } from './stages/register';

type Handled = HandlersOf<typeof episodes> &
  Pick<HandlersOf<typeof events>, 'identities.list' | 'identities.place' | 'identities.get' | 'identities.facts'>;

const AROUND = 600;
const RECENT = 50;
const BEFORE = 5;
const CAMPAIGN_ROWS = 500;

/** A decision as the person made it; `seconds`: for how long the episode was in view. */
interface Decided {
  verdict: Verdict;
  action: Action;
  why: string;
  views?: string[] | undefined;
  seconds?: number | undefined;
}

export function episodeHandlers(
  session: Session,
  deps: { now?: () => number; analyse?: typeof analyseAll } = {},
): Handled {
  const now = deps.now ?? Date.now;
  const analyse = deps.analyse ?? analyseAll;
  const db = (): ReadDb => session.case().db.read;
  const found = (id: string): EpisodeRow => {
    const row = episodeRow(db(), id);
    if (!row)
      throw new SidedoorError('not-found', `there is no episode ${id.slice(0, 40)}`, {
        fix: 'take an id from `episodes`',
      });
    return row;
  };
  const print = (id: string): Episode => printEpisode(db(), found(id));
  const idsOf = ({ id, aliases }: Pick<Episode, 'id' | 'aliases'>): string[] => [id, ...aliases];

  /** One transaction of the investigator with its custody line, in the queue of writers. */
  const act = <T>(work: (opened: OpenCase, at: number) => T): Promise<T> =>
    session.exclusive(() => {
      const opened = session.case();
      return durable(opened.db.write, () => work(opened, now()));
    });

  const decideOne = (
    { db: { write }, custody }: OpenCase,
    at: number,
    id: string,
    { verdict, action, why, views, seconds }: Decided,
  ): string => {
    const episode = print(id);
    const before = standingDecision(write, idsOf(episode));
    const after = { verdict, action, why, by: session.actor().name, at: rfc3339(at) };
    const seen = firstViewed(write, idsOf(episode));
    const effort = {
      // Only who shows it knows how long it was in view: between two looks the case may have been closed for days.
      seconds: seen === null || seconds === undefined ? null : Math.round(seconds),
      views: views ? [...new Set(views)] : null,
    };
    decide(write, { episode: episode.id, verdict, action, why, by: after.by, at });
    custody.append('decide', {
      episode: episode.id,
      identity: episode.identity.name,
      found: { verdict: episode.verdict, confidence: episode.confidence },
      before,
      after,
      effort,
    });
    return episode.id;
  };
  const undecideOne = ({ db: { write }, custody }: OpenCase, at: number, id: string): void => {
    const episode = print(id);
    const before = withdrawDecision(write, idsOf(episode), at);
    if (!before) throw new SidedoorError('conflict', `no decision stands on episode ${episode.id}`);
    custody.append('decide.withdraw', {
      episode: episode.id,
      before,
      after: standingDecision(write, idsOf(episode)),
    });
  };

  const queueRow = (row: EpisodeRow & Pick<QueueRow, 'fold'>): QueueRow => {
    const { id, aliases, identity, start, end, denials, verdict, confidence, patterns } = JSON.parse(
      row.body,
    ) as Episode;
    const { decision, state } = stateOf(db(), [id, ...aliases]);
    const suppressed = hiddenBy(db(), row.pid, now());
    return {
      id,
      identity,
      start,
      end,
      denials,
      verdict,
      confidence,
      summary: row.summary,
      patterns,
      state,
      decision,
      suppressed,
      urgency: row.urgency,
      fold: row.fold,
    };
  };

  return {
    'episodes.queue': (filter) => {
      const { rows, total, episodes } = askedQuery(() => queue(db(), filter));
      return { rows: rows.map(queueRow), total, episodes, ...episodeCounts(db()) };
    },

    'episodes.place': ({ id, ...filter }) => {
      const row = episodeRow(db(), id);
      return { place: row ? askedQuery(() => queuePlace(db(), row.pid, filter)) : null };
    },

    'episodes.campaigns': ({ offset, limit }) => {
      const all = campaigns(db(), episodeWords(db()).decided);
      return { rows: all.slice(offset, offset + limit), total: all.length };
    },

    'episodes.ofCampaign': ({ id }) => {
      const members = foldsOf(db())
        .campaigns()
        .find((one) => one.id === id)?.members;
      if (!members)
        throw new SidedoorError('not-found', `there is no campaign ${id.slice(0, 40)} in the present findings`);
      const rows = members.slice(0, CAMPAIGN_ROWS).map((member) => queueRow({ ...found(member.id), fold: null }));
      return { rows, total: members.length };
    },

    'episodes.get': ({ id }) => print(id),

    'episodes.card': ({ id }) => {
      const row = found(id);
      const episode = printEpisode(db(), row);
      const range = { from: row.start - DAY, to: row.finish + DAY };
      const { eids, cut } = eventsAround(db(), row, range, AROUND);
      const around = eventsByEid(db(), eids).sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1)); // biome-ignore format: one rule
      const viewed = firstViewed(db(), idsOf(episode));
      return {
        episode,
        paths: pathsOfEpisode(db(), row.id),
        around,
        aroundCut: cut,
        range,
        recent: eventsByEid(db(), changesAround(db(), row, range, RECENT)),
        before: eventsByEid(db(), accessesBefore(db(), row, BEFORE)).sort((a, b) => (a.time > b.time ? -1 : a.time < b.time ? 1 : a.id < b.id ? -1 : 1)), // biome-ignore format: one rule
        annotations: annotations(db(), idsOf(episode)),
        firstViewed: viewed === null ? null : rfc3339(viewed),
      };
    },

    'episodes.list': ({ query, offset, limit }) =>
      askedQuery(() => {
        const marked = (id: string) => marksOf(db(), id);
        return first(allEpisodes(db(), query, marked, offset), limit);
      }),

    'paths.list': ({ episode, offset, limit }) => {
      const list = episode === null ? allPaths(db()) : pathsOfEpisode(db(), found(episode).id);
      return list.slice(offset, offset + limit);
    },

    'episodes.viewed': async ({ id }) => {
      // A first look is no act: it leaves a stamp and no custody line, and none where nothing may be written.
      if (session.case().readOnly) return {};
      const { id: present } = found(id);
      await session.exclusive(() => stampView(session.case().db.write, present, now()));
      return {};
    },

    'episodes.decide': async ({ id, ...word }) => {
      await act((opened, at) => decideOne(opened, at, id, word));
      return print(id);
    },

    'episodes.undecide': async ({ id }) => {
      await act((opened, at) => undecideOne(opened, at, id));
      return print(id);
    },

    'episodes.work': () => workOf(db()),

    'episodes.ofEvents': ({ ids }) => episodesOfEvents(db(), ids),

    'episodes.decideMany': ({ ids, seconds, ...word }) =>
      act((opened, at) => ({
        ids: [...new Set(ids)].map((id) => decideOne(opened, at, id, { ...word, seconds: seconds?.[id] })),
      })),

    'episodes.undecideMany': ({ ids }) =>
      act((opened, at) => {
        for (const id of new Set(ids)) undecideOne(opened, at, id);
        return {};
      }),

    'links.review': async ({ episode: id, event, review, why: said, again }) => {
      await session.exclusive(async () => {
        const opened = session.case();
        durable(opened.db.write, () => {
          const episode = print(id);
          if (!parseEventId(event) || !linksOf(episode).some((link) => link.event === event)) {
            throw new SidedoorError('not-found', `event ${event.slice(0, 40)} is not linked to episode ${episode.id}`, {
              fix: 'take an event from its followedBy',
            });
          }
          const ids = idsOf(episode);
          const why = again && review ? reasonOfReview(opened.db.read, ids, event, review) : said;
          const word = { ids, episode: episode.id, event, review, why, by: session.actor().name, at: now() };
          const before = reviewLink(opened.db.write, word);
          opened.custody.append('link.review', { episode: episode.id, event, before, after: review, why });
        });
        // The word weighs in the verdict, and in those of episodes that lead to the same access.
        await analyse(opened);
      });
      return print(id);
    },

    'analysis.run': ({ force }, { signal, progress }) =>
      session.exclusive(async () => {
        const opened = session.case();
        const { wentOn: _, ...told } = await analyse(opened, { signal, progress, force });
        return told;
      }),

    'identities.list': (input) => {
      const starred = starredIds(db(), 'identity');
      return {
        ...identitiesPage(db(), { ...input, among: input.starred ? starred : undefined }),
        starred: starred.size,
      };
    },

    'identities.place': ({ id, starred, ...filter }) => ({
      place: identityPlace(db(), id, { ...filter, among: starred ? starredIds(db(), 'identity') : undefined }),
    }),

    'identities.facts': ({ id }) => contextOfIdentity(db(), id).flatMap(factOf).sort(inTime),

    'identities.get': ({ id }) => {
      const identity = identityOf(db(), id);
      if (!identity)
        throw new SidedoorError('not-found', `there is no identity ${id.slice(0, 40)}`, {
          fix: 'take an id from `identities`',
        });
      return identity;
    },
  };
}

/** The first of a list, which is not followed further. */
function first<T>(list: Iterable<T>, limit: number): T[] {
  const rows: T[] = [];
  for (const row of list) if (rows.push(row) >= limit) break;
  return rows;
}
