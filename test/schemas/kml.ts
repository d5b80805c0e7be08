/** Order and content of the elements that are written, after OGC 07-147r2 (KML 2.2): sequences are ordered there. */
const ORDER: Record<string, readonly string[]> = {
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

export function kmlFaults(text: string): string[] {
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
    const place = inside ? (ORDER[inside.name]?.indexOf(name!) ?? -1) : name === 'kml' ? 0 : -1;
    if (place < 0) faults.push(`${name} in ${inside?.name ?? 'nothing'}`);
    else if (inside && place < inside.last) faults.push(`${name} after ${ORDER[inside.name]![inside.last]}`);
    if (inside) inside.last = place;
    if (name === 'kml' ? more !== ' xmlns="http://www.opengis.net/kml/2.2"' : !/^( (id|name)="\w+")?$/.test(more!))
      faults.push(`attributes of ${name}: ${more}`);
    open.push({ name: name!, last: 0, text: '' });
  }
  if (at !== text.length) faults.push('a stray <');
  if (open.length > 0) faults.push(`${open.at(-1)!.name} is never closed`);
  return faults;
}
