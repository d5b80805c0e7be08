/** A package of the Office Open XML kind (ISO/IEC 29500-2): parts in a ZIP, written one after the other without being held. */
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Sink } from '../sink';

/** Every member carries this time: the same report gives the same bytes. The earliest that ZIP can write. */
const FIXED = new Date(Date.UTC(1980, 0, 2));

export interface PartWriter {
  write(text: string | Uint8Array): Promise<void>;
}

export class Package {
  readonly #zip = new ZipFile();
  readonly #drained: Promise<void>;
  #failed: unknown = null;

  constructor(sink: Sink) {
    const output = this.#zip.outputStream as Readable;
    this.#drained = (async () => {
      for await (const chunk of output) await sink.write(chunk as Uint8Array);
    })();
    this.#drained.catch((thrown: unknown) => {
      this.#failed = thrown;
    });
  }

  add(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    this.#zip.addBuffer(bytes, path, { mtime: FIXED });
  }

  /** A part that is made piece by piece; waits while the disk is behind. Parts are written in the order they were added. */
  async stream(path: string, write: (part: PartWriter) => Promise<void>): Promise<void> {
    const through = new PassThrough({ highWaterMark: 1 << 18 });
    this.#zip.addReadStream(through, path, { mtime: FIXED });
    try {
      await write({
        write: async (text) => {
          if (this.#failed) throw this.#failed;
          if (!through.write(text))
            await Promise.race([new Promise((resolve) => through.once('drain', resolve)), this.#drained]);
        },
      });
      through.end();
      // Gone into the archive before the next part is made: else parts that are small pile up.
      if (!through.readableEnded) await Promise.race([once(through, 'end'), this.#drained]);
    } catch (thrown) {
      // Ends the reading side too: nobody waits for a part that will not come.
      through.destroy();
      (this.#zip.outputStream as Readable).destroy();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    this.#zip.end();
    await this.#drained;
  }
}

const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML 1.0: markup escaped, characters that XML does not know shown as their code. */
export const xml = (text: string): string =>
  text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu,
      (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
    )
    .replace(/[&<>"]/g, (char) => ENTITY[char]!);

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export interface Relation {
  id: string;
  type: string;
  target: string;
}
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export const relations = (list: readonly Relation[]): string =>
  `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(
      ({ id, type, target }) =>
        `<Relationship Id="${id}" Type="${type.includes('://') ? type : `${RELATIONS}/${type}`}" Target="${xml(target)}"/>`,
    )
    .join('')}</Relationships>`;

export const contentTypes = (defaults: Record<string, string>, overrides: Record<string, string>): string =>
  `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${Object.entries(defaults)
    .map(([extension, type]) => `<Default Extension="${extension}" ContentType="${type}"/>`)
    .join('')}${Object.entries(overrides)
    .map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`)
    .join('')}</Types>`;

/** Title, author and times, as the office programs show them. */
export const coreProperties = (about: { title: string; subject: string; by: string; at: string }): string =>
  `${XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xml(about.title)}</dc:title><dc:subject>${xml(about.subject)}</dc:subject><dc:creator>${xml(about.by)}</dc:creator><dc:language>en</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${about.at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${about.at}</dcterms:modified></cp:coreProperties>`;
