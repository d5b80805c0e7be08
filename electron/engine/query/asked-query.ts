/** A mistake in a query is the caller's, and points. */
import { QueryError } from '../../../shared/model/query';
import { SidedoorError } from '../../../shared/rpc/errors';

/** Does `work`; a `QueryError` that it throws becomes `bad-input` that says at which character (from 1) and what to write instead. */
export function askedQuery<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new SidedoorError('bad-input', error.message, {
      where: `query, character ${error.at + 1}`,
      fix: error.fix,
    });
  }
}
