import { z } from 'zod';
import { command, Nothing, query } from './define';

/** Kept with the case; every change is a custody line. */
export const Settings = z.object({
  zone: z.string().default('UTC'), // IANA zone that times are shown in
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Evidence and log are checked whenever the case is opened; absent = no. */
  verifyOnOpen: z.boolean().optional(),
  /** An encrypted case is locked when nothing was asked of it for so many minutes: 15 unless set, 0 = never. */
  lockAfterMinutes: z.number().int().min(0).max(1_440).optional(),
});
export type Settings = z.infer<typeof Settings>;

/** JSON text by part of the page ("layout", "filters"); what a part holds is the page's own affair. */
export const ViewParts = z.record(z.string().max(60), z.string().max(200_000));

export const settings = {
  'settings.get': query({ in: Nothing, out: Settings }),
  'settings.set': command({ in: Settings.partial(), out: Settings, changes: ['settings', 'case', 'custody'] }),
  /** Where the investigator left off in this case: open views, filters, columns, saved queries. */
  'view.kept': query({ in: Nothing, out: ViewParts }),
  /** Keeps these parts beside the others. How one looks at evidence is no act: it leaves no custody line. */
  'view.keep': command({ in: z.object({ parts: ViewParts }), out: Nothing, changes: [] }),
};
