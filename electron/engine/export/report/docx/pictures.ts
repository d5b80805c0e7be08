/** Pictures of a Word document, kept on disk until its text is written: only then may they be put into the package. */
import type { Package } from '../../ooxml/package';
import type { Spool } from '../../sink';
import type { Picture } from './body';

export class Pictures {
  readonly list: { id: string; name: string; bytes: number }[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(readonly spool: Spool) {}

  add = ({ id, name, bytes }: Picture): void => {
    this.list.push({ id, name, bytes: bytes.length });
    this.#writing = this.#writing.then(() => this.spool.write(bytes));
    this.#writing.catch(() => {}); // told by `kept`
  };

  /** Waits until what was added is kept. */
  kept = (): Promise<void> => this.#writing;

  /** Puts them into the package, one after the other, in the order in which they came. */
  async into(out: Package): Promise<void> {
    await this.#writing;
    await this.spool.close();
    let held = Buffer.alloc(0);
    const rest = this.spool.read()[Symbol.asyncIterator]();
    for (const { name, bytes } of this.list) {
      while (held.length < bytes) {
        const next = await rest.next();
        if (next.done) throw new Error(`the pictures end before ${name}`);
        held = Buffer.concat([held, next.value]);
      }
      const own = held.subarray(0, bytes);
      await out.stream(`word/media/${name}`, (part) => part.write(own));
      held = held.subarray(bytes);
    }
    await rest.return?.();
  }
}
