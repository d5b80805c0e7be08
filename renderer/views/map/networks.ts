/** Kinds of network as words and as the letter of a mark's badge. Shown only where a register, a log or a database tells. */
const KINDS: Record<string, { letter: string; word: string }> = {
  tor: { letter: 'T', word: 'Tor' },
  malicious: { letter: '!', word: 'labelled malicious' },
  scanner: { letter: 'X', word: 'scanner' },
  vpn: { letter: 'V', word: 'VPN' },
  proxy: { letter: 'P', word: 'proxy' },
  hosting: { letter: 'H', word: 'hosting' },
  residential: { letter: 'R', word: 'residential' },
  mobile: { letter: 'M', word: 'mobile' },
  partner: { letter: 'B', word: 'partner' },
  office: { letter: 'O', word: 'office' },
};
const ORDER = Object.keys(KINDS);

export const networkWord = (kind: string): string => KINDS[kind]?.word ?? kind;

/** What makes a place's network worth knowing, most telling first. */
export function kindsOf(places: readonly { networks?: { kind: string }[] | undefined }[]): string[] {
  const kinds = new Set(places.flatMap(({ networks }) => (networks ?? []).map(({ kind }) => kind)));
  const rank = (kind: string): number => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  return [...kinds].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Letters of a badge: two kinds at most, and S for an egress that several share. */
export const badgeOf = (kinds: readonly string[], isShared: boolean): string =>
  [...kinds.slice(0, 2).map((kind) => KINDS[kind]?.letter ?? '?'), ...(isShared ? ['S'] : [])].join('');

/** The letters in words, for the legend: only those that are on the map. */
export const lettersOf = (kinds: readonly string[], isShared: boolean): { letter: string; word: string }[] => [
  ...kinds.map((kind) => KINDS[kind] ?? { letter: '?', word: kind }),
  ...(isShared ? [{ letter: 'S', word: 'shared egress' }] : []),
];
