/** ECS documents against the published list of fields: names, types, allowed words, and which types a category expects. */
import { isIP } from 'node:net';

interface Field {
  type: string;
  array?: true;
  allowed?: string[];
  types?: Record<string, string[]>;
}
export type Fields = Record<string, Field>;

/** Members under `sidedoor` are our own, as the schema provides for; an unknown name beside them is a fault. */
export function ecsFaults(fields: Fields, document: Record<string, unknown>): string[] {
  const faults: string[] = [];
  const at = (path: string, value: unknown): void => {
    if (path === 'sidedoor') return;
    const field = fields[path];
    if (!field) {
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        for (const [name, item] of Object.entries(value)) at(path === '' ? name : `${path}.${name}`, item);
      else faults.push(`no such field: ${path}`);
      return;
    }
    if (Array.isArray(value) !== Boolean(field.array))
      faults.push(`${path}: ${field.array ? 'must' : 'must not'} be a list`);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (!fits(field.type, one)) faults.push(`${path}: no ${field.type}: ${JSON.stringify(one)?.slice(0, 60)}`);
      if (field.allowed && !field.allowed.includes(String(one))) faults.push(`${path}: not allowed: ${String(one)}`);
    }
  };
  at('', document);
  const { event, ecs } = document as { event?: { category?: string[]; type?: string[] }; ecs?: { version?: string } };
  if (document['@timestamp'] === undefined) faults.push('no @timestamp');
  if (!ecs?.version) faults.push('no ecs.version');
  for (const category of event?.category ?? [])
    for (const type of event?.type ?? [])
      if (!fields['event.category']!.types![category]?.includes(type))
        faults.push(`event.type ${type} is none of ${category}`);
  return faults;
}

function fits(type: string, value: unknown): boolean {
  switch (type) {
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value);
    case 'ip':
      return typeof value === 'string' && isIP(value) !== 0;
    case 'long':
      return Number.isSafeInteger(value);
    case 'float':
    case 'scaled_float':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'geo_point': {
      const { lat, lon } = (value ?? {}) as { lat?: number; lon?: number };
      return Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat!) <= 90 && Math.abs(lon!) <= 180;
    }
    case 'object':
    case 'flattened':
      return typeof value === 'object' && value !== null;
    default:
      return typeof value === 'string';
  }
}
