/**
 * Kind of network, as far as the name of its operator tells. Free tables carry no proxy or VPN flag, so this is a short
 * reviewed list of operators whose business is known from their own names and public numbers; everything else is null.
 * An operator of hosting may lease to a VPN, and an access provider also hosts: the word is a hint, not a finding.
 * Reviewed 2026-11. Add a line here to extend it; numbers win over names.
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
  [36183, 'proxy'], // Akamai: private-relay egress
  [22616, 'proxy'], // Zscaler: an organisation's own web gateway
  [53813, 'proxy'], // Zscaler
  [62044, 'proxy'], // Zscaler
  [36352, 'hosting'], // ColoCrossing
  [53667, 'hosting'], // FranTech
  [8560, 'hosting'], // IONOS
  [12876, 'hosting'], // Scaleway
  [60781, 'hosting'], // LeaseWeb
  [197540, 'hosting'], // netcup
  [26496, 'hosting'], // GoDaddy
  [14593, 'mobile'], // Starlink: the place is that of a gateway
  [12576, 'mobile'], // EE
  [9808, 'mobile'], // China Mobile
  [55836, 'mobile'], // Reliance Jio
  [45609, 'mobile'], // Airtel
  [9605, 'mobile'], // NTT Docomo
  [26599, 'mobile'], // Vivo
  [21928, 'mobile'], // T-Mobile US
  [22394, 'mobile'], // Verizon Wireless
  [6167, 'mobile'], // Verizon Wireless
  [20057, 'mobile'], // AT&T Mobility
  [7922, 'residential'], // Comcast
  [20115, 'residential'], // Charter
  [20001, 'residential'], // Charter
  [701, 'residential'], // Verizon Fios
  [5089, 'residential'], // Virgin Media
  [3320, 'residential'], // Deutsche Telekom
  [3209, 'residential'], // Vodafone Germany
  [6805, 'residential'], // Telefónica Germany
  [3215, 'residential'], // Orange France
  [12322, 'residential'], // Free
  [2856, 'residential'], // BT
  [5607, 'residential'], // Sky UK
  [13285, 'residential'], // TalkTalk
  [1136, 'residential'], // KPN
  [33915, 'residential'], // Vodafone Ziggo
  [6830, 'residential'], // Liberty Global
  [3303, 'residential'], // Swisscom
  [3352, 'residential'], // Telefónica Spain
  [3269, 'residential'], // Telecom Italia
  [7018, 'residential'], // AT&T
  [22773, 'residential'], // Cox
  [577, 'residential'], // Bell Canada
  [812, 'residential'], // Rogers
  [1221, 'residential'], // Telstra
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

/** The kind of an autonomous system from its number, else from its name, with what told; null where neither does. */
export function networkOf(asn: number, org: string | null): { network: Network; because: string } | null {
  const known = BY_NUMBER.get(asn);
  if (known) return { network: known, because: `AS${asn} is on the reviewed list of ${WORDS[known]} networks` };
  if (!org) return null;
  for (const [pattern, network] of BY_NAME) {
    const found = pattern.exec(org);
    if (found) return { network, because: `the name of AS${asn} says "${found[0]}"` };
  }
  return null;
}

const WORDS: Readonly<Record<Network, string>> = {
  hosting: 'hosting',
  vpn: 'VPN',
  proxy: 'proxy',
  tor: 'Tor',
  residential: 'residential',
  mobile: 'mobile',
};
