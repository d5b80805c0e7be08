/** What is an Elastic document that somebody stored, and what is a parser's test or a copy of another source's record. */
import { asObject, filled, type Plain } from '../../vendor/fields';

/** A field by its dotted name, nested or written as one key, also where half of each. */
export function field(document: Plain, name: string): unknown {
  if (Object.hasOwn(document, name)) return document[name];
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const inner = asObject(Object.hasOwn(document, name.slice(0, dot)) ? document[name.slice(0, dot)] : undefined);
    if (!inner) continue;
    const found = field(inner, name.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Text of a field; of a list its first. */
export function text(document: Plain, name: string): string | null {
  const value = field(document, name);
  const first = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string') return filled(first);
  return typeof first === 'number' || typeof first === 'boolean' ? String(first) : null;
}

export function texts(document: Plain, name: string): string[] {
  const value = field(document, name);
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
}

/** Modules whose records another source reads: their original is worth more than what was made of it. */
const KNOWN =
  /^(okta|azure|entra|cisco_duo|duo|google_workspace|gsuite|aws|o365|m365|auth0|keycloak|onelogin|ping_one|ping\w*|jumpcloud|cyberark\w*|teleport|cisco_ise|1password|onepassword|lastpass|bitwarden|forgerock|github|slack|salesforce|gcp|cloudflare\w*|windows|system\.security|pulse_\w+|freeradius|rsa|bitdefender|zoom)\b/;

/** Where a product is named; some put the part of it that wrote the record into the first. */
const MODULES = ['event.module', 'event.dataset', 'data_stream.dataset'] as const;

/** Written by an agent into a store; a parser's test has none of these. */
const isStored = (document: Plain): boolean =>
  [
    'agent',
    'data_stream',
    'elastic_agent',
    'agent.type',
    'agent.id',
    'data_stream.type',
    'data_stream.dataset',
    'event.ingested',
  ].some((name) => field(document, name) !== undefined);

const TEST_TAGS = new Set(['preserve_original_event', 'preserve_duplicate_custom_fields']);

/**
 * Whether the document stands for itself. Declined: what quotes the record of a known product (that record is read
 * instead), Windows events with their own data, and copies that no store ever held, told by a parser's test marks, a quoted
 * original or the sub-object of a known product.
 */
export function standsForItself(document: Plain): boolean {
  if (text(document, '@timestamp') === null) return false;
  if (field(document, 'event.category') === undefined && field(document, 'event.kind') === undefined) return false;
  if (field(document, 'winlog') !== undefined || typeof document.class_uid === 'number') return false;
  const isKnown = MODULES.some((name) => KNOWN.test(text(document, name) ?? ''));
  const original = text(document, 'event.original');
  // Okta's fields lie below its own name, and are read there.
  if (original === null && text(document, 'okta.event_type') !== null) return false;
  if (isStored(document)) return !(isKnown && original !== null && /^\s*[{<]/.test(original));
  if (original !== null || texts(document, 'tags').some((tag) => TEST_TAGS.has(tag))) return false;
  return !Object.keys(document).some(
    (key) => KNOWN.test(key) && asObject(document[key]) !== null && !/^(system|windows)$/.test(key),
  );
}
