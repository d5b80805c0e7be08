/** Answers about context files before they are imported. */
import type { HandlersOf, imports } from '../../../shared/contract';
import { SidedoorError } from '../../../shared/rpc/errors';
import { Handles, isRule } from '../analyse/stages/handles';
import type { Session } from '../session';
import type { ReadDb } from '../store/open';
import { analysisRead } from '../store/sweep-reads';
import { lookInto, type Match } from './look';
import { contextKinds, sources } from './registry';

export function contextHandlers(session: Session): Pick<HandlersOf<typeof imports>, 'imports.look'> {
  return {
    'imports.look': async ({ files, source, zone }, { signal }) => {
      const db = session.case().db.read;
      if (source !== null && !sources.get(source) && !contextKinds.get(source))
        throw new SidedoorError('bad-input', `there is no source "${source.slice(0, 40)}"`, {
          fix: 'take one from `sources`',
        });
      const paths = files.map((token) => session.path(token, 'read'));
      const looked = await lookInto(db, paths, { source, zone }, matcher(db), signal);
      const identities = db.prepare<[], number>('SELECT count(*) FROM identity').pluck().get()!;
      return { ...looked, identities };
    },
  };
}

/** Whom the case knows by a name, as the analysis will ask; the names are gathered at the first question. */
function matcher(db: ReadDb): (names: readonly string[]) => Match {
  let handles: Handles | null = null;
  const gathered = (): Handles => {
    const rows = db.prepare<[], [number, number]>('SELECT actor, iid FROM actor_identity').raw().all();
    const who = new Map(rows);
    return new Handles(analysisRead(db).actors(), ({ id }) => who.get(id) ?? -1);
  };
  return (names) => {
    handles ??= gathered();
    const [first = ''] = names;
    if (isRule(first)) return handles.fitting(first).length > 0 ? 'matched' : 'nobody';
    if (names.some((name) => handles!.count(name) === 1)) return 'matched';
    return names.some((name) => handles!.count(name) > 1) ? 'several' : 'nobody';
  };
}
