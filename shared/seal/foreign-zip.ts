/**
 * An archive that another program packed, or whose parts no longer stand where the sealed form has them: read by its
 * directory as any ZIP program would, so that what its members hold is judged too. It is never taken for the sealed form.
 * (PKWARE APPNOTE 6.3.9, without zip64; runs anywhere.)
 */
import {
  type ByteReader,
  CENTRAL_LENGTH,
  CENTRAL_SIGNATURE,
  END_LENGTH,
  END_SIGNATURE,
  LOCAL_LENGTH,
  LOCAL_SIGNATURE,
} from '../base/canonical-zip';
import { plural } from '../base/text';
import type { Container, Damage } from './container-content';

const LONGEST_COMMENT = 0xffff;
/** A directory larger than this is not read: some 500,000 members. */
const DIRECTORY_LIMIT = 64 << 20;

interface Entry {
  name: string;
  crc: number;
  packed: number;
  method: number;
  at: number; // of its local header
  end: number; // behind its content
  dataAt: number;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Null where there is no directory that a ZIP program would follow. */
export async function readForeign(file: ByteReader): Promise<Container | null> {
  const tail = Math.min(file.size, END_LENGTH + LONGEST_COMMENT);
  const bytes = await file.read(file.size - tail, tail);
  for (let i = bytes.length - END_LENGTH; i >= 0; i--) {
    const end = view(bytes.subarray(i));
    if (end.getUint32(0, true) !== END_SIGNATURE || i + END_LENGTH + end.getUint16(20, true) > bytes.length) continue;
    const size = end.getUint32(12, true);
    const start = file.size - tail + i - size;
    if (start < 0 || size > DIRECTORY_LIMIT) return null;
    return entriesOf(file, start, size, start - end.getUint32(16, true));
  }
  return null;
}

/** `shift`: how far from where the directory says everything stands. */
async function entriesOf(file: ByteReader, start: number, size: number, shift: number): Promise<Container | null> {
  const bytes = await file.read(start, size);
  const entries: Entry[] = [];
  const damage: Damage[] = [];
  for (let at = 0; at + CENTRAL_LENGTH <= bytes.length; ) {
    const head = view(bytes.subarray(at));
    if (head.getUint32(0, true) !== CENTRAL_SIGNATURE) break;
    const [name, extra, comment] = [28, 30, 32].map((place) => head.getUint16(place, true)) as [number, number, number];
    const entry = {
      name: new TextDecoder().decode(bytes.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + name)),
      crc: head.getUint32(16, true),
      packed: head.getUint32(20, true),
      method: head.getUint16(10, true),
      at: head.getUint32(42, true) + shift,
    };
    at += CENTRAL_LENGTH + name + extra + comment;
    const local = entry.at < 0 ? new Uint8Array(0) : await file.read(entry.at, LOCAL_LENGTH);
    if (local.length < LOCAL_LENGTH || view(local).getUint32(0, true) !== LOCAL_SIGNATURE) {
      damage.push({ offset: start + at, why: `the directory names ${entry.name}, which does not stand where it says` });
      continue;
    }
    const dataAt = entry.at + LOCAL_LENGTH + view(local).getUint16(26, true) + view(local).getUint16(28, true);
    entries.push({ ...entry, dataAt, end: dataAt + entry.packed });
  }
  if (entries.length === 0) return null;
  const { whole, damage: around } = apart(entries, start);
  for (const one of around) damage.push(one);
  const stored = entries.filter((entry) => entry.method === 0 && whole.has(entry));
  const packed = entries.filter(({ method }) => method !== 0).length;
  if (packed > 0) damage.unshift({ offset: 0, why: `another program packed this archive anew and compressed ${plural(packed, 'member')}: only the file as it was sealed can be checked` }); // biome-ignore format: one sentence
  else if (damage.length === 0) damage.push({ offset: 0, why: 'another program packed this archive anew: its members are judged, but it is not the file that was sealed' }); // biome-ignore format: one sentence
  return {
    members: stored.map(({ name, crc, packed: length, dataAt }) => ({
      name,
      crc,
      size: length,
      dataAt,
      stored: Math.max(0, Math.min(length, file.size - dataAt)),
    })),
    damage,
    isForeign: true,
    isUnread: packed > 0,
  };
}

/**
 * Members in the order of the file, and what stands around them that the directory tells nothing of. One that lies inside
 * another is not read: many that lie over each other would be read for ever.
 */
function apart(entries: readonly Entry[], start: number): { whole: Set<Entry>; damage: Damage[] } {
  const whole = new Set<Entry>();
  const damage: Damage[] = [];
  let at = 0;
  const gap = (to: number): void => {
    if (to > at)
      damage.push({ offset: at, why: `${plural(to - at, 'byte')} that ${to - at === 1 ? 'belongs' : 'belong'} to no member` }); // biome-ignore format: one sentence
  };
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    gap(entry.at);
    if (entry.at < at) damage.push({ offset: entry.at, why: `${entry.name} lies inside another member` });
    else whole.add(entry);
    at = Math.max(at, entry.end);
  }
  gap(start);
  return { whole, damage };
}
