import { later } from '../../testing/picture';
import type { Examples } from '../examples';

const rows: Examples['hits'][number]['rows'] = [
  ...Array.from({ length: 20 }, (_, i) => [`d${i + 1} 03:00`, 'svc-backup', 'secret ok', 'cloud'] as const),
  ['d30 03:00', 'svc-backup', 'secret wrong', 'cloud'],
  ...later(30),
].map((row) => [...row]) as never;
const owned = (identity: string) => ({
  kind: 'identities' as const,
  facts: { identity, kind: null, displayName: null, owner: 'Storage', ownerEmail: null, department: null, title: null, manager: null, privileged: null, breakGlass: null, homeCountry: null, aliases: [] }, // biome-ignore format: one row
});

export default {
  hits: [
    { name: 'no register', who: 'svc-backup', rows },
    { name: 'a register that does not name it', who: 'svc-backup', rows, context: [owned('svc-other')] },
  ],
  lookAlikes: [
    { name: 'the register names an owner', who: 'svc-backup', rows, context: [owned('svc-backup')] },
    { name: 'a rule of the register fits it', who: 'svc-backup', rows, context: [owned('svc-back*')] },
  ],
} satisfies Examples;
