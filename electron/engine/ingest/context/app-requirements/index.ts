import { Sensitivity } from '../../../../../shared/model/context';
import type { ContextKind } from '../../context';
import { Fields, quote } from '../../context-fields';

export default {
  id: 'app-requirements',
  title: 'Requirements of applications',
  about: 'Which assurance level an application requires (NIST SP 800-63B: 1, 2 or 3), and how sensitive it is.',
  columns: ['app', 'required_aal', 'sensitivity'],
  required: ['app', 'required_aal'],
  example: 'Payroll,2,high',
  read(cells) {
    const f = new Fields(cells);
    const written = f.text('required_aal');
    const aal = /^(?:aal)?\s*([123])$/i.exec(written ?? '');
    if (written !== null && aal === null) f.complain(`required_aal ${quote(written)} is not 1, 2 or 3`);
    const sensitivity = f.word('sensitivity', Sensitivity);
    if (written === null && f.text('sensitivity') === null) f.complain('neither required_aal nor sensitivity');
    return f.done({ app: f.needed('app'), requiredAal: aal ? Number(aal[1]) : null, sensitivity });
  },
} satisfies ContextKind<'app-requirements'>;
