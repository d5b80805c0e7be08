/** Checks a written export against the schema or shape of its format; every fault in words, none for a valid one. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { ecsFaults, type Fields } from './ecs';
import { shaclFaults } from './graph';
import { kmlFaults, type Mapping } from './kml';

const read = (path: string): string => fs.readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

const MOST = 20;

function byJsonSchema(path: string, draft: typeof Ajv2020 | typeof Ajv = Ajv2020): (value: unknown) => string[] {
  const ajv = new draft({ allErrors: false, strict: false, verbose: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(read(path)) as object);
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params).slice(0, 200)}`,
        );
}

const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Each object of a bundle by the publisher's own schema of its type; ours only for the types that the publisher's files lack. */
function byOasis(): (text: string) => string[] {
  const folder = fileURLToPath(new URL('./stix/oasis/', import.meta.url));
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, logger: false }); // they escape what Unicode patterns may not
  addFormats(ajv);
  const known = new Map<string, string>();
  for (const file of fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((one) => one.endsWith('.json'))) {
    const schema = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as { $id: string };
    ajv.addSchema(schema);
    known.set(path.basename(file, '.json'), schema.$id);
  }
  return (text) => {
    const { objects } = JSON.parse(text) as { objects: { type: string; id: string }[] };
    return objects.flatMap((one) => {
      const id = known.get(one.type);
      if (id === undefined) return one.type === 'extension-definition' ? [] : [`${one.id}: no schema of OASIS`];
      const validate = ajv.getSchema(id)!;
      if (validate(one)) return [];
      return (validate.errors ?? []).map(({ instancePath, message }) => `${one.id}: OASIS: ${instancePath} ${message}`);
    });
  };
}

/** Of a STIX bundle also that it refers to nothing it lacks, tells each id once, and no time runs backwards. */
function stixOrder(text: string): string[] {
  const { objects } = JSON.parse(text) as { objects: Record<string, string & string[]>[] };
  const ids = new Set(objects.map(({ id }) => id as string));
  const faults = ids.size === objects.length ? [] : ['an id stands twice'];
  for (const one of objects) {
    for (const [name, value] of Object.entries(one))
      if (/_refs?$/.test(name))
        for (const ref of Array.isArray(value) ? value : [value])
          if (!ids.has(ref)) faults.push(`${one.id}: ${name} ${ref} is not there`);
    for (const [
      early,
      late,
    ] of [['created', 'modified'], ['first_observed', 'last_observed'], ['first_seen', 'last_seen'], ['start_time', 'stop_time']] as const) // biome-ignore format: pairs
      if (one[early] && one[late] && one[early] > one[late]) faults.push(`${one.id}: ${late} before ${early}`);
  }
  return faults;
}

const jsonl = (schema: (row: unknown) => string[]) => (text: string) =>
  lines(text).flatMap((row, i) => schema(row).map((fault) => `line ${i + 1}: ${fault}`));

type Check = (text: string) => string[] | Promise<string[]>;
const CHECKS: Record<string, () => Check> = {
  geojson: () => {
    const schema = byJsonSchema('./geojson/FeatureCollection.json', Ajv);
    return (text) => schema(JSON.parse(text));
  },
  stix: () => {
    const schema = byJsonSchema('./stix/objects.json');
    const oasis = byOasis();
    return (text) => [...oasis(text), ...schema(JSON.parse(text)), ...stixOrder(text)];
  },
  ocsf: () => {
    const schema = byJsonSchema('./ocsf/classes.json');
    return jsonl((row) => {
      const { class_uid: of, activity_id: what, type_uid: type } = row as Record<string, number>;
      return [...schema(row), ...(type === of! * 100 + what! ? [] : [`type_uid ${type} is not of class and activity`])];
    });
  },
  ecs: () => {
    const fields = JSON.parse(read('./ecs/fields.json')) as Fields;
    return jsonl((row) => ecsFaults(fields, row as Record<string, unknown>));
  },
  navigator: () => {
    const schema = byJsonSchema('./navigator/layer.json');
    return (text) => schema(JSON.parse(text));
  },
  case: () => {
    const shapes = read('./case-uco/shapes.ttl');
    return (text) => shaclFaults(text, shapes);
  },
  kml: () => {
    const mapping = JSON.parse(read('./kml/mapping.json')) as Mapping;
    return (text) => kmlFaults(text, mapping);
  },
};
export const CHECKED = Object.keys(CHECKS);

const made = new Map<string, Check>();

/** At most twenty faults of an export; throws for a format without a check, and for text that is no JSON. */
export async function faultsOf(format: string, text: string): Promise<string[]> {
  let check = made.get(format);
  if (!check) {
    check = CHECKS[format]!();
    made.set(format, check);
  }
  return (await check(text)).slice(0, MOST);
}
