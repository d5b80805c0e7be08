/** The faces of every report that brings its own fonts. */
import { Face } from './face';
import type { Faces } from './lines';

let held: Faces | null = null;

/** One set for the process: outlines are unpacked once, and what a report used stays small. */
export function faces(): Faces {
  held ??= {
    plain: new Face('SidedoorSans', 'sans', 400),
    strong: new Face('SidedoorSans-Bold', 'sans', 650),
    code: new Face('SidedoorMono', 'mono', 400),
  };
  return held;
}
