import type { ContextKind } from '../../context';
import { Fields } from '../../context-fields';

export default {
  id: 'devices',
  title: 'Device inventory',
  about: 'Which devices the organisation knows, whose they are, and whether they are managed and compliant.',
  columns: ['device', 'identity', 'name', 'os', 'managed', 'compliant', 'first_seen', 'last_seen'],
  required: ['device', 'identity', 'managed'],
  example: 'CORP-LT-0042,alice@corp.example,CORP-LT-0042,Windows 11,true,true,2025-03-01,2026-01-20',
  read(cells) {
    const f = new Fields(cells);
    return f.done({
      device: f.needed('device'),
      identity: f.text('identity'),
      name: f.text('name'),
      os: f.text('os'),
      managed: f.yes('managed'),
      compliant: f.yes('compliant'),
      firstSeen: f.time('first_seen'),
      lastSeen: f.time('last_seen', true),
    });
  },
} satisfies ContextKind<'devices'>;
