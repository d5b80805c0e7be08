/** Two copies of one case: their words put together. */
import type { combining, HandlersOf } from '../../../shared/contract';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { Session } from '../session';
import { combine, openConflicts } from '../store/combine';
import { durable } from '../store/open';
import { isSameCase, openOther } from './other-copy';

export function combineHandlers(session: Session): HandlersOf<typeof combining> {
  return {
    'cases.combine': async ({ ref }, { signal, progress }) => {
      const file = session.path(ref, 'read');
      progress({ phase: 'opening the other copy', done: 0, total: 0, unit: 'steps' });
      const other = await openOther(file, signal);
      try {
        return await session.exclusive(() => {
          const opened = session.case();
          if (!isSameCase({ id: opened.id, db: opened.db.read }, other)) {
            throw new SidedoorError('conflict', 'these are two cases, not two copies of one', {
              where: other.name,
              fix: 'give a copy, or a bundle, of the case that is open',
            });
          }
          return durable(opened.db.write, () => {
            const done = combine(opened.db.write, other.db, (act, detail) => void opened.custody.append(act, detail));
            const { added, withdrawn, conflicts, homeless, apart } = done;
            opened.custody.append('case.combine', {
              with: { case: other.id, name: other.name, custodyHead: other.custodyHead },
              added,
              withdrawn,
              conflicts,
              homeless,
              apart,
            });
            return done;
          });
        });
      } finally {
        other.close();
      }
    },

    'cases.conflicts': () => openConflicts(session.case().db.read),
  };
}
