import type { ContextFactsOf } from '../../../../../shared/model/context';
import { at, later, month } from '../../testing/picture';
import type { Examples } from '../examples';

const SPARE: ContextFactsOf<'identities'> = { identity: 'spare@corp.example', kind: 'human', displayName: null, owner: 'Security', ownerEmail: null, department: null, title: null, manager: null, privileged: true, breakGlass: true, homeCountry: null, aliases: [] }; // biome-ignore format: one row

export default {
  hits: [
    {
      name: 'the register calls the account an emergency one',
      who: 'spare',
      rows: [...month('spare'), ['d30 02:10', 'spare', 'push denied', 'office', 'laptop'], ...later(30)],
      context: [{ kind: 'identities', facts: SPARE }],
    },
    {
      name: 'a request of that type is on file',
      who: 'alice',
      rows: [...month('alice'), ['d30 02:10', 'alice', 'push denied', 'office', 'laptop'], ...later(30)],
      context: [
        {
          kind: 'access-requests',
          facts: { id: 'R1', identity: 'alice@corp.example', resource: null, type: 'break_glass', requested: at('d30 02:00'), approved: null, starts: null, ends: null, approver: null, ticket: null }, // biome-ignore format: one row
        },
      ],
    },
  ],
  lookAlikes: [
    {
      name: 'a request of another day',
      who: 'alice',
      rows: [...month('alice'), ['d30 02:10', 'alice', 'push denied', 'office', 'laptop'], ...later(30)],
      context: [
        {
          kind: 'access-requests',
          facts: { id: 'R1', identity: 'alice@corp.example', resource: null, type: 'break_glass', requested: at('d20 02:00'), approved: null, starts: null, ends: null, approver: null, ticket: null }, // biome-ignore format: one row
        },
      ],
    },
  ],
} satisfies Examples;
