/** Verification with everything lent to it: also the events are held against the records that they were read from. */
import type { Verification } from '../../shared/model/case';
import { verify } from './case/verify';
import type { VerifyOptions } from './case/verify-options';
import { eventFaults } from './ingest/check-events';

/** As `verify`. */
export const verifyWhole = (target: string, options: VerifyOptions = {}): Promise<Verification> =>
  verify(target, { ...options, events: eventFaults });
