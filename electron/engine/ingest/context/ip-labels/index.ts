import { NetworkLabel } from '../../../../../shared/model/context';
import type { ContextKind } from '../../context';
import { Fields, quote } from '../../context-fields';
import { readCidr } from '../../vendor/cidr';

export default {
  id: 'ip-labels',
  title: 'Labels of addresses',
  about:
    'What the organisation knows of ranges of addresses: its offices, its VPN, partners, scanners, known attackers.',
  columns: ['cidr', 'label', 'kind', 'note'],
  required: ['cidr', 'kind'],
  example: '192.0.2.0/24,Leeds office,office,since 2019',
  read(cells) {
    const f = new Fields(cells);
    const written = f.needed('cidr');
    const cidr = readCidr(written);
    if (written !== '' && cidr === null) f.complain(`cidr ${quote(written)} is no address and no range`);
    return f.done({
      cidr: cidr ?? '',
      label: f.text('label'),
      kind: f.neededWord('kind', NetworkLabel),
      note: f.text('note'),
    });
  },
} satisfies ContextKind<'ip-labels'>;
