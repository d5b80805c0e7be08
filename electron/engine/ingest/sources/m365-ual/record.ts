/** One audit record as the Management API gives it; every other shape holds the same inside or spreads it over columns. */
import { asObject, asObjects, type Plain, parsed } from '../../vendor/fields';
import { memberOf, pairsOf, textOf, told } from '../../vendor/microsoft';

export class AuditRecord {
  readonly #record: Plain;
  readonly #folded: boolean;
  #extended: Map<string, string> | null = null;
  #device: Map<string, string> | null = null;
  #context: Plain | null | undefined;

  constructor(record: Plain) {
    this.#record = record;
    // Some collectors write every name in lower case; looking for that costs time, so only where it is so.
    this.#folded = !Object.hasOwn(record, 'CreationTime') && !Object.hasOwn(record, 'Operation');
  }

  any(name: string): unknown {
    if (this.#folded) return memberOf(this.#record, name);
    return Object.hasOwn(this.#record, name) ? this.#record[name] : undefined;
  }

  text(name: string): string | null {
    if (this.#folded) return textOf(this.#record, name);
    const value = this.any(name);
    if (typeof value === 'string') return told(value);
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
  }

  first(...names: readonly string[]): string | null {
    for (const name of names) {
      const text = this.text(name);
      if (text !== null) return text;
    }
    return null;
  }

  list(name: string): Plain[] {
    return asObjects(parsed(this.any(name)));
  }

  /** `ExtendedProperties`: request, method and agent of a sign-in. */
  extended(name: string): string | null {
    this.#extended ??= pairsOf(this.any('ExtendedProperties'));
    return this.#extended.get(name) ?? null;
  }

  device(name: string): string | null {
    this.#device ??= pairsOf(this.any('DeviceProperties'));
    return this.#device.get(name) ?? null;
  }

  /** `AppAccessContext`: the session and token by which mail or a file was reached. */
  context(name: string): string | null {
    this.#context ??= asObject(parsed(this.any('AppAccessContext')));
    return textOf(this.#context, name);
  }
}
