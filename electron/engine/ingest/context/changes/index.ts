import { ChangeType } from '../../../../../shared/model/context';
import type { ContextKind } from '../../context';
import { Fields } from '../../context-fields';

export default {
  id: 'changes',
  title: 'Register of changes',
  about:
    'What was changed for an identity and when: rotated or expired secrets, methods, passwords, posture, roles, moves.',
  columns: ['time', 'identity', 'type', 'detail', 'actor', 'ticket'],
  required: ['time', 'identity', 'type'],
  example: '2026-01-12T09:30:00Z,svc-backup@corp.example,secret_rotated,key 2 of 2,dana@corp.example,CHG-1042',
  read(cells) {
    const f = new Fields(cells);
    return f.done({
      time: f.neededTime('time'),
      identity: f.needed('identity'),
      type: f.neededWord('type', ChangeType),
      detail: f.text('detail'),
      actor: f.text('actor'),
      ticket: f.text('ticket'),
    });
  },
} satisfies ContextKind<'changes'>;
