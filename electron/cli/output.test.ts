import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { Failure } from './failure';
import { Output, ReaderGone } from './output';

/** Takes one chunk at a time and holds it until `release`: a slow reader. */
function slowReader() {
  const taken: string[] = [];
  let release: () => void = () => {};
  const stream = new Writable({
    highWaterMark: 4,
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk.toString());
      release = done;
    },
  });
  return { stream, taken, release: () => release() };
}

it('writes a list page by page and never asks ahead of the reader', async () => {
  const { stream, taken, release } = slowReader();
  const asked: number[] = [];
  const list = new Output(stream).list(0, async (cursor) => {
    asked.push(cursor);
    return { rows: [{ n: cursor }], next: cursor < 2 ? cursor + 1 : null };
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toEqual([0]);
  for (let i = 0; i < 3; i++) {
    release();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await list;
  expect(asked).toEqual([0, 1, 2]);
  expect(taken.join('')).toBe('{"n":0}\n{"n":1}\n{"n":2}\n');
});

it('leaves no listeners behind, however long the list', async () => {
  const { stream, release } = slowReader();
  const out = new Output(stream);
  const before = stream.listenerCount('error') + stream.listenerCount('close') + stream.listenerCount('drain');
  for (let i = 0; i < 20; i++) {
    const waiting = out.line('a long line');
    release();
    await waiting;
  }
  expect(stream.listenerCount('error') + stream.listenerCount('close') + stream.listenerCount('drain')).toBe(before);
});

it('writes nothing for an empty list', async () => {
  const { stream, taken } = slowReader();
  await new Output(stream).list(0, async () => ({ rows: [], next: null }));
  expect(taken).toEqual([]);
});

it('stops quietly when the reader has gone', async () => {
  const { stream } = slowReader();
  const out = new Output(stream);
  const waiting = out.line('a long line');
  stream.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }));
  await expect(waiting).rejects.toBeInstanceOf(ReaderGone);
  await expect(out.line('more')).rejects.toBeInstanceOf(ReaderGone);
  await out.flush();
});

it('says once that a full disk took nothing more', async () => {
  const { stream } = slowReader();
  const out = new Output(stream);
  const waiting = out.line('a long line');
  stream.destroy(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }));
  await expect(waiting).rejects.toBeInstanceOf(Failure);
  await out.flush();
  const later = slowReader().stream;
  const late = new Output(later);
  later.destroy(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }));
  await expect(late.flush()).rejects.toThrow('stdout cannot be written: ENOSPC');
});
