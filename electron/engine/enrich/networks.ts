/**
 * Kind of network, as far as the name of its operator tells. Free tables carry no proxy or VPN flag, so this is a short
 * reviewed list of operators whose business is known from their own names and public numbers; everything else is null.
 * An operator of hosting may lease to a VPN, and an access provider also hosts: the word is a hint, not a finding.
 * Reviewed 2026-06. Add a line here to extend it; numbers win over names.
 */
export type Network = 'hosting' | 'vpn' | 'proxy' | 'tor' | 'residential' | 'mobile';

const BY_NUMBER: ReadonlyMap<number, Network> = new Map([
  [9009, 'hosting'], // M247: most commercial VPN exits lease here, and ordinary servers too
  [212238, 'hosting'], // Datacamp (CDN77)
  [60068, 'hosting'], // Datacamp (CDN77)
  [20473, 'hosting'], // Vultr
  [14061, 'hosting'], // DigitalOcean
  [24940, 'hosting'], // Hetzner
  [16276, 'hosting'], // OVH
  [63949, 'hosting'], // Akamai Connected Cloud (Linode)
  [16509, 'hosting'], // Amazon
  [14618, 'hosting'], // Amazon
  [8075, 'hosting'], // Microsoft: Azure, and Microsoft's own service egress
  [396982, 'hosting'], // Google Cloud
  [31898, 'hosting'], // Oracle Cloud
  [45102, 'hosting'], // Alibaba Cloud
  [132203, 'hosting'], // Tencent Cloud
  [51167, 'hosting'], // Contabo
  [60729, 'tor'], // Stiftung Erneuerbare Freiheit (relays)
  [208294, 'tor'], // relayon
  [210558, 'hosting'], // 1337 Services
  [13335, 'proxy'], // Cloudflare: WARP and private-relay egress end here
  [54113, 'proxy'], // Fastly: private-relay egress
  [209103, 'vpn'], // Proton
  [62371, 'vpn'], // Proton
  [39351, 'vpn'], // 31173 Services (Mullvad)
  [21928, 'mobile'], // T-Mobile US
  [22394, 'mobile'], // Verizon Wireless
  [6167, 'mobile'], // Verizon Wireless
  [20057, 'mobile'], // AT&T Mobility
  [7922, 'residential'], // Comcast
  [20115, 'residential'], // Charter
  [20001, 'residential'], // Charter
  [701, 'residential'], // Verizon Fios
  [5089, 'residential'], // Virgin Media
]);

// The first that matches decides; whole words only, so that "Storage" is no "Tor".
const BY_NAME: readonly (readonly [RegExp, Network])[] = [
  [
    /\btor (?:exit|relay|network|project)|\btorservers\b|\bemerald onion\b|\bcalyx institute\b|\bquintex alliance\b/i,
    'tor',
  ],
  [/\bvpns?\b|\b(?:nord|express|surf ?shark|proton|private internet access|mullvad|windscribe|tefincom)\b/i, 'vpn'],
  [/\bprox(?:y|ies)\b|\bbright ?data\b|\boxylabs\b/i, 'proxy'],
  [/\b(?:mobile|mobility|wireless|cellular|gsm|telefonia movil|vodafone (?:global|mobile))\b|\bmobil\b/i, 'mobile'],
  [
    /\bhost(?:ing|ed|er|s|ers|inger|winds|royale|gator)?\b|\bvps\b|\bcolo(?:cation|crossing)?\b|\bdata ?cent(?:er|re)s?\b|\bdedicated\b|\bservers?\b|\bcloud\b|\b(?:digitalocean|linode|vultr|choopa|hetzner|ovh|contabo|leaseweb|scaleway|rackspace|ionos|m247|datacamp|amazon|stark industries|aeza)\b/i,
    'hosting',
  ],
  [/\bbroadband\b|\bcable\b|\bfib(?:er|re)\b|\bdsl\b|\bresidential\b/i, 'residential'],
];

/** The kind of an autonomous system from its number, else from its name; null where neither tells. */
export function networkOf(asn: number, org: string | null): Network | null {
  const known = BY_NUMBER.get(asn);
  if (known) return known;
  if (!org) return null;
  for (const [pattern, network] of BY_NAME) if (pattern.test(org)) return network;
  return null;
}
