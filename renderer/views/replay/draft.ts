/** Policies while they are written: fields as text, read into what the engine takes, or what is wrong with them. */
import { POLICY_TITLES, Policy, type PolicyId } from '../../../shared/model/replay';

export interface Draft {
  key: number;
  id: PolicyId;
  fields: Record<string, string>;
}

export const POLICY_IDS = Object.keys(POLICY_TITLES) as PolicyId[];

export const POLICY_ABOUT: Record<PolicyId, string> = {
  number_matching: 'Approve-or-deny prompts become a number to type.',
  phishing_resistant: 'Only security keys, passkeys, Windows Hello and certificates are accepted.',
  prompt_limit: 'Further prompts within the window are refused unsent.',
  place_block: 'Sign-ins from these places are refused before a prompt is sent.',
  legacy_off: 'IMAP, POP, SMTP, ROPC and others that cannot ask are refused.',
  workload_location: 'Machine identities may sign in from their own networks only.',
};

export const NETWORKS = ['tor', 'vpn', 'proxy', 'hosting', 'residential', 'mobile', 'malicious'] as const;

const FIELDS: Record<PolicyId, Record<string, string>> = {
  number_matching: { apps: '' },
  phishing_resistant: { apps: '' },
  prompt_limit: { prompts: '3', minutes: '10' },
  place_block: { countries: '', networks: 'tor;vpn;proxy', mode: 'block', who: 'people' },
  legacy_off: {},
  workload_location: { cidrs: '', learnDays: '7' },
};

let next = 1;
export const newDraft = (id: PolicyId): Draft => ({ key: next++, id, fields: { ...FIELDS[id] } });

/** A policy as fields: to change one that was saved or suggested. */
export function draftOf(policy: Policy): Draft {
  const { id, ...settings } = policy;
  const fields = Object.fromEntries(
    Object.entries(settings as Record<string, unknown>).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join('; ') : String(value),
    ]),
  );
  return { key: next++, id, fields };
}

/** Application names may hold commas and blanks; codes and ranges do not. */
const names = (text = ''): string[] => parts(text, /;/);
const codes = (text = ''): string[] => parts(text, /[;,\s]+/);
const parts = (text: string, by: RegExp): string[] =>
  text
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== '');

export type Read = { policy: Policy; problem: null } | { policy: null; problem: string };

export function readDraft({ id, fields }: Draft): Read {
  const bad = (problem: string): Read => ({ policy: null, problem });
  const whole = (name: string, least: number, most: number, what: string): number | string => {
    const value = Number(fields[name]);
    return Number.isInteger(value) && value >= least && value <= most
      ? value
      : `${what} must be a whole number from ${least} to ${most.toLocaleString('en')}`;
  };
  const settings: Record<string, unknown> = { id };
  if (id === 'number_matching' || id === 'phishing_resistant') settings.apps = names(fields.apps);
  if (id === 'prompt_limit') {
    settings.prompts = whole('prompts', 1, 50, 'Prompts');
    settings.minutes = whole('minutes', 1, 1_440, 'Minutes');
  }
  if (id === 'workload_location') {
    settings.cidrs = codes(fields.cidrs);
    settings.learnDays = whole('learnDays', 1, 90, 'Days');
    const wrong = (settings.cidrs as string[]).find((cidr) => !/^[0-9A-Fa-f.:]+\/\d{1,3}$/.test(cidr));
    if (wrong) return bad(`“${wrong.slice(0, 40)}” is no range: write 198.51.100.0/24 or 2001:db8::/48`);
  }
  if (id === 'place_block') {
    const countries = codes(fields.countries).map((code) => code.toUpperCase());
    const wrong = countries.find((code) => !/^[A-Z]{2}$/.test(code));
    if (wrong) return bad(`“${wrong.slice(0, 40)}” is no country code: two letters, as in RO or VN`);
    const networks = codes(fields.networks);
    if (countries.length === 0 && networks.length === 0) return bad('Name a country or choose a class of network');
    Object.assign(settings, { countries, networks, mode: fields.mode, who: fields.who });
  }
  const told = Object.values(settings).find((value) => typeof value === 'string' && value.includes(' must be '));
  if (typeof told === 'string') return bad(told);
  const policy = Policy.safeParse(settings);
  return policy.success ? { policy: policy.data, problem: null } : bad('These settings cannot be replayed');
}
