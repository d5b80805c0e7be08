/** Who is who by the investigator's word: merges, splits, and what the analysis would not join by itself. */
import type { HandlersOf, joins } from '../../../shared/contract';
import type { Identity, IdentityWord, JoinSuggestion } from '../../../shared/model/identity';
import { isMachine } from '../../../shared/model/words';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { OpenCase, Session } from '../session';
import { identityOf } from '../store/identity-reads';
import {
  identityWords,
  MERGE,
  RESTORE,
  readSuggestions,
  SPLIT,
  WITHDRAW,
  withdrawnWords,
} from '../store/identity-words';
import { durable, type ReadDb } from '../store/open';
import { analyse } from './run';

export function joinHandlers(session: Session): HandlersOf<typeof joins> {
  const db = (): ReadDb => session.case().db.read;
  const found = (id: string): Identity => {
    const identity = identityOf(db(), id);
    if (identity) return identity;
    throw new SidedoorError('not-found', `there is no identity ${id.slice(0, 40)}`, {
      fix: 'take an id from `identities`',
    });
  };
  /** A custody line, then the findings that follow from it. */
  const say = (act: string, work: () => Record<string, unknown>): Promise<number> =>
    session.exclusive(async () => {
      const opened: OpenCase = session.case();
      const { seq } = durable(opened.db.write, () => opened.custody.append(act, work()));
      await analyse(opened);
      return seq;
    });
  const word = (seq: number): IdentityWord => identityWords(db()).find((each) => each.seq === seq)!;

  return {
    'identities.merge': async ({ identities: ids, why }) =>
      word(
        await say(MERGE, () => {
          const all = [...new Map(ids.map((id) => found(id)).map((each) => [each.id, each])).values()];
          if (all.length < 2)
            throw new SidedoorError('bad-input', 'these ids are one identity already', { fix: 'name two identities' });
          if (new Set(all.map(({ kind }) => isMachine(kind))).size > 1)
            throw new SidedoorError('bad-input', 'a person and a machine cannot be one identity', {
              fix: 'name the owner of the machine in the register of identities instead',
            });
          return { identities: all.map(({ id }) => id), names: all.map(({ name }) => name), why };
        }),
      ),

    'identities.split': async ({ identity: id, spellings, why }) =>
      word(
        await say(SPLIT, () => {
          const identity = found(id);
          const key = (each: { source: string; actor: string | null; name: string | null }): string =>
            JSON.stringify([each.source, each.actor, each.name]);
          const own = new Set(identity.spellings.map(key));
          const wanted = new Set(spellings.map(key));
          const strange = spellings.find((each) => !own.has(key(each)));
          if (strange)
            throw new SidedoorError('not-found', `${identity.name} has no such spelling in ${strange.source}`, {
              fix: 'take source, actor and name from its spellings',
            });
          if (wanted.size === own.size)
            throw new SidedoorError('bad-input', 'these are all its spellings: nothing would be left', {
              fix: 'leave at least one of them out',
            });
          return { identities: [identity.id], names: [identity.name], spellings, why };
        }),
      ),

    'identities.withdraw': async ({ seq }) => {
      await say(WITHDRAW, () => {
        const said = word(seq);
        if (!said) throw new SidedoorError('not-found', `no merge or split stands at line ${seq} of the custody log`);
        const { act, identities: ids, names } = said;
        return { word: seq, act, identities: ids, names };
      });
      return {};
    },

    'identities.restore': async ({ seq }) => {
      await say(RESTORE, () => {
        const said = withdrawnWords(db()).find((each) => each.seq === seq);
        if (!said)
          throw new SidedoorError('not-found', `no merge or split of line ${seq} of the custody log was taken back`);
        const { act, identities: ids, names } = said;
        return { word: seq, act, identities: ids, names };
      });
      return {};
    },

    'identities.words': ({ identity: id }) => {
      const words = identityWords(db());
      if (id === null) return words;
      const identity = found(id);
      const ids = new Set([identity.id, ...identity.aliases]);
      const spelled = new Set(
        identity.spellings.map(({ source, actor, name }) => JSON.stringify([source, actor, name])),
      );
      return words.filter(
        (each) =>
          each.identities.some((one) => ids.has(one)) ||
          (each.act === 'split' &&
            each.spellings.some(({ source, actor, name }) => spelled.has(JSON.stringify([source, actor, name])))),
      );
    },

    'identities.suggestions': ({ identity: id, offset, limit }) => {
      const { rows, total } = readSuggestions<JoinSuggestion['reasons'][number]>(db());
      const own = id === null ? null : found(id).id;
      const of = own === null ? rows : rows.filter(({ identities: ids }) => ids.includes(own));
      return {
        rows: of.slice(offset, offset + limit).map(({ identities: ids, reasons }) => ({
          identities: ids.flatMap((each) => {
            const identity = identityOf(db(), each);
            return identity
              ? [{ id: identity.id, name: identity.name, kind: identity.kind, events: identity.events }]
              : [];
          }),
          reasons,
        })),
        total: own === null ? total : of.length,
      };
    },
  };
}
