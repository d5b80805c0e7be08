/** Structs as Athena prints them: `{type=IAMUser, sessioncontext={attributes={mfaauthenticated=false}}, invokedby=null}`. */
import { asObject, type Plain, parsed } from '../../vendor/fields';

const DEPTH = 12;
const LENGTH = 200_000; // characters; a struct cell is a few hundred

/** JSON text or struct text as an object; null for anything else. Keys of struct text are lower case. */
export function readStruct(text: string | null): Plain | null {
  if (text === null || text.length > LENGTH) return null;
  const trimmed = text.trim();
  if (trimmed[0] !== '{') return null;
  const json = asObject(parsed(trimmed));
  if (json) return json;
  const at = { i: 0 };
  const value = readValue(trimmed, at, 0);
  return asObject(value);
}

function readValue(text: string, at: { i: number }, depth: number, inList = false): unknown {
  if (depth > DEPTH) return null;
  if (text[at.i] === '{') return readObject(text, at, depth);
  if (text[at.i] === '[') return readList(text, at, depth);
  const from = at.i;
  // A value ends at a brace, or at a comma before the next key: values themselves may hold commas.
  while (at.i < text.length) {
    const char = text[at.i]!;
    if (char === '}' || char === ']') break;
    if (char === ',' && (inList || /^,\s*[\w@.$-]{1,100}=/.test(text.slice(at.i, at.i + 110)))) break;
    at.i++;
  }
  const value = text.slice(from, at.i).trim();
  return value === 'null' || value === '' ? null : value;
}

function readObject(text: string, at: { i: number }, depth: number): Plain {
  const object: Record<string, unknown> = Object.create(null);
  at.i++;
  while (at.i < text.length && text[at.i] !== '}') {
    const equals = text.indexOf('=', at.i);
    if (equals < 0) break;
    const key = text.slice(at.i, equals).replace(/^[,\s]+/, '');
    at.i = equals + 1;
    object[key] = readValue(text, at, depth + 1);
    if (text[at.i] === ',') at.i++;
    else if (text[at.i] !== '}') break;
  }
  at.i++;
  return object;
}

function readList(text: string, at: { i: number }, depth: number): unknown[] {
  const list: unknown[] = [];
  at.i++;
  while (at.i < text.length && text[at.i] !== ']') {
    const before = at.i;
    list.push(readValue(text, at, depth + 1, true));
    while (at.i < text.length && /[,\s]/.test(text[at.i]!)) at.i++;
    if (at.i === before) break;
  }
  at.i++;
  return list;
}
