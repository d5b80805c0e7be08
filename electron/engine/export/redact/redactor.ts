/** Replaces in any value of a case what is to be hidden, and keeps count of what it found inside longer texts. */

import { findSecrets, maskOf, maskSecrets } from '../../../../shared/base/secrets';
import { ellipsis } from '../../../../shared/base/text';
import type { RedactField, RedactFinding } from '../../../../shared/model/redaction';
import { addressFamily } from '../address-family';
import type { Dictionary } from './dictionary';
import type { Pseudonyms } from './pseudonym';
import { renamedWithin, TOKEN, type TokenSet } from './token-set';

const MAIL = /[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,80}@[\p{L}\p{N}-]{1,80}(?:\.[\p{L}\p{N}-]{1,80}){1,6}/gu;
const ADDRESS = /(?<![\w./:-])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:]|\.\d)/gi;
const IDENTITY = /\bi[0-9a-hjkmnp-tv-z]{11}\b/g;

/** Members that hold ids, numbers, times and words of our own, never evidence: replacing there would break them. */
const OWN: ReadonlySet<string> = new Set(
  'id ids event events episode attempt aliases path iid prev hash sha256 storedSha256 time times start end first last at next locator class outcome outcomes factor factors source sources flags verdict patterns state kind followed fits uses standards playbook review packing encoding shape country countries custodyHead withdrawn imported zone format formats role severity'.split(
    ' ',
  ),
);
/** Members that are of one kind whatever they say: too many to be held in a list. */
const KEYED: Readonly<Record<string, RedactField>> = {
  session: 'sessions',
  correlation: 'sessions',
  token: 'sessions',
  recordId: 'sessions',
};
const KEPT_FINDINGS = 20_000;
const AROUND = 40;

export class Redactor {
  readonly findings = new Map<string, RedactFinding>();
  readonly #memo = new Map<string, string>();

  constructor(
    readonly names: Pseudonyms,
    readonly dictionary: Dictionary,
    readonly sessions: TokenSet,
    readonly fields: ReadonlySet<RedactField>,
    readonly keep: ReadonlySet<string>,
  ) {}

  /** The value with everything hidden, at any depth; `name` says what it is a member of. */
  deep<T>(value: T, name = ''): T {
    if (typeof value === 'string') return this.#member(value, name) as T;
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((item) => this.deep(item as unknown, name)) as T;
    const copy: Record<string, unknown> = {};
    const hidesPlace = this.fields.has('places') && 'country' in value && 'city' in value;
    for (const [key, item] of Object.entries(value)) {
      if (hidesPlace && /^(?:lat|lon|radiusKm|city|region)$/.test(key)) copy[key] = null;
      // A device's id is the vendor's, all other ids are ours.
      // Columns of a register that nobody asked for have names that people chose.
      else if (name === 'extra') copy[key] = this.deep(item as unknown, 'extra');
      else if (key === 'zone' && typeof item === 'string') copy[key] = this.zone(item);
      else copy[key] = this.deep(item as unknown, name === 'device' && key === 'id' ? 'device' : key);
    }
    return copy as T;
  }

  /** A zone of the form `Europe/London` names a town. */
  zone(zone: string): string {
    const isPlace = zone.includes('/') && !zone.startsWith('Etc/');
    return isPlace && this.fields.has('places') && !this.keep.has(zone.toLowerCase())
      ? this.names.of('places', zone)
      : zone;
  }

  #member(text: string, name: string): string {
    if (text === '') return text;
    if (OWN.has(name))
      return /^i[0-9a-z]{11}$/.test(text) && this.fields.has('people') ? this.names.identity(text) : text;
    const field = KEYED[name];
    if (field && this.fields.has(field) && !this.keep.has(text.toLowerCase())) return this.names.of(field, text);
    return this.text(text, name);
  }

  /** Free text: values and their parts, mail addresses and network addresses that no field named, secrets. */
  text(text: string, where = 'text'): string {
    const known = this.#memo.get(text);
    if (known !== undefined) return known;
    const whole = this.dictionary.whole(text);
    const made = whole ?? this.#scan(text, where);
    if (this.#memo.size > 50_000) this.#memo.clear();
    if (text.length < 2_000) this.#memo.set(text, made);
    return made;
  }

  #scan(text: string, where: string): string {
    let out = text;
    const secrets = findSecrets(out);
    for (const { from, to, kind } of secrets) {
      const mask = maskOf(out.slice(from, to), kind);
      this.#told('secret', mask, mask, where, out, from, to);
    }
    if (secrets.length > 0) out = maskSecrets(out);
    const hits = this.dictionary.find(out);
    if (hits.length > 0) {
      let made = '';
      let end = 0;
      for (const { from, to, becomes, kind } of hits) {
        const found = out.slice(from, to);
        if (this.keep.has(found.toLowerCase())) {
          made += out.slice(end, to);
          end = to;
          continue;
        }
        this.#told(kind, found, becomes, where, out, from, to);
        made += out.slice(end, from) + becomes;
        end = to;
      }
      out = made + out.slice(end);
    }
    if (this.fields.has('sessions')) {
      const isKnown = (id: string): boolean => this.sessions.has(id) && !this.keep.has(id.toLowerCase());
      const name = (id: string): string => this.names.of('sessions', id);
      out = this.#every(out, TOKEN, 'value', where, (found) =>
        isKnown(found) ? name(found) : renamedWithin(found, isKnown, name),
      );
    }
    if (this.fields.has('people')) {
      if (out.includes('@')) out = this.#every(out, MAIL, 'mail', where, (found) => this.names.of('people', found));
      out = out.replace(IDENTITY, (id) => this.names.identity(id));
    }
    if (this.fields.has('addresses') && /\d\.\d|:/.test(out)) {
      out = this.#every(out, ADDRESS, 'address', where, (found) =>
        addressFamily(found) && !/^fd0[46]:/i.test(found) ? this.names.of('addresses', found) : found,
      );
    }
    return out;
  }

  #every(
    text: string,
    pattern: RegExp,
    kind: 'value' | 'mail' | 'address',
    where: string,
    name: (found: string) => string,
  ): string {
    return text.replace(pattern, (found, ...rest: unknown[]) => {
      if (this.keep.has(found.toLowerCase())) return found;
      const becomes = name(found);
      const at = rest.find((one) => typeof one === 'number') as number;
      if (becomes !== found) this.#told(kind, found, becomes, where, text, at, at + found.length);
      return becomes;
    });
  }

  #told(
    kind: RedactFinding['kind'],
    text: string,
    becomes: string,
    where: string,
    all: string,
    from: number,
    to: number,
  ): void {
    const key = `${kind} ${text}`;
    const before = this.findings.get(key);
    if (before) {
      before.n += 1;
      return;
    }
    if (this.findings.size >= KEPT_FINDINGS) return;
    const around = maskSecrets(all.slice(Math.max(0, from - AROUND), to + AROUND));
    this.findings.set(key, { kind, text: ellipsis(text, 200), becomes, n: 1, where, around: ellipsis(around, 300) });
  }
}
