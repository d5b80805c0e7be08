import type { PlanFacts } from '../facts';

/** An episode of which nothing is known but that prompts came from a strange place; tests add what they are about. */
export const NO_FACTS: PlanFacts = {
  accounts: [],
  hit: null,
  link: null,
  linkKinds: [],
  objects: [],
  changes: [],
  addresses: [],
  moreAddresses: 0,
  weakerFactor: null,
  isPasswordRight: false,
  isPrompted: true,
  side: 'strange',
  isMachine: false,
  isPrivileged: false,
  isBreakGlass: false,
  requests: [],
};
