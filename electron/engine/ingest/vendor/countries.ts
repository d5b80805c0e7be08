/** Country names, as logs write them in English, to ISO 3166-1 alpha-2. Pure; the table is built once, at the first use. */

/** Every code of ISO 3166-1, and XK, which the sources use for Kosovo. */
const CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC ' +
  'CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD ' +
  'GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH ' +
  'KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW ' +
  'MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC ' +
  'SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY ' +
  'UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW';

/** Spellings that the runtime's own names do not cover (they also differ between versions of its data). */
const ALIASES: Record<string, string> = {
  usa: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'russian federation': 'RU',
  'korea, republic of': 'KR',
  'republic of korea': 'KR',
  korea: 'KR',
  "korea, democratic people's republic of": 'KP',
  'viet nam': 'VN',
  'iran, islamic republic of': 'IR',
  'iran (islamic republic of)': 'IR',
  'syrian arab republic': 'SY',
  "lao people's democratic republic": 'LA',
  'moldova, republic of': 'MD',
  'republic of moldova': 'MD',
  'tanzania, united republic of': 'TZ',
  'united republic of tanzania': 'TZ',
  'venezuela, bolivarian republic of': 'VE',
  'bolivia, plurinational state of': 'BO',
  'bolivia (plurinational state of)': 'BO',
  'venezuela (bolivarian republic of)': 'VE',
  turkey: 'TR',
  turkiye: 'TR',
  'czech republic': 'CZ',
  czechia: 'CZ',
  macedonia: 'MK',
  'north macedonia': 'MK',
  swaziland: 'SZ',
  eswatini: 'SZ',
  burma: 'MM',
  myanmar: 'MM',
  'cape verde': 'CV',
  'ivory coast': 'CI',
  "cote d'ivoire": 'CI',
  'hong kong': 'HK',
  macau: 'MO',
  macao: 'MO',
  'taiwan, province of china': 'TW',
  'taiwan, r.o.c.': 'TW',
  palestine: 'PS',
  'palestine, state of': 'PS',
  'palestinian territory': 'PS',
  'palestinian territory, occupied': 'PS',
  'holy see': 'VA',
  'vatican city': 'VA',
  'brunei darussalam': 'BN',
  'timor-leste': 'TL',
  'east timor': 'TL',
  congo: 'CG',
  'republic of the congo': 'CG',
  'democratic republic of the congo': 'CD',
  'congo, the democratic republic of the': 'CD',
  'congo, democratic republic of the': 'CD',
  'micronesia, federated states of': 'FM',
  'saint kitts and nevis': 'KN',
  'saint lucia': 'LC',
  'saint vincent and the grenadines': 'VC',
  'saint martin': 'MF',
  'saint barthelemy': 'BL',
  'saint helena': 'SH',
  'saint pierre and miquelon': 'PM',
  'antigua and barbuda': 'AG',
  'bosnia and herzegovina': 'BA',
  bosnia: 'BA',
  'trinidad and tobago': 'TT',
  'sao tome and principe': 'ST',
  'the netherlands': 'NL',
  holland: 'NL',
  'the bahamas': 'BS',
  'the gambia': 'GM',
  curacao: 'CW',
  reunion: 'RE',
  'aland islands': 'AX',
  'sint maarten': 'SX',
  'u.s. virgin islands': 'VI',
  'virgin islands, u.s.': 'VI',
  'virgin islands, british': 'VG',
  "people's republic of china": 'CN',
  'republic of china': 'TW',
  'great britain and northern ireland': 'GB',
  'united kingdom of great britain and northern ireland': 'GB',
  kosovo: 'XK',
};

let table: Map<string, string> | null = null;

/**
 * ISO 3166-1 alpha-2 of an English name or of a code in any case; null for anything else ("Unknown", an empty text,
 * a name we do not know): the caller keeps the text, it is never turned into a wrong country.
 */
export function countryCode(name: string | null): string | null {
  if (name === null || name === '') return null;
  table ??= build();
  const known = table.get(name);
  if (known !== undefined) return known === '' ? null : known;
  const code = table.get(fold(name)) ?? '';
  // Spellings of hostile files are unbounded: remember only a reasonable number of them.
  if (table.size < 4096) table.set(name, code);
  return code === '' ? null : code;
}

function build(): Map<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', style: 'long' });
  const short = new Intl.DisplayNames(['en'], { type: 'region', style: 'short' });
  const map = new Map<string, string>();
  for (const code of CODES.split(' ')) {
    for (const name of [code, names.of(code), short.of(code)]) {
      if (name && !map.has(fold(name))) map.set(fold(name), code);
    }
  }
  for (const [alias, code] of Object.entries(ALIASES)) map.set(fold(alias), code);
  return map;
}

/** Case, accents, typographic apostrophes, ampersands, "St." and runs of blanks do not tell countries apart. */
function fold(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/&/g, 'and')
    .replace(/\bst\.? /g, 'saint ')
    .replace(/\s+/g, ' ')
    .trim();
}
