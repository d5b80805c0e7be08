/** Calls that nobody sends by accident: made from a method's own schema, then broken. Repeatable by the seed. */
import type { Roll } from '../damage/mutate';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Schema {
  type?: string | string[];
  enum?: Json[];
  const?: Json;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  additionalProperties?: Schema | boolean;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  $ref?: string;
  $defs?: Record<string, Schema>;
}

const HOSTILE: readonly Json[] = [
  null, true, -1, 0, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, '', ' ', '\u0000', '\u202egnp.exe', '../../etc/passwd',
  '/etc/passwd', 'C:\\Windows\\win.ini', "'; DROP TABLE event; --", '=cmd|calc', '<img src=x onerror=alert(1)>', '#{7*7}',
  '__proto__', 'constructor', '\ud800', 'ﷺ'.repeat(200), 'x'.repeat(10_000), '"', '(', '*', '%', 'ip:', 'time:>', 'NOT NOT',
  '('.repeat(500), 'user:"', '2026-13-45T99:99:99Z', '+275760-09-13T00:00:00.001Z', [], {}, [[]], { __proto__x: 1 },
]; // biome-ignore format: one list

export interface Pools {
  /** Texts that mean something here: ids, tokens, queries. */
  texts: readonly string[];
}

const pick = <T>(list: readonly T[], roll: Roll): T => list[roll(list.length)]!;

/** A value of the schema, or now and then of none. */
export function value(schema: Schema, roll: Roll, pools: Pools, root: Schema = schema, depth = 0): Json {
  if (depth > 8) return null;
  const inside = (each: Schema): Json => value(each, roll, pools, root, depth + 1);
  if (roll(40) === 0) return pick(HOSTILE, roll);
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1)!;
    return inside(schema.$ref === '#' ? { ...root, $ref: undefined } : (root.$defs?.[name] ?? {}));
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(schema.enum, roll);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return inside(pick(choices, roll));
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(inside)) as Json;
  const type = Array.isArray(schema.type) ? pick(schema.type, roll) : schema.type;
  if (type === 'object') {
    const made: { [key: string]: Json } = {};
    for (const [name, each] of Object.entries(schema.properties ?? {}))
      if (schema.required?.includes(name) ? roll(20) > 0 : roll(3) === 0) made[name] = inside(each);
    const more = schema.additionalProperties;
    if (more && typeof more === 'object') for (let i = roll(3); i > 0; i--) made[text(roll, pools)] = inside(more);
    return made;
  }
  if (type === 'array') {
    if (schema.prefixItems) return schema.prefixItems.map(inside);
    return Array.from({ length: (schema.minItems ?? 0) + roll(3) }, () => inside(schema.items ?? {}));
  }
  if (type === 'integer' || type === 'number') {
    const known = [0, 1, 50, Date.UTC(2026, 2, 1, 9), schema.minimum, schema.maximum].filter((n) => n !== undefined);
    return roll(3) === 0 ? pick([-1, 2 ** 31, 2 ** 53 - 1, 0.5, 1e300], roll) : pick(known, roll);
  }
  if (type === 'boolean') return roll(2) === 0;
  if (type === 'null') return null;
  if (type === 'string') return text(roll, pools);
  return pick(HOSTILE, roll);
}

function text(roll: Roll, pools: Pools): string {
  if (roll(4) > 0) return pick(pools.texts, roll);
  const hostile = pick(HOSTILE, roll);
  return typeof hostile === 'string' ? hostile : String(roll(1_000_000));
}

/** What is wrong with a refusal as a person would read it; null where it is one clear line. */
export function unclear(message: string): string | null {
  if (message.trim().length < 3) return 'says nothing';
  if (/[\r\n]/.test(message)) return 'is more than one line';
  if (message.length > 1_000) return `is ${message.length} characters long`;
  if (
    /\bat \S*[\\/(]\S*:\d+:\d+|\[object |\bundefined\b|NaN\b|SqliteError|ENOENT:|EISDIR:|Cannot read prop|is not a function|is not iterable/.test(
      message,
    )
  )
    return 'speaks of the program, not of the matter';
  return null;
}
