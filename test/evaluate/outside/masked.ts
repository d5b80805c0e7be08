/** The same scenario as a sanitised export: every address is one of the ranges for documentation (RFC 5737, RFC 2544). */
import type { Scenario } from '../scenario';

const RANGES = ['203.0.113', '198.51.100', '192.0.2'] as const;
const EACH = 240; // addresses used of a range
const ADDRESS = /"(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})"/g;

function standIn(n: number): string {
  const range = RANGES[Math.floor(n / EACH)];
  return range ? `${range}.${5 + (n % EACH)}` : `198.18.${(n >> 8) & 255}.${n & 255}`;
}

/** One stand-in for each true address, in order of appearance; registers, which name none, stay as they are. */
export function masked(scenario: Scenario): Scenario {
  const known = new Map<string, string>();
  const mask = (ip: string): string => {
    let to = known.get(ip);
    if (to === undefined) {
      to = standIn(known.size);
      known.set(ip, to);
    }
    return to;
  };
  const files = Object.fromEntries(
    Object.entries(scenario.files).map(([name, text]) => [
      name,
      text.replace(ADDRESS, (_, ip: string) => `"${mask(ip)}"`),
    ]),
  );
  return { ...scenario, name: `${scenario.name}, masked`, files };
}
