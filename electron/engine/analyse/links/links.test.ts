/** Each kind of link has an access that it names, and one that looks like it and has another name. */
import { expect, it } from 'vitest';
import type { LinkKind } from '../../../../shared/model/words';
import type { Access } from './link-kind';
import { linkKindOf, linkKinds } from './registry';

const access: Access = {
  sameIdentity: true,
  atDeniedSpot: true,
  isOpened: false,
  isDelegated: false,
  isMachine: false,
  isToken: false,
  isMfa: false,
  isSingleFactor: false,
  isLegacy: false,
  otherSource: false,
  weakerFactor: false,
  newCredential: false,
  begunElsewhere: false,
  entered: false,
  helper: null,
};

type Part = Partial<Access>;
const KINDS: Record<LinkKind, { hit: Part; lookAlike: Part }> = {
  approved_after_denials: { hit: { isMfa: true }, lookAlike: { isMfa: true, sameIdentity: false } },
  factor_downgrade: { hit: { isMfa: true, weakerFactor: true }, lookAlike: { isMfa: true } },
  single_factor_gap: { hit: { isSingleFactor: true }, lookAlike: { isSingleFactor: true, isMachine: true } },
  legacy_protocol: { hit: { isSingleFactor: true, isLegacy: true }, lookAlike: { isSingleFactor: true } },
  token_replay: { hit: { isToken: true }, lookAlike: { isToken: true, entered: true } },
  other_door: { hit: { isMfa: true, otherSource: true }, lookAlike: { isToken: true, otherSource: true } },
  sibling_identity: { hit: { sameIdentity: false, isMfa: true }, lookAlike: { sameIdentity: false, isMfa: true, atDeniedSpot: false } }, // biome-ignore format: one row
  method_registered: { hit: { isMfa: true, helper: 'method' }, lookAlike: { isSingleFactor: true, helper: 'method' } },
  credential_added: { hit: { isMachine: true, newCredential: true }, lookAlike: { isMachine: true } },
  consent_granted: { hit: { isToken: true, helper: 'consent' }, lookAlike: { isMfa: true, helper: 'consent' } },
  same_channel: { hit: { sameIdentity: false, atDeniedSpot: false, isToken: true }, lookAlike: { sameIdentity: false, isToken: true } }, // biome-ignore format: one row
};

it.each(linkKinds.all().map(({ id }) => id))('%s', (id) => {
  const { hit, lookAlike } = KINDS[id];
  expect(linkKindOf({ ...access, ...hit }).id).toBe(id);
  expect(linkKindOf({ ...access, ...lookAlike }).id).not.toBe(id);
});

it('an identity to which a way in was made is told by that way', () => {
  const opened = { sameIdentity: false, isOpened: true } as const;
  expect(linkKindOf({ ...access, ...opened, isMfa: true, helper: 'method' }).id).toBe('method_registered');
  expect(linkKindOf({ ...access, ...opened, isMachine: true, helper: 'credential' }).id).toBe('credential_added');
});
