/**
 * The elements that are written, and in which they may stand; a closed list, so that nothing slips in that fetches (links, remote
 * icons). Their order and what may stand in what is not ours: it is read out of the mapping of the publisher's own XML schema.
 */
const WRITTEN: Record<string, readonly string[]> = {
  kml: ['Document'],
  Document: ['name', 'description', 'Style', 'Folder'],
  Folder: ['name', 'Placemark'],
  Style: ['IconStyle', 'LineStyle'],
  IconStyle: ['color'],
  LineStyle: ['color'],
  Placemark: [
    'name',
    'description',
    'TimeStamp',
    'TimeSpan',
    'styleUrl',
    'ExtendedData',
    'Point',
    'LineString',
    'MultiGeometry',
  ],
  TimeStamp: ['when'],
  TimeSpan: ['begin', 'end'],
  ExtendedData: ['Data'],
  Data: ['value'],
  Point: ['coordinates'],
  LineString: ['tessellate', 'coordinates'],
  MultiGeometry: ['LineString'],
};

type Name = string | { lp: string };
/** Names as the mapping has them: `ln` a type, `bti` what it extends, `ps` its properties in the order of the schema's sequence. */
interface Property {
  n: string;
  en?: Name;
  t?: string; // 'a': an attribute
}
export interface Mapping {
  tis: { ln: string; bti?: string; ps?: Property[]; t?: string }[];
  /** Elements: `ti` of which type, `sh` the head that they may stand in for. */
  eis: { en: Name; ti?: unknown; sh?: Name }[];
}

const local = (name: Name): string => (typeof name === 'string' ? name : name.lp);

/** Of each element that is written: the place of each child in the sequence of its type, whose base comes first. */
function sequences({ tis, eis }: Mapping): Map<string, (child: string) => number> {
  const types = new Map(tis.map((type) => [`.${type.ln}`, type]));
  const elements = new Map(eis.map((one) => [local(one.en), one]));
  const heads = (name: string): string[] => {
    const head = elements.get(name)?.sh;
    return head === undefined ? [name] : [name, ...heads(local(head))];
  };
  const sequence = (id: unknown): string[] => {
    const type = types.get(String(id));
    if (!type) return [];
    const own = (type.ps ?? []).filter(({ t }) => t !== 'a').map(({ n, en }) => (en === undefined ? n : local(en)));
    return [...sequence(type.bti), ...own];
  };
  return new Map(
    Object.keys(WRITTEN).map((name) => {
      const order = sequence(elements.get(name)?.ti);
      return [name, (child) => Math.max(...heads(child).map((one) => order.indexOf(one)))];
    }),
  );
}
const TEXT: Record<string, RegExp> = {
  color: /^[0-9a-f]{8}$/,
  when: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  begin: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  end: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  styleUrl: /^#\w+$/,
  tessellate: /^[01]$/,
  coordinates: /^-?\d+(\.\d+)?,-?\d+(\.\d+)?( -?\d+(\.\d+)?,-?\d+(\.\d+)?)*$/,
};
/** Characters that XML 1.0 has; surrogates only in pairs. */
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** `mapping`: of OGC 07-147r2, the XML schema of KML 2.2. */
export function kmlFaults(text: string, mapping: Mapping): string[] {
  const places = sequences(mapping);
  const faults: string[] = [];
  const open: { name: string; last: number; text: string }[] = [];
  if (!text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n')) faults.push('no declaration');
  if (!CHARACTERS.test(text)) faults.push('characters that XML forbids');
  const pieces = text.slice(text.indexOf('\n') + 1).matchAll(/<(\/?)([A-Za-z]+)([^<>]*)>|([^<]+)/g);
  let at = text.indexOf('\n') + 1;
  for (const [all, slash, name, more, said] of pieces) {
    at += all.length;
    const inside = open.at(-1);
    if (said !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(said)) faults.push(`a bare & in ${inside?.name}`);
      if (inside) inside.text += said;
      else if (said.trim() !== '') faults.push('text outside the document');
      continue;
    }
    if (slash) {
      if (inside?.name !== name) faults.push(`</${name}> closes ${inside?.name}`);
      const wanted = TEXT[name!];
      if (wanted && !wanted.test(inside!.text)) faults.push(`${name}: ${inside!.text.slice(0, 60)}`);
      if (name === 'coordinates')
        for (const pair of inside!.text.split(' ')) {
          const [lon, lat] = pair.split(',').map(Number) as [number, number];
          if (Math.abs(lon) > 180 || Math.abs(lat) > 90) faults.push(`no place on earth: ${pair}`);
        }
      open.pop();
      continue;
    }
    const isOurs = inside ? WRITTEN[inside.name]?.includes(name!) : name === 'kml';
    const place = inside ? (places.get(inside.name)?.(name!) ?? -1) : 0;
    if (!isOurs || place < 0) faults.push(`${name} in ${inside?.name ?? 'nothing'}`);
    else if (inside && place < inside.last) faults.push(`${name} too late in ${inside.name}`);
    if (inside) inside.last = place;
    if (name === 'kml' ? more !== ' xmlns="http://www.opengis.net/kml/2.2"' : !/^( (id|name)="\w+")?$/.test(more!))
      faults.push(`attributes of ${name}: ${more}`);
    open.push({ name: name!, last: 0, text: '' });
  }
  if (at !== text.length) faults.push('a stray <');
  if (open.length > 0) faults.push(`${open.at(-1)!.name} is never closed`);
  return faults;
}
