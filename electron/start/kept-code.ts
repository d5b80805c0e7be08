/**
 * Programs with the code that V8 made of them when they were built (`FILE.*.code` beside each file): what it has once read and
 * compiled it need not read and compile again at every start and in every thread. Such code is a copy of what the source says
 * and nothing else: where it is not whole, not of this very source, or not V8's own of this very kind, the source is compiled
 * as ever. Only the build writes any (`keep`).
 */
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';

type Exports = Record<string, unknown>;
type Run = (exports: Exports, require: (id: string) => unknown, module: { exports: Exports }, ...at: string[]) => void;

/**
 * Into one function V8's compiler puts at most so much of what it calls (bytes of bytecode; by itself 920): each thread compiles
 * anew, and to compile what was put together so cost more than the calls it saves.
 */
export const FLAG = '--max-inlined-bytecode-size-cumulative=300';

const HASH = 32; // bytes of a SHA-256: first that of the source, then that of the code
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Code is one V8's own: of its version, its flags and what the processor can, of which its tag is made. */
function codeFile(file: string): string {
  const kind = [process.platform, process.arch, process.version, v8.cachedDataVersionTag().toString(16)].join('-');
  return file.replace(/\.cjs$/, `.${kind}.code`);
}

function keptCode(file: string, source: Uint8Array): Buffer | undefined {
  let kept: Buffer;
  try {
    kept = fs.readFileSync(codeFile(file));
  } catch {
    return undefined;
  }
  const code = kept.subarray(2 * HASH);
  const isOfSource = sha256(source).equals(kept.subarray(0, HASH));
  return isOfSource && sha256(code).equals(kept.subarray(HASH, 2 * HASH)) ? code : undefined;
}

export interface Program {
  exports: Exports;
  /** Writes the code of what was loaded and compiled by now beside its files. */
  keep(): void;
}

/** Runs the CommonJS file, and files that it asks for by `./NAME.cjs`, each once; all else is asked of Node. */
export function runProgram(file: string): Program {
  const scripts = new Map<string, vm.Script>();
  const modules = new Map<string, { exports: Exports }>();

  const load = (file: string): Exports => {
    const known = modules.get(file);
    if (known) return known.exports;
    const source = fs.readFileSync(file);
    // Built programs are written in ASCII.
    const wrapped = `(function (exports, require, module, __filename, __dirname) {${source.toString('latin1')}\n})`;
    const script = new vm.Script(wrapped, { filename: file, cachedData: keptCode(file, source) });
    const module = { exports: {} };
    modules.set(file, module);
    scripts.set(file, script);
    const outside = createRequire(file);
    const inside = (id: string): unknown => (id.startsWith('./') ? load(join(dirname(file), id)) : outside(id));
    try {
      (script.runInThisContext() as Run)(module.exports, inside, module, file, dirname(file));
    } catch (thrown) {
      modules.delete(file);
      throw thrown;
    }
    return module.exports;
  };

  return {
    exports: load(file),
    keep() {
      for (const [file, script] of scripts) {
        const code = script.createCachedData();
        const part = `${codeFile(file)}.${randomUUID()}`;
        fs.writeFileSync(part, Buffer.concat([sha256(fs.readFileSync(file)), sha256(code), code]));
        fs.renameSync(part, codeFile(file));
      }
    },
  };
}
