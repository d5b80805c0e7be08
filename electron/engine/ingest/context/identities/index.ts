import { IdentityKind } from '../../../../../shared/model/words';
import type { ContextKind } from '../../context';
import { Fields } from '../../context-fields';

export default {
  id: 'identities',
  title: 'Register of identities',
  about:
    'Who an identity is and who answers for it: kind, owner, department, privilege, home country, and the other names it goes by.',
  columns: [
    'identity',
    'kind',
    'display_name',
    'owner',
    'owner_email',
    'department',
    'title',
    'manager',
    'privileged',
    'break_glass',
    'home_country',
    'aliases',
  ],
  required: ['identity', 'kind', 'owner'],
  example:
    'svc-backup@corp.example,service_principal,Nightly backup,Dana Cole,dana@corp.example,Storage,,,true,false,GB,',
  read(cells) {
    const f = new Fields(cells);
    return f.done({
      identity: f.needed('identity'),
      kind: f.word('kind', IdentityKind),
      displayName: f.text('display_name'),
      owner: f.text('owner'),
      ownerEmail: f.text('owner_email'),
      department: f.text('department'),
      title: f.text('title'),
      manager: f.text('manager'),
      privileged: f.yes('privileged'),
      breakGlass: f.yes('break_glass'),
      homeCountry: f.country('home_country'),
      aliases: f.list('aliases'),
    });
  },
} satisfies ContextKind<'identities'>;
