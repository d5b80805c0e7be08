import { z } from 'zod';
import { PlaceDisagreement } from '../model/geo';
import { query } from './define';

export const places = {
  /** Where log and databases disagree on an address, the most events first; computed when asked. */
  'places.disagreements': query({
    in: z.object({ offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(500).default(100) }),
    out: z.object({
      rows: z.array(PlaceDisagreement),
      total: z.number(),
      /** Pairs of logged place and address that were compared. */
      compared: z.number(),
      /** Databases in use, with the day of their data. */
      databases: z.array(z.string()),
    }),
  }),
};
