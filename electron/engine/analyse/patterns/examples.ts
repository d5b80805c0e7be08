/** What a pattern's `examples.ts` holds: pictures in which it is there, and look-alikes in which it must stay quiet. */
import type { Row, Said } from '../testing/picture';

export interface Example {
  name: string;
  /** Whose episodes are looked at. */
  who: string;
  rows: readonly Row[];
  /** Rows of context files. */
  context?: readonly Said[];
}

export interface Examples {
  hits: readonly Example[];
  lookAlikes: readonly Example[];
}
