/** Accounts of Windows domains and machines as actors: names, domains and SIDs. Pure. */
import type { ActorDraft } from '../../../../shared/model/event';
import type { IdentityKind } from '../../../../shared/model/words';
import { addKey, isAddressLike, nameKeys } from './actor-keys';

/** Well-known accounts of the machine itself. */
const SYSTEM_SID = /^S-1-5-(18|19|20)$|^S-1-5-(80|82|83|90|96)-/;
const SYSTEM_NAME = /^(system|local service|network service|iusr|dwm-\d+|umfd-\d+)$/i;
const ANONYMOUS = /^(anonymous logon|anonymous)$/i;
const NULL_SID = 'S-1-0-0';
const SID = /^S-1-[0-9-]+$/i;

/** `CORP.EXAMPLE.COM` and `CORP` are one domain in two spellings. */
const domainOf = (domain: string | null): string | null => domain?.split('.')[0]?.toUpperCase() ?? null;

/** An account by name, domain and SID; null where the event names none. */
export function accountOf(
  name: string | null,
  domain: string | null,
  sid: string | null,
  computer: string | null,
): ActorDraft | null {
  const sidKey = sid !== null && SID.test(sid) && sid !== NULL_SID ? sid : null;
  if (name === null)
    return sidKey === null ? null : { id: sidKey, name: sidKey, kind: 'human', keys: keysOfSid(sidKey) };
  const [plain, inName] = splitName(name);
  const from = domainOf(domain ?? inName);
  const kind = kindOf(plain, sidKey);
  const shown = name.includes('@') || from === null ? name : `${domain ?? inName}\\${plain}`;
  // The machine's own accounts have one name on every machine: the machine tells them apart.
  if (kind === 'workload')
    return { id: sidKey, name: shown, kind, keys: [{ type: 'vendor_id', value: `${computer ?? ''}\\${plain}` }] };
  if (kind === 'unknown') return { id: sidKey, name: shown, kind, keys: [{ type: 'username', value: shown }] };
  const keys: ActorDraft['keys'] = sidKey === null ? [] : keysOfSid(sidKey);
  if (isAddressLike(name)) for (const key of nameKeys(name)) addKey(keys, key.type, key.value);
  const bare = plain.split('@')[0]!;
  if (from !== null) addKey(keys, 'username', `${from}\\${bare}`);
  // A bare name is enough only where a SID says which account it is, or where nothing else is known.
  if (sidKey !== null || from === null) addKey(keys, 'username', bare);
  return { id: sidKey, name: shown, kind, keys };
}

const keysOfSid = (sid: string): ActorDraft['keys'] => (SYSTEM_SID.test(sid) ? [] : [{ type: 'sid', value: sid }]);

/** `DOMAIN\name` in one field. */
function splitName(name: string): [name: string, domain: string | null] {
  const at = name.lastIndexOf('\\');
  return at < 0 ? [name, null] : [name.slice(at + 1), name.slice(0, at) || null];
}

function kindOf(name: string, sid: string | null): IdentityKind {
  if (ANONYMOUS.test(name) || sid === 'S-1-5-7') return 'unknown';
  if ((sid !== null && SYSTEM_SID.test(sid)) || SYSTEM_NAME.test(name)) return 'workload';
  // Computers and group-managed service accounts end so; the log does not tell one from the other.
  return /\$(@|$)/.test(name) ? 'device' : 'human';
}
