/** A picture for the cover: looked at before it is put into a document that others open. Only PNG and JPEG: an SVG may run. */
import { ExportError, type Logo } from './format';

export const LOGO_LIMIT = 2_000_000; // bytes
const MOST = 6_000; // pixels on a side

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Kind and size, from the bytes themselves; throws an ExportError for anything that is no such picture. */
export function logoOf(bytes: Uint8Array): Logo {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = pngSize(buffer) ?? jpegSize(buffer);
  if (!found)
    throw new ExportError('the logo is no PNG or JPEG picture', {
      fix: 'save it as PNG; SVG is not taken, it may hold scripts',
    });
  const { width, height } = found;
  if (width < 1 || height < 1 || width > MOST || height > MOST) {
    throw new ExportError(`the logo is ${width} by ${height} pixels`, { fix: `at most ${MOST} on a side` });
  }
  return { ...found, bytes: buffer };
}

type Found = Omit<Logo, 'bytes'>;

function pngSize(bytes: Buffer): Found | null {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(PNG) || bytes.toString('latin1', 12, 16) !== 'IHDR')
    return null;
  return { kind: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Walks the segments to the frame header (SOF0 to SOF15 without the tables that share its range). */
function jpegSize(bytes: Buffer): Found | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { kind: 'jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
