/** From numbers back to words: what the sentences call things. */
import { plural, visible } from '../../../../shared/base/text';
import { Factor, Outcome } from '../../../../shared/model/words';
import type { AnalysisRead } from '../read';
import type { Dimensions } from './dimensions';
import type { Seen } from './episode-draft';
import type { Naming } from './strange';

export { FACTOR_NAMES, KIND_NAMES, OUTCOME_NAMES } from '../../../../shared/model/names';

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "4 min", "2 h 5 min", "3 d": whole units, the two largest. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 600 && seconds % 60 !== 0) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return plural(Math.round(hours / 24), 'day');
}

/** Words for what an event saw; evidence is hostile, so invisible characters are made visible. */
export class Names {
  constructor(
    readonly read: AnalysisRead,
    readonly dimensions: Dimensions,
  ) {}

  term(id: number | null): string | null {
    return id === null ? null : visible(this.read.term(id));
  }

  id(seen: { rk: number; content: number }): string {
    return this.read.eventId(seen.rk, seen.content);
  }

  ip(seen: Pick<Seen, 'ip'>): string | null {
    return this.dimensions.address(seen.ip)?.text ?? null;
  }

  country(id: number): string | null {
    return id < 0 ? null : (this.dimensions.countries.texts[id] ?? null);
  }

  /** "Bucharest, RO". */
  place(seen: Pick<Seen, 'ip' | 'place' | 'trace'>): string | null {
    const city = this.dimensions.place(seen.place)?.city ?? this.dimensions.address(seen.ip)?.city ?? null;
    return [city && visible(city), this.country(seen.trace.country)].filter(Boolean).join(', ') || null;
  }

  /** "AS9009 M247 Europe SRL, hosting". */
  network(seen: Pick<Seen, 'ip' | 'trace'>): string | null {
    const address = this.dimensions.address(seen.ip);
    const asn = seen.trace.network >= 0 ? seen.trace.network : null;
    const org = address?.asn === asn ? address?.org : null;
    const parts = [asn === null ? null : `AS${asn}${org ? ` ${visible(org)}` : ''}`, address?.network];
    return parts.filter(Boolean).join(', ') || null;
  }

  /** "Chrome on Windows 11", or the device's name. */
  device(seen: Pick<Seen, 'device'>): string | null {
    const row = this.dimensions.device(seen.device);
    if (!row) return null;
    if (row.name) return visible(row.name);
    const kind = row.browser && row.os ? `${row.browser} on ${row.os}` : (row.browser ?? row.os);
    return kind ? visible(kind) : null;
  }

  naming(seen: Seen): Naming {
    return {
      country: this.country(seen.trace.country),
      network: this.network(seen),
      when: seen.standing.clock?.text(seen.time) ?? null,
    };
  }

  factor(id: number | null): Factor | null {
    return id === null ? null : Factor.options[id]!;
  }

  outcome(id: number): Outcome {
    return Outcome.options[id]!;
  }
}
