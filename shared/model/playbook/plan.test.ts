import { describe, expect, it } from 'vitest';
import { IdentityKind, isMachine, Verdict } from '../words';
import type { PlanFacts, PlanObject } from './facts';
import { type Planned, planOf } from './plan';
import { PLAYBOOKS } from './playbooks';
import { NO_FACTS } from './testing/no-facts';

const FACTS: PlanFacts = {
  ...NO_FACTS,
  accounts: [{ type: 'user', value: 'oid-1', system: 'entra' }],
  addresses: ['203.0.113.47'],
};

function planned(kind: IdentityKind, facts: Partial<PlanFacts> = {}, more: Partial<Planned> = {}): Planned {
  return {
    identity: { id: 'i1', name: isMachine(kind) ? 'svc-stock' : 'ada@corp.example', kind, owner: null },
    start: '2026-01-30T02:11:00.000Z',
    denials: 4,
    outcomes: isMachine(kind) ? { password_failed: 4 } : { denied_by_user: 4 },
    factors: isMachine(kind) ? ['client_secret'] : ['push'],
    apps: ['Portal'],
    patterns: [],
    missing: [],
    followed: 'no',
    nextOwn: null,
    plan: { ...FACTS, isMachine: isMachine(kind), isPrompted: !isMachine(kind), ...facts },
    ...more,
  };
}

const LINK: PlanFacts['link'] = {
  event: 'e9',
  time: '2026-01-30T02:14:00.000Z',
  kind: 'approved_after_denials',
  app: 'Mail',
  score: 0.9,
};
const object = (type: PlanObject['type'], value: string, side?: 'own' | 'strange'): PlanObject => ({ type, value, system: 'entra', ...(side && { side }) }); // biome-ignore format: one object
const change = (what: PlanFacts['changes'][number]['what']): PlanFacts['changes'][number] => ({ what, action: `made ${what}`, time: '2026-01-30T02:20:00.000Z', event: 'e12' }); // biome-ignore format: one change

/** Evidence, the verdict and kind it is tried with, the playbook that it chooses, and what its steps must name. */
const TABLE: [
  evidence: string,
  verdict: Verdict,
  kind: IdentityKind,
  facts: Partial<PlanFacts>,
  more: Partial<Planned>,
  playbook: string,
  named: string[],
][] = [
  ['an approved prompt', 'likely_compromise', 'human', { link: LINK, linkKinds: ['approved_after_denials'] }, {}, 'session-and-token-revocation', ['Entra ID oid-1', 'e9', '203.0.113.47', 'number matching']], // biome-ignore format: table
  ['a replayed session', 'likely_compromise', 'human', { link: { ...LINK, kind: 'token_replay' }, linkKinds: ['token_replay'], objects: [object('session', 's-77'), object('token', 'uti-5')] }, {}, 'session-and-token-revocation', ['End session s-77', 'token uti-5']], // biome-ignore format: table
  ['a session used on the own device', 'likely_compromise', 'human', { side: 'own', link: { ...LINK, kind: 'token_replay' }, linkKinds: ['token_replay'], objects: [object('device', 'dev-3', 'own')] }, {}, 'device-containment', ['Isolate device dev-3']], // biome-ignore format: table
  ['a registered device', 'likely_compromise', 'human', { link: LINK, linkKinds: ['approved_after_denials'], changes: [change('device')] }, {}, 'device-containment', ['Remove the device registered', 'e12']], // biome-ignore format: table
  ['a registered method', 'likely_compromise', 'human', { link: LINK, linkKinds: ['method_registered'], changes: [change('method')] }, {}, 'session-and-token-revocation', ['Remove the method registered 2026-01-30T02:20:00.000Z (made method, event e12)']], // biome-ignore format: table
  ['a mailbox rule', 'likely_compromise', 'human', { link: LINK, linkKinds: ['approved_after_denials'], changes: [change('rule')] }, {}, 'session-and-token-revocation', ['Delete the mailbox rule', 'e12']], // biome-ignore format: table
  ['a consent', 'likely_compromise', 'human', { link: LINK, linkKinds: ['consent_granted'], changes: [change('consent')] }, {}, 'session-and-token-revocation', ['Take back the consent']], // biome-ignore format: table
  ['another identity', 'likely_compromise', 'human', { link: LINK, linkKinds: ['sibling_identity'], hit: { name: 'bob@corp.example', kind: 'human', accounts: [object('user', 'oid-2')] } }, {}, 'session-and-token-revocation', ['bob@corp.example (Entra ID oid-2)']], // biome-ignore format: table
  ['a machine of theirs', 'likely_compromise', 'human', { link: LINK, linkKinds: ['credential_added'], hit: { name: 'svc-mail', kind: 'service_principal', accounts: [object('app', 'sp-9')] }, changes: [change('credential')] }, {}, 'session-and-token-revocation', ['Remove every credential of svc-mail (Entra ID sp-9)', 'Remove the credential added']], // biome-ignore format: table
  ['a legacy protocol', 'likely_compromise', 'human', { link: LINK, linkKinds: ['legacy_protocol'] }, {}, 'session-and-token-revocation', ['Block protocols']], // biome-ignore format: table
  ['a weaker factor', 'likely_compromise', 'human', { link: LINK, linkKinds: ['factor_downgrade'], weakerFactor: 'sms' }, {}, 'session-and-token-revocation', ['Take text message away']], // biome-ignore format: table
  ['a new key', 'likely_compromise', 'service_principal', { link: LINK, linkKinds: ['credential_added'], objects: [object('key', 'key-4')] }, {}, 'secret-rotation', ['Remove key key-4', 'Find the owner']], // biome-ignore format: table
  ['an API key', 'likely_compromise', 'api_key', { link: LINK, objects: [object('key', 'AKIA1')] }, {}, 'secret-rotation', ['AKIA1']], // biome-ignore format: table
  ['no secret at all', 'likely_compromise', 'managed_identity', { link: LINK }, {}, 'access-tightening', ['no secret to rotate']], // biome-ignore format: table
  ['an agent', 'likely_compromise', 'agent', { link: LINK }, {}, 'secret-rotation', ['without approval']],
  ['prompts', 'attempted_abuse', 'human', {}, {}, 'user-verification', ['Ask ada@corp.example over a known channel', 'Block 203.0.113.47']], // biome-ignore format: table
  ['prompts and the password', 'attempted_abuse', 'human', { isPasswordRight: true }, {}, 'user-verification', ['Reset the password of ada@corp.example (Entra ID oid-1): it was right']], // biome-ignore format: table
  ['guesses without a prompt', 'attempted_abuse', 'human', { isPrompted: false }, { outcomes: { rate_limited: 4 }, factors: [] }, 'access-tightening', ['No prompt came to']], // biome-ignore format: table
  ['a refused secret', 'attempted_abuse', 'service_principal', { objects: [object('key', 'key-4')] }, { patterns: ['secret_probe'] }, 'secret-rotation', ['Rotate key key-4']], // biome-ignore format: table
  ['refused rights', 'attempted_abuse', 'workload', {}, { patterns: ['privilege_probe'] }, 'access-tightening', ['take away what it does not need']], // biome-ignore format: table
  ['an expired secret', 'misconfigured', 'service_principal', {}, { patterns: ['expired_secret', 'retry_loop'] }, 'secret-rotation', ['Rotate the expired credential', 'stop after a few']], // biome-ignore format: table
  ['refused calls', 'misconfigured', 'workload', {}, { outcomes: { blocked_by_policy: 9 } }, 'policy-tuning', ['Take the refused call out']], // biome-ignore format: table
  ['a policy at the usual place', 'misconfigured', 'human', { side: 'own' }, { outcomes: { blocked_by_policy: 3 } }, 'policy-tuning', ['Find which policy refused']], // biome-ignore format: table
  ['nothing enrolled', 'misconfigured', 'human', { side: 'own' }, { outcomes: { not_enrolled: 2 } }, 're-enrolment', ['Enrol ada@corp.example']], // biome-ignore format: table
  ['a rollout', 'friction', 'human', { side: 'own' }, { patterns: ['rollout_spike'] }, 'policy-tuning', ['help desk']], // biome-ignore format: table
  ['many mistakes', 'friction', 'human', { side: 'own' }, {}, 're-enrolment', ['enrol the factor again']],
  ['one mistake', 'friction', 'human', { side: 'own' }, { denials: 1, nextOwn: { event: 'e5', delaySeconds: 30, why: '' } }, 'none', ['e5']], // biome-ignore format: table
  ['a request', 'expected', 'human', { requests: [{ row: 'c1', text: 'just-in-time access (REQ-7)', approver: null }] }, {}, 'none', ['REQ-7', 'c1']], // biome-ignore format: table
  ['an emergency on file', 'expected', 'human', { isBreakGlass: true, requests: [{ row: 'c2', text: 'break-glass access (BG-1)', approver: 'Mo' }] }, {}, 'break-glass-review', ['Confirm with Mo', 'BG-1', 'Review every act', 'Change the credential']], // biome-ignore format: table
  ['an emergency account', 'friction', 'human', { isBreakGlass: true }, {}, 'break-glass-review', ['no emergency is on file']], // biome-ignore format: table
  ['a missing log', 'undetermined', 'human', {}, { missing: ['Okta after 30 January'] }, 'user-verification', ['Get the log: Okta after 30 January', 'Ask ada@corp.example']], // biome-ignore format: table
  ['a refusal that no prompt preceded', 'undetermined', 'human', { isPrompted: false }, { denials: 1, lacking: ['recent sign-ins: none before — earlier Okta logs', 'log delay: late'] }, 'user-verification', ['whether the attempt was theirs', 'Get what would tell more: recent sign-ins: none before — earlier Okta logs']], // biome-ignore format: table
  ['a machine in doubt', 'undetermined', 'workload', {}, {}, 'owner-verification', ['Find the owner of svc-stock']], // biome-ignore format: table
  ['an unresolved name', 'undetermined', 'unknown', {}, {}, 'user-verification', ['Find out who or what goes by']], // biome-ignore format: table
];

describe('next steps by verdict, kind and evidence', () => {
  it.each(TABLE)('%s: %s of a %s', (_evidence, verdict, kind, facts, more, playbook, named) => {
    const plan = planOf(planned(kind, facts, more), verdict);
    const text = plan.steps.map((step) => step.text).join('\n');
    expect(plan.playbook).toBe(playbook);
    for (const each of named) expect(text).toContain(each);
  });

  const EVIDENCE: Partial<PlanFacts>[] = [
    {},
    { link: LINK, linkKinds: ['token_replay'] },
    { isBreakGlass: true },
    { isPrompted: false },
    { isPasswordRight: true, changes: [change('method'), change('role'), change('password')] },
    { accounts: [], addresses: [] },
  ];
  const every = Verdict.options.flatMap((verdict) =>
    IdentityKind.options.flatMap((kind) => EVIDENCE.map((facts) => ({ verdict, kind, facts }))),
  );

  it('takes equal changes back in one step, which names every one', () => {
    const changes = [1, 2, 3].map((n) => ({ ...change('role'), event: `e${n}` }));
    const { steps } = planOf(
      planned('human', { link: LINK, changes: [...changes, change('rule')] }),
      'likely_compromise',
    );
    const made = steps.filter(({ text }) => text.includes('made r')).map(({ text }) => text);
    const at = (n: number): string => `2026-01-30T02:20:00.000Z (made role, event e${n})`;
    expect(made).toEqual([
      `Take back the roles and rights given ${at(1)}, ${at(2)} and ${at(3)}`,
      'Delete the mailbox rule made 2026-01-30T02:20:00.000Z (made rule, event e12), and look at what it moved or sent on',
    ]);
  });

  it('always ends in a step, and only in playbooks that have a name', () => {
    for (const { verdict, kind, facts } of every) {
      const { playbook, steps } = planOf(planned(kind, facts), verdict);
      expect(steps.length).toBeGreaterThan(0);
      expect(PLAYBOOKS[playbook].title).not.toBe('');
      expect(new Set(steps.map(({ text }) => text)).size).toBe(steps.length);
    }
  });

  it('never asks a machine, and offers none of them a prompt', () => {
    for (const { verdict, kind, facts } of every.filter((each) => isMachine(each.kind)))
      for (const action of [null, 'block', 'verify', 'escalate', 'none'] as const)
        for (const { text, playbook } of planOf(planned(kind, facts), verdict, action).steps) {
          expect(text).not.toMatch(/over a known channel|number matching|\bAsk svc-stock\b|passkey|enrol/i);
          expect(playbook).not.toBe('user-verification');
        }
  });

  it('looks at emergency access whatever the verdict', () => {
    for (const { verdict, kind, facts } of every.filter((each) => each.facts.isBreakGlass)) {
      const { steps, playbook } = planOf(planned(kind, facts), verdict);
      expect(steps.some((step) => step.playbook === 'break-glass-review')).toBe(true);
      expect(playbook).not.toBe('none');
    }
  });

  it('marks what lowers assurance, and says of every change of a policy what it does', () => {
    for (const { verdict, kind, facts } of every)
      for (const { text, part, assurance } of planOf(planned(kind, facts), verdict).steps) {
        if (/instead|exception/i.test(text)) expect(assurance).toBe('lowers');
        if (part === 'design') expect(assurance).not.toBeNull();
      }
  });

  it('follows the decided action', () => {
    const text = (action: 'block' | 'verify' | 'escalate'): string =>
      planOf(planned('human', { side: 'own' }, { denials: 1 }), 'friction', action).steps.map((step) => step.text).join(); // biome-ignore format: one expression
    expect(text('block')).toContain('Block sign-in of ada@corp.example (Entra ID oid-1)');
    expect(text('verify')).toContain('Ask ada@corp.example');
    expect(text('escalate')).toContain('Escalate 1 denial');
  });
});
