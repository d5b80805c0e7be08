/**
 * What a program wrote below a folder, in order, from a tracer; and what a disk may hold of it after a power cut. The disk
 * of this model is as bad as the rules allow: of the writes that no sync had confirmed any may be there, any may be missing,
 * one may be torn; names change in order, and the newest changes since the last sync may be missing.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

interface Op {
  /** Milliseconds since 1970, when it began. */
  time: number;
  kind: 'write' | 'sync' | 'truncate' | 'rename' | 'remove' | 'create' | 'folder';
  file: string;
  /** Of a write: where. Of `truncate`: the new length. */
  at: number;
  bytes: Buffer;
  /** Of a rename. */
  to: string;
}

/** Options for the tracer; it writes one file per thread, named `out.TID`. */
export const TRACER = (out: string): string =>
  `strace -ff -ttt -qq --seccomp-bpf -xx -s 2000000 -o ${out} -e trace=openat,close,write,pwrite64,writev,pwritev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,ioctl,copy_file_range,sendfile,unlink,unlinkat,rmdir,mkdir,mkdirat`;

const unhex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');
const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;

/** The calls that changed something below `root`, oldest first. Throws for a call that this reader does not know. */
export function writeLog(out: string, root: string): Op[] {
  const folder = dirname(out);
  const lines = readdirSync(folder)
    .filter((name) => join(folder, name).startsWith(`${out}.`))
    .flatMap((name) => readFileSync(join(folder, name), 'latin1').split('\n'))
    .flatMap((line) => {
      const found = /^(\d+\.\d+) (\w+)\((.*)\)\s+= (-?\d+)/s.exec(line);
      return found
        ? [{ time: Number(found[1]) * 1_000, call: found[2]!, rest: found[3]!, result: Number(found[4]) }]
        : [];
    })
    .sort((a, b) => a.time - b.time);
  const open = new Map<number, { file: string; at: number; appends: boolean }>();
  /** Files outside, which are only read. */
  const sources = new Map<number, { file: string; at: number }>();
  const sizes = new Map<string, number>();
  const sizeOf = (file: string): number => sizes.get(file) ?? 0;
  const ops: Op[] = [];
  const add = (op: Partial<Op> & Pick<Op, 'time' | 'kind' | 'file'>): void =>
    void ops.push({ at: 0, bytes: Buffer.alloc(0), to: '', ...op });
  /** Bytes that the system itself copied from an open file, from `from` on. */
  const copied = (
    time: number,
    into: number,
    out: number,
    from: number | null,
    at: number | null,
    length: number,
  ): void => {
    const to = open.get(into);
    const source = sources.get(out) ?? open.get(out);
    if (!to || !source) return;
    const bytes = readFileSync(source.file).subarray(from ?? source.at, (from ?? source.at) + length);
    if (from === null) source.at += length;
    add({ time, kind: 'write', file: to.file, at: at ?? to.at, bytes });
    if (at === null) to.at += length;
  };
  const isOurs = (file: string): boolean => file === root || file.startsWith(root + sep);
  for (const { time, call, rest, result } of lines) {
    if (result < 0) continue;
    const texts = [...rest.matchAll(STRING)].map((match) => unhex(match[1]!));
    const fd = Number(/^-?\d+/.exec(rest)?.[0] ?? Number.NaN);
    const paths = texts.map((text) => resolve(text.toString()));
    if (call === 'openat') {
      const file = paths[0]!;
      if (!isOurs(file)) {
        open.delete(result);
        sources.set(result, { file, at: 0 });
        continue;
      }
      sources.delete(result);
      open.set(result, { file, at: 0, appends: rest.includes('O_APPEND') });
      if (rest.includes('O_CREAT')) add({ time, kind: 'create', file });
      if (rest.includes('O_TRUNC')) {
        add({ time, kind: 'truncate', file });
        sizes.set(file, 0);
      }
    } else if (call === 'close') open.delete(fd);
    else if (call === 'write' || call === 'pwrite64') {
      const to = open.get(fd);
      if (!to) continue;
      const at = call === 'pwrite64' ? Number(/, (\d+)$/.exec(rest)![1]) : to.appends ? Number.NaN : to.at;
      const bytes = texts[0]!.subarray(0, result);
      if (bytes.length !== result) throw new Error(`a write of ${result} bytes was traced with ${bytes.length}`);
      if (call === 'write') to.at += result;
      add({ time, kind: 'write', file: to.file, at, bytes });
      if (!Number.isNaN(at)) sizes.set(to.file, Math.max(sizeOf(to.file), at + result));
    } else if (call === 'ioctl') {
      const source = /CLONE, (\d+)/.exec(rest)?.[1];
      if (source) copied(time, fd, Number(source), 0, 0, Number.MAX_SAFE_INTEGER);
    } else if (call === 'copy_file_range' || call === 'sendfile') {
      const [, a, from, b, at] = /^(\d+), (\[\d+[^\]]*\]|NULL|\d+), ([^,]+)(?:, ([^,]+))?/.exec(rest)!;
      const offset = (text: string | undefined): number | null =>
        text?.startsWith('[') ? Number(/\d+/.exec(text)![0]) : null;
      if (call === 'copy_file_range') copied(time, Number(b), Number(a), offset(from), offset(at), result);
      else copied(time, Number(a), Number(from), offset(b), null, result);
    } else if (call === 'fsync' || call === 'fdatasync') {
      const to = open.get(fd);
      if (to) add({ time, kind: 'sync', file: to.file });
    } else if (call === 'ftruncate') {
      const to = open.get(fd);
      if (to) add({ time, kind: 'truncate', file: to.file, at: Number(/, (\d+)$/.exec(rest)![1]) });
    } else if (call.startsWith('rename')) {
      if (isOurs(paths[0]!)) add({ time, kind: 'rename', file: paths[0]!, to: paths[1]! });
    } else if (call === 'unlink' || call === 'unlinkat' || call === 'rmdir') {
      if (isOurs(paths[0]!)) add({ time, kind: 'remove', file: paths[0]! });
    } else if (call.startsWith('mkdir')) {
      if (isOurs(paths[0]!)) add({ time, kind: 'folder', file: paths[0]! });
    } else if (open.has(fd)) throw new Error(`the write log has no rule for ${call}`);
  }
  return ops;
}

interface FileState {
  bytes: Buffer;
  /** Written since the last sync of this file. */
  loose: { at: number; bytes: Buffer }[];
}

function put(bytes: Buffer, at: number, piece: Buffer): Buffer {
  const longer = at + piece.length > bytes.length ? Buffer.concat([bytes, Buffer.alloc(at + piece.length - bytes.length)]) : bytes; // biome-ignore format: one line
  piece.copy(longer, at);
  return longer;
}

/**
 * Lays out at `to` what a disk may hold when the power went before call `cut`: `base` (the folder `root` before the first
 * call) and the calls until then. `random` decides about everything that no sync had confirmed.
 */
export function afterPowerCut(
  given: { base: string; root: string; ops: readonly Op[]; cut: number },
  to: string,
  random: () => number,
): void {
  const { base, root, ops, cut } = given;
  const files = new Map<string, FileState>();
  for (const entry of readdirSync(base, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(root + from.slice(base.length), { bytes: readFileSync(from), loose: [] });
  }
  let lastSync = 0;
  for (let i = 0; i < cut; i++) if (ops[i]!.kind === 'sync') lastSync = i;
  const named = random() < 0.5 ? cut : lastSync + Math.floor(random() * (cut - lastSync + 1));
  for (const [i, op] of ops.slice(0, cut).entries()) {
    const state = files.get(op.file);
    if (op.kind === 'create') {
      if (!state && i < named) files.set(op.file, { bytes: Buffer.alloc(0), loose: [] });
    } else if (op.kind === 'rename') {
      if (!state || i >= named) continue;
      files.set(op.to, state);
      files.delete(op.file);
    } else if (op.kind === 'remove') {
      if (i < named) files.delete(op.file);
    } else if (!state) continue;
    else if (op.kind === 'write') {
      const end = state.loose.reduce((most, { at, bytes }) => Math.max(most, at + bytes.length), state.bytes.length);
      state.loose.push({ at: Number.isNaN(op.at) ? end : op.at, bytes: op.bytes });
    } else if (op.kind === 'truncate') {
      for (const { at, bytes } of state.loose.splice(0)) state.bytes = put(state.bytes, at, bytes);
      state.bytes = Buffer.concat([state.bytes, Buffer.alloc(Math.max(0, op.at - state.bytes.length))]).subarray(
        0,
        op.at,
      );
    } else if (op.kind === 'sync') {
      for (const { at, bytes } of state.loose.splice(0)) state.bytes = put(state.bytes, at, bytes);
    }
  }
  rmSync(to, { recursive: true, force: true });
  cpSync(base, to, { recursive: true, filter: (from) => statSync(from).isDirectory() });
  const often = random(); // some cuts lose nearly everything, some nearly nothing
  for (const [file, { bytes, loose }] of files) {
    let content: Buffer = Buffer.from(bytes);
    for (const piece of loose) {
      if (random() > often) continue;
      const torn = random() < 0.1 ? Math.floor((random() * piece.bytes.length) / 512) * 512 : piece.bytes.length;
      content = put(content, piece.at, piece.bytes.subarray(0, torn));
    }
    const place = to + file.slice(root.length);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content);
  }
}
