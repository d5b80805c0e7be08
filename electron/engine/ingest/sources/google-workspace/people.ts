/** Who acts in a Google record. */
import type { ActorDraft } from '../../../../../shared/model/event';
import { type ActorKey, addKey, isAddressLike, nameKeys } from '../../vendor/actor-keys';
import type { Activity } from './activity';

/** Profile ids are 21 digits; redacted copies and unknown users hold other things. */
const PROFILE = /^\d{15,25}$/;

export function readActor(activity: Activity): ActorDraft | null {
  const { email, key, profileId } = activity;
  const homeTenant = activity.customer;
  if (activity.callerType === 'KEY' && email === null) {
    if (key === null) return null;
    // People from outside take part under a key that stands for all of them.
    const guest = /EXTERNAL|ANONYMOUS/.test(key) ? guestName(activity) : null;
    if (guest !== null)
      return {
        id: key,
        name: guest,
        kind: 'unknown',
        keys: isAddressLike(guest) ? nameKeys(guest) : [],
        external: true,
      };
    // SYSTEM is Google itself; other keys belong to products that act by themselves.
    const isGoogle = key === 'SYSTEM';
    return {
      id: key,
      name: key,
      kind: isGoogle ? 'unknown' : 'api_key',
      keys: isGoogle ? [] : [{ type: 'vendor_id', value: `key ${key}` }],
      homeTenant,
    };
  }
  const profile = profileId !== null && PROFILE.test(profileId) ? profileId : null;
  if (email === null) {
    // Devices name the person who sits before them; unknown users have neither name nor id.
    const typed = activity.param('DEVICE_USER');
    const name = typed && typed !== '-' ? typed : null;
    if (name === null && profileId === null) return null;
    const keys: ActorKey[] = name === null ? [] : nameKeys(name);
    addKey(keys, 'vendor_id', profile);
    return { id: profileId, name: name ?? profileId, kind: name === null ? 'unknown' : 'human', keys, homeTenant };
  }
  const isService = email.endsWith('.gserviceaccount.com');
  const keys = isService ? ([{ type: 'client_id', value: email }] as ActorKey[]) : nameKeys(email);
  addKey(keys, 'vendor_id', profile);
  return {
    id: profileId ?? email,
    name: email,
    kind: isService ? 'service_principal' : email.includes('@') ? 'human' : 'unknown',
    keys,
    homeTenant,
    onBehalfOf: activity.client,
  };
}

/** The address that an outside participant gave, else the name shown in the meeting. */
function guestName(activity: Activity): string | null {
  const given = activity.param('identifier');
  if (given && isAddressLike(given)) return given;
  return activity.param('display_name') || given || null;
}
