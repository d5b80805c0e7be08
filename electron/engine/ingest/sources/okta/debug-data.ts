/** Okta's `risk` and `behaviors`: neither JSON nor CSV, but `{key=value, key=value}` with commas inside values. */
import { asObject, member, type Plain, parsed, remembering } from '../../vendor/fields';

export interface Risk {
  level: string | null; // low, medium, high
  reasons: string | null;
  /** Behaviours that Okta calls new for this person: "New Device, New IP". */
  fresh: string | null;
}

const NOTHING: Risk = { level: null, reasons: null, fresh: null };
/** By far the most common values; reading them needs no search. */
const PLAIN_LEVELS = new Map([
  ['{level=LOW}', 'low'],
  ['{level=MEDIUM}', 'medium'],
  ['{level=HIGH}', 'high'],
]);

/** Reads `debugData.risk`, `debugData.behaviors` and the JSON of `debugData.logOnlySecurityData` that repeats both. */
export function readRisk(risk: string | null, behaviors: string | null, logOnly: string | null): Risk {
  if (risk === null && behaviors === null && logOnly === null) return NOTHING;
  const quick = risk === null ? undefined : PLAIN_LEVELS.get(risk);
  let level = quick ?? valueAfter(risk, 'level=')?.toLowerCase() ?? null;
  let reasons = quick ? null : valueAfter(risk, 'reasons=');
  let fresh = behaviors?.includes('=POSITIVE') ? positives(behaviors) : null;
  if (logOnly !== null && (level === null || (fresh === null && behaviors === null))) {
    const told = readLogOnly(logOnly);
    level ??= told.level;
    reasons ??= told.reasons;
    fresh ??= told.fresh;
  }
  return { level, reasons, fresh };
}

const readLogOnly = remembering((text): Risk => {
  const told = asObject(parsed(text));
  const risk = asObject(told?.risk);
  return {
    level: member(risk, 'level')?.toLowerCase() ?? null,
    reasons: member(risk, 'reasons'),
    fresh: positiveKeys(asObject(told?.behaviors)),
  };
}, 512);

/** The value runs to the next `, key=` or to the closing brace. */
function valueAfter(text: string | null, key: string): string | null {
  if (text === null) return null;
  const at = text.indexOf(key);
  if (at < 0) return null;
  const rest = text.slice(at + key.length);
  const end = /, \w+=|\}\s*$/.exec(rest);
  const value = (end ? rest.slice(0, end.index) : rest).trim();
  return value === '' ? null : value;
}

function positives(behaviors: string): string | null {
  const names = behaviors
    .replace(/^\{|\}$/g, '')
    .split(', ')
    .filter((part) => part.endsWith('=POSITIVE'))
    .map((part) => part.slice(0, -'=POSITIVE'.length));
  return names.length > 0 ? names.join(', ') : null;
}

function positiveKeys(behaviors: Plain | null): string | null {
  if (!behaviors) return null;
  const names = Object.keys(behaviors).filter((name) => behaviors[name] === 'POSITIVE');
  return names.length > 0 ? names.join(', ') : null;
}

/** The alternate id inside `{id=00u…, type=User, alternateId=a@b.c, …}` (`originalPrincipal`), or the text itself. */
export function principalName(text: string | null): string | null {
  if (text === null) return null;
  const json = asObject(parsed(text));
  if (json) return member(json, 'alternateId') ?? member(json, 'id');
  return valueAfter(text, 'alternateId=') ?? valueAfter(text, 'id=') ?? text.slice(0, 200);
}

/** `debugData.tunnels`: true if any operator in it is marked anonymous; null where the field is absent or unreadable. */
export function anonymousTunnel(text: string | null): boolean | null {
  if (text === null) return null;
  const tunnels = parsed(text);
  return Array.isArray(tunnels) ? tunnels.some((tunnel) => asObject(tunnel)?.anonymous === true) : null;
}
