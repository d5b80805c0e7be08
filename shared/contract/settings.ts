import { z } from 'zod';
import { command, Nothing, query } from './define';

/** Kept with the case; every change is a custody line. */
export const Settings = z.object({
  zone: z.string().default('UTC'), // IANA zone that times are shown in
  theme: z.enum(['system', 'light', 'dark']).default('system'),
});
export type Settings = z.infer<typeof Settings>;

export const settings = {
  'settings.get': query({ in: Nothing, out: Settings }),
  'settings.set': command({ in: Settings.partial(), out: Settings, changes: ['settings', 'case', 'custody'] }),
};
