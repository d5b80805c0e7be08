/** What starts each large program: `index.cjs` beside its `program.cjs`. */
import { join } from 'node:path';
import v8 from 'node:v8';
import { runProgram } from './kept-code';

/**
 * Into one function V8's compiler puts at most so much of what it calls (bytes of bytecode; by itself 920): each thread compiles
 * anew, and to compile what was put together so cost more than the calls it saves. Set before any program is looked
 * at, for kept code is that of its flags.
 */
v8.setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');

export const { exports: program, keep } = runProgram(join(__dirname, 'program.cjs'));
