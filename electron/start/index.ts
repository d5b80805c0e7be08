/** What starts each large program: `index.cjs` beside its `program.cjs`. */
import { join } from 'node:path';
import v8 from 'node:v8';
import { FLAG, runProgram } from './kept-code';

// Before any program is looked at: kept code is that of its flags.
v8.setFlagsFromString(FLAG);

export const { exports: program, keep } = runProgram(join(__dirname, 'program.cjs'));
