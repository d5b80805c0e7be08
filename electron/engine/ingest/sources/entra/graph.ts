/** Sign-ins as Graph and the portal's JSON download give them: camelCase, one object each. */
import { parseUtcByContract } from '../../../../../shared/model/time';
import type { Shape } from '../../source';
import { filled } from '../../vendor/fields';
import { FIELDS, graphFields, IN_LISTS, readSignIn } from './fields';
import { toDraft } from './sign-in';

export const graphJson: Shape = {
  id: 'graph-json',
  record: 'json',
  reads: [...Object.values(FIELDS).map(({ path }) => path), ...IN_LISTS],
  fidelity: 3,
  signature: 'createdDateTime, status.errorCode and appId or userPrincipalName or servicePrincipalId',
  accepts: (record) =>
    record.has('createdDateTime') &&
    record.has('status.errorCode') &&
    !record.has('status.errorCode.value') &&
    (record.has('appId') || record.has('userPrincipalName') || record.has('servicePrincipalId')),
  toEvent: (record) => {
    const text = filled(record.text('createdDateTime'));
    return toDraft(
      readSignIn(graphFields(record), {
        time: text === null ? null : parseUtcByContract(text),
        timeText: text,
        log: null,
        isFirstParty: false,
        code: null,
        reason: null,
        ip: null,
        country: null,
        identity: null,
        correlationId: null,
        warnings: [],
      }),
    );
  },
};
