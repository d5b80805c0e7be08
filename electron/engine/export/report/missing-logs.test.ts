import { expect, it } from 'vitest';
import { MissingLogs } from './missing-logs';

it('tells logs that end too soon once, with the number of episodes', () => {
  const missing = new MissingLogs();
  missing.add(['Duo log ends 12 h 19 min after the last denial', 'Entra ID audit log']);
  missing.add(['Duo log ends with the last denial', 'Okta log ends 22 h 56 min after the last denial']);
  missing.add(['Entra ID audit log', 'Okta log is silent for 30 h 0 min after the last denial, unlike its rhythm']);
  missing.add(['Okta log is silent for 9 h 0 min, from 4 min 0 s after the last denial, unlike its rhythm']);
  expect(missing.rows()).toEqual([
    'Duo log ends too soon after the last denial of 2 episodes',
    'Entra ID audit log',
    'Okta log ends 22 h 56 min after the last denial',
    'Okta log is silent, unlike its rhythm, after the last denial of 2 episodes',
  ]);
});
