/** Names that registers use and no log has. */
import type { HandlersOf, identities } from '../../../shared/contract';
import { Handles } from '../analyse/stages/handles';
import type { Session } from '../session';
import { unmatchedNames } from '../store/context';
import { analysisRead } from '../store/sweep-reads';

export function unknownHandlers(session: Session): Pick<HandlersOf<typeof identities>, 'identities.unknown'> {
  return {
    'identities.unknown': (input) => {
      const db = session.case().db.read;
      const { rows, ...sums } = unmatchedNames(db, input);
      const who = new Map(db.prepare<[], [number, number]>('SELECT actor, iid FROM actor_identity').raw().all());
      const handles = new Handles(rows.length > 0 ? analysisRead(db).actors() : [], ({ id }) => who.get(id) ?? -1);
      return {
        ...sums,
        rows: rows.map((row) => ({ ...row, why: handles.count(row.name) > 1 ? 'several' : 'nobody' })),
      };
    },
  };
}
