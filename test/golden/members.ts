/** Members of a package (Word, Excel, bundle), unpacked, as text by their names. */
import { unzipSync } from 'fflate';

export const members = (bytes: Buffer): Map<string, string> =>
  new Map(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, Buffer.from(content).toString('utf8')]));
