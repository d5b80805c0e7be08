// What the program is made of: a bill of materials (CycloneDX 1.5) and the licences of others, out of package-lock.json and the
// installed packages. The same checkout gives the same bytes: no time, no random number, everything in order of name.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OUT = join(ROOT, 'dist', 'assets');
export const LICENCES = 'third-party-licences.txt';
export const SBOM = 'sbom.cdx.json';

/** SPDX ids as they stand in this tree; anything else is an expression or a name. */
const isId = (licence) => /^[A-Za-z0-9.+-]+$/.test(licence);
const isExpression = (licence) => /^\(.* (AND|OR) .*\)$/.test(licence);

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Packages that a package of ours carries: all but tools, and Electron, which is the runtime. One per place in the tree. */
function carried(lock) {
  return Object.entries(lock.packages)
    .filter(([at, { dev }]) => at !== '' && (!dev || at === 'node_modules/electron'))
    .map(([at, facts]) => ({ at, name: at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length), ...facts }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The licence as the lock file says, else as the package says. */
function licenceOf({ at, license }) {
  if (typeof license === 'string') return license;
  const manifest = join(ROOT, at, 'package.json');
  if (!existsSync(manifest)) return null;
  const { license: own, licenses } = json(manifest);
  return typeof own === 'string' ? own : (own?.type ?? licenses?.[0]?.type ?? null);
}

const purl = ({ name, version }) =>
  `pkg:npm/${name.startsWith('@') ? `%40${name.slice(1)}` : name}@${encodeURIComponent(version)}`;

/** CycloneDX 1.5: https://cyclonedx.org/docs/1.5/json/ */
export function sbom() {
  const lock = json(join(ROOT, 'package-lock.json'));
  const { name, version, license, description } = json(join(ROOT, 'package.json'));
  const packages = carried(lock);
  const ref = ({ at, version: of }) => `${at.replaceAll('node_modules/', '')}@${of}`;
  const byPlace = new Map(packages.map((each) => [each.at, each]));
  const found = (from, wanted) => {
    for (let base = from; ; ) {
      const hit = byPlace.get(`${base === '' ? '' : `${base}/`}node_modules/${wanted}`);
      if (hit || base === '') return hit;
      const up = base.lastIndexOf('/node_modules/');
      base = up < 0 ? '' : base.slice(0, up);
    }
  };
  const dependsOn = (from, names) =>
    [
      ...new Set(
        names
          .map((wanted) => found(from, wanted))
          .filter(Boolean)
          .map(ref),
      ),
    ].sort();
  const own = `${name}@${version}`;
  const root = lock.packages[''];
  const top = Object.keys({ ...root.dependencies, ...root.optionalDependencies, electron: '' });
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': own,
        name,
        version,
        description,
        licenses: [{ license: { id: license } }],
      },
    },
    components: packages.map((each) => {
      const licence = licenceOf(each);
      const licenses =
        licence === null
          ? null
          : isExpression(licence)
            ? [{ expression: licence.slice(1, -1) }]
            : [{ license: isId(licence) ? { id: licence } : { name: licence } }];
      const [algorithm, hash] = each.integrity?.split(/-(.*)/s) ?? [];
      return {
        type: each.name === 'electron' || /^node-(bin-)?(linux|darwin|win)/.test(each.name) ? 'platform' : 'library',
        'bom-ref': ref(each),
        name: each.name,
        version: each.version,
        purl: purl(each),
        ...(each.optional && { scope: 'optional' }),
        ...(licenses && { licenses }),
        ...(algorithm === 'sha512' && {
          hashes: [{ alg: 'SHA-512', content: Buffer.from(hash, 'base64').toString('hex') }],
        }),
      };
    }),
    dependencies: [
      { ref: own, dependsOn: dependsOn('', top) },
      ...packages.map((each) => ({
        ref: ref(each),
        dependsOn: dependsOn(
          each.at,
          Object.keys({ ...each.dependencies, ...each.optionalDependencies, ...each.peerDependencies }),
        ),
      })),
    ],
  };
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice|ofl|.*-license)(\.(md|txt|markdown))?$/i;

/** Each text once, under the packages that it stands in; packages without a text under the name of their licence. */
export function licences() {
  const packages = carried(json(join(ROOT, 'package-lock.json'))).filter(({ at }) => existsSync(join(ROOT, at)));
  const texts = new Map();
  for (const each of packages) {
    const names = readdirSync(join(ROOT, each.at))
      .filter((file) => LICENCE_FILE.test(file))
      .sort();
    const said = names
      .filter((file) => statSync(join(ROOT, each.at, file)).isFile())
      .map((file) =>
        readFileSync(join(ROOT, each.at, file), 'utf8')
          .replaceAll('\r\n', '\n')
          .trim(),
      );
    const text = said.join('\n\n') || 'The package brings no text of its licence.';
    const licence = licenceOf(each) ?? 'no licence named';
    const key = `${licence}\n${text}`;
    const known = texts.get(key) ?? { licence, text, of: [] };
    known.of.push(`${each.name} ${each.version}`);
    texts.set(key, known);
  }
  const line = '='.repeat(100);
  const blocks = [...texts.values()]
    .sort((a, b) => (a.of[0] < b.of[0] ? -1 : 1))
    .map(({ licence, text, of }) => `${line}\n${[...new Set(of)].join(', ')}\n${licence}\n${line}\n\n${text}\n`);
  const head =
    'Sidedoor is made with the following software of others. Electron brings the licences of Chromium beside it\n(LICENSES.chromium.html); credits for bundled data stand in the workbench under "Credits" and in every report.\n';
  return `${head}\n${blocks.join('\n')}`;
}

/** Writes both beside the tables; files that are right already stay untouched. */
export function buildLicences() {
  mkdirSync(OUT, { recursive: true });
  for (const [name, text] of [
    [LICENCES, licences()],
    [SBOM, `${JSON.stringify(sbom(), null, 1)}\n`],
  ]) {
    const file = join(OUT, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    writeFileSync(`${file}.part`, text);
    renameSync(`${file}.part`, file);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildLicences();
