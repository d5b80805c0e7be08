/** What a campaign is called, and the sentence that says why its episodes are one. Pure. */
import { plural, visible } from '../../../shared/base/text';
import type { Campaign } from '../../../shared/model/campaign';
import { formatDuration } from '../../ui/format';

/** From so many identities on, one address that tried them all is a spray. */
const SPRAY = 3;

/** `12 people`, `3 machines`, `5 identities`. */
export function whoWord({ identities, machines }: Pick<Campaign, 'identities' | 'machines'>): string {
  if (machines === 0) return plural(identities, 'person', 'people');
  return machines === identities ? plural(identities, 'machine') : plural(identities, 'identity', 'identities');
}

export function campaignTitle({ kind, identities }: Pick<Campaign, 'kind' | 'identities'>): string {
  if (kind === 'address') return identities >= SPRAY ? 'Spray' : 'One address';
  return { access: 'One access', network: 'One network', rollout: 'Rollout' }[kind];
}

/** The answer: `12 people were denied at OfficeHome within 97 min; none was followed by an access.` */
export function campaignAnswer(campaign: Campaign): string {
  const { kind, key, identities, episodes, followed, start, end } = campaign;
  const seconds = (Date.parse(end) - Date.parse(start)) / 1_000;
  const within = seconds < 1 ? 'at once' : `within ${formatDuration(seconds)}`;
  const how = {
    address: `from ${visible(key)}`,
    network: `from ${visible(key)}`,
    access: 'before the same access',
    rollout: key ? `at ${visible(key)}` : 'at the same time',
  }[kind];
  const after =
    followed === 0
      ? 'none of the denials was followed by an access'
      : `${plural(followed, 'episode')} of ${episodes} ${followed === 1 ? 'was' : 'were'} followed by an access`;
  return `${whoWord(campaign)} ${identities === 1 ? 'was' : 'were'} denied ${how} ${within}; ${after}.`;
}

/** The rule by which they are one: what a reader must know to doubt it. */
export const CAMPAIGN_WHY: Record<Campaign['kind'], string> = {
  address: 'Episodes that are no honest slip share an address, with no more than 14 days between one and the next.',
  access: 'The same access is linked to each of them.',
  network:
    'They came out of one network that hides its users (Tor, VPN, proxy), with no more than 14 days between them.',
  rollout: 'Each fits the pattern of a rollout, with no more than a day between one and the next.',
};
