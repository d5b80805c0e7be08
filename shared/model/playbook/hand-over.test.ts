import { describe, expect, it } from 'vitest';
import type { Episode } from '../episode';
import { commandsOf } from './commands';
import { handOverText } from './hand-over';
import { planOf } from './plan';
import { NO_FACTS } from './testing/no-facts';

const EPISODE: Episode = {
  id: 'p1',
  aliases: [],
  identity: { id: 'i1', name: 'ada@corp.example\u202e', kind: 'human', owner: 'ada@corp.example' },
  start: '2026-01-30T02:11:00.000Z',
  end: '2026-01-30T02:13:00.000Z',
  denials: 2,
  outcomes: { denied_by_user: 2 },
  factors: ['push'],
  ips: ['203.0.113.47'],
  countries: ['RO'],
  apps: ['Portal'],
  events: ['e1', 'e2'],
  questions: { who: '', factor: '', from: '', normal: { fits: 'no', n: 9, why: [] } },
  followed: 'yes',
  missing: [],
  nextOwn: null,
  followedBy: [
    {
      event: 'e9',
      time: '2026-01-30T02:14:00.000Z',
      identity: 'ada@corp.example',
      ip: '203.0.113.47',
      app: 'Mail',
      source: 'okta',
      delaySeconds: 60,
      kind: 'approved_after_denials',
      score: 0.93,
      reasons: [],
      path: ['e9'],
    },
  ],
  patterns: ['push_fatigue'],
  verdict: 'likely_compromise',
  confidence: 0.93,
  for: [{ text: 'access followed', weight: 2, events: ['e9'] }],
  against: [],
  aal: null,
  playbook: 'session-and-token-revocation',
  nextSteps: [],
  plan: {
    ...NO_FACTS,
    accounts: [
      { type: 'user', value: '8c1e', system: 'entra', tenant: 't-1' },
      { type: 'user', value: '00u7', system: 'okta' },
    ],
    link: { event: 'e9', time: '2026-01-30T02:14:00.000Z', kind: 'approved_after_denials', app: 'Mail', score: 0.93 },
    linkKinds: ['approved_after_denials'],
    objects: [{ type: 'session', value: "x'; rm -rf /", system: 'okta' }],
    addresses: ['203.0.113.47'],
    isPasswordRight: true,
  },
  standards: [],
};

const text = handOverText({
  episode: EPISODE,
  plan: planOf({ ...EPISODE, plan: EPISODE.plan! }, 'likely_compromise'),
  verdict: 'likely_compromise',
  zone: 'Europe/Bucharest',
  timeIn: (time) => time.replace('T02:', 'T04:').replace('Z', '+02:00'),
});

describe('the text to hand over', () => {
  it('says who, what, when with its zone, and why', () => {
    expect(text).toContain('Who: ada@corp.example\\u{202e}, person');
    expect(text).toContain('id: Entra ID 8c1e, tenant t-1');
    expect(text).toContain('When: 2026-01-30T04:11:00.000+02:00 to 2026-01-30T04:13:00.000+02:00 (Europe/Bucharest)');
    expect(text).toContain('Why: access followed');
    expect(text).toContain('not decided by a person yet');
    expect(text).toContain('Evidence: episode p1, 2 denial records: e1, e2');
  });

  it('has a command for each system that knows the object, and none for an id that a shell would read', () => {
    expect(text).toContain("Entra ID, Microsoft Graph PowerShell: Revoke-MgUserSignInSession -UserId '8c1e'");
    expect(text).toContain('Okta, Okta API: DELETE /api/v1/users/00u7/sessions?oauthTokens=true');
    expect(text).toContain('Okta, Okta API: no command');
    expect(text).not.toContain('/sessions/x');
  });

  it.each(["a'b", 'a b', 'a$(id)', 'a`id`', 'a;b', 'a\nb', '‘a', '', '-Force', '日本'])(
    'refuses the id %j',
    (value) => {
      const commands = commandsOf({ act: 'revoke_sessions', objects: [{ type: 'user', value, system: 'entra' }] });
      expect(commands.map((command) => command.text)).toEqual([null]);
    },
  );

  it.each([
    ['arn:aws:iam::111122223333:user/ci-deploy', "aws iam list-access-keys --user-name 'ci-deploy'"],
    ['arn:aws:iam::111122223333:user/teams/ci/ci-deploy', "aws iam list-access-keys --user-name 'ci-deploy'"],
    ['ci-deploy', "aws iam list-access-keys --user-name 'ci-deploy'"],
    ['arn:aws:sts::111122223333:assumed-role/deploy/x', undefined],
  ])('names the IAM user of %s', (value, text) => {
    const command = { act: 'list_keys' as const, objects: [{ type: 'key' as const, value, system: 'aws-cloudtrail' }] };
    expect(commandsOf(command)[0]?.text).toBe(text);
  });

  it('says where a masked key can be seen', () => {
    const key = { type: 'key' as const, value: 'AKIA[masked key #1f0c9a]MPLE', system: 'aws-cloudtrail' };
    expect(commandsOf({ act: 'remove_key', objects: [key] })[0]).toMatchObject({ text: null, why: 'the id is masked, show it in the inspector' }); // biome-ignore format: one line
  });

  it('removes a key only from the account that holds it', () => {
    const key = { type: 'key' as const, value: 'k-1', system: 'entra' };
    expect(commandsOf({ act: 'remove_key', objects: [key] })).toEqual([]);
    expect(commandsOf({ act: 'remove_key', objects: [{ ...key, of: 'sp-1' }] })[0]?.text).toBe(
      "Remove-MgServicePrincipalPassword -ServicePrincipalId 'sp-1' -KeyId 'k-1'",
    );
  });
});
