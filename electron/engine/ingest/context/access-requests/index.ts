import { RequestType } from '../../../../../shared/model/context';
import type { ContextKind } from '../../context';
import { Fields } from '../../context-fields';

export default {
  id: 'access-requests',
  title: 'Register of access requests',
  about:
    'Just-in-time, break-glass, step-up, vault and test access that was asked for: what makes a denial an expected one.',
  columns: ['id', 'identity', 'resource', 'type', 'requested', 'approved', 'starts', 'ends', 'approver', 'ticket'],
  required: ['identity', 'type', 'requested'],
  example:
    'REQ-7,alice@corp.example,Billing admin,jit,2026-01-14T09:00:00Z,2026-01-14T09:04:00Z,2026-01-14T09:05:00Z,2026-01-14T13:05:00Z,dana@corp.example,CHG-1050',
  read(cells) {
    const f = new Fields(cells);
    const requested = f.time('requested');
    const approved = f.time('approved');
    const starts = f.time('starts');
    const ends = f.time('ends', true);
    const given = ['requested', 'approved', 'starts', 'ends'].some((column) => f.text(column) !== null);
    if (!given) f.complain('no time: none of requested, approved, starts, ends');
    if (starts !== null && ends !== null && ends < starts) f.complain('ends lies before starts');
    return f.done({
      id: f.text('id'),
      identity: f.needed('identity'),
      resource: f.text('resource'),
      type: f.neededWord('type', RequestType),
      requested,
      approved,
      starts,
      ends,
      approver: f.text('approver'),
      ticket: f.text('ticket'),
    });
  },
} satisfies ContextKind<'access-requests'>;
