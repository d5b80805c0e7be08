/** The programs that are to be ended, built from the sources at hand. */
import { freshDist } from '../fresh-dist';

export function setup(): void {
  freshDist(['engine', 'parse-worker', 'index-worker', 'take-worker', 'verify-worker', 'verifier', 'cli']);
}
