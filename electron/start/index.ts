/** What starts each large program: `index.cjs` beside its `program.cjs`. */
import { join } from 'node:path';
import { runProgram } from './kept-code';

export const { exports: program, keep } = runProgram(join(__dirname, 'program.cjs'));
