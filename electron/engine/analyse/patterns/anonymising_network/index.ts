import type { Pattern } from '../pattern';
import { placeEvidence } from '../place';
import { CSF_DE_CM_03, T1090 } from '../standards';

const REASONS = new Set(['vpn', 'proxy', 'tor', 'flagged'] as const);

export default {
  id: 'anonymising_network',
  title: 'Anonymising network',
  about:
    'The denied prompt came through a VPN, proxy or Tor exit, or the vendor says that its address hides the client.',
  standards: [T1090, CSF_DE_CM_03],
  needs: 'addresses of denied prompts',
  settings: [],
  look: (view) => placeEvidence(view, REASONS),
} satisfies Pattern;
