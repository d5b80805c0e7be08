/** ZIP archives with locked members, and others that no honest packer writes. */
import { createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import zlib from 'node:zlib';
import { AesStream, TraditionalKeys } from '../../case/zip-lock';

export interface ZipMember {
  name: string;
  content: string | Buffer;
  /** Unset: not locked. */
  password?: string;
  lock?: 'traditional' | 'aes';
  /** Unix mode, for links. */
  mode?: number;
}

export function handmadeZip(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const content = Buffer.from(member.content as string);
    const name = Buffer.from(member.name);
    const packed = zlib.deflateRawSync(content);
    const isAes = member.password !== undefined && member.lock === 'aes';
    const crc = isAes ? 0 : zlib.crc32(content);
    const body =
      member.password === undefined
        ? packed
        : isAes
          ? lockAes(packed, member.password)
          : lock(packed, member.password, crc);
    const extra = isAes ? Buffer.from([0x01, 0x99, 7, 0, 2, 0, 0x41, 0x45, 3, 8, 0]) : Buffer.alloc(0);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(51, 0);
    common.writeUInt16LE(member.password === undefined ? 0x800 : 0x801, 2);
    common.writeUInt16LE(isAes ? 99 : 8, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    common.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, extra, body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x33\x03', 'latin1'), common, tail, name, extra]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

function lock(packed: Buffer, password: string, crc: number): Buffer {
  const keys = new TraditionalKeys(Buffer.from(password));
  const plain = Buffer.concat([randomBytes(11), Buffer.from([crc >>> 24]), packed]);
  return Buffer.from(
    plain.map((byte) => {
      const covered = byte ^ keys.cover;
      keys.update(byte);
      return covered;
    }),
  );
}

function lockAes(packed: Buffer, password: string): Buffer {
  const salt = randomBytes(16);
  const keys = pbkdf2Sync(password, salt, 1_000, 66, 'sha1');
  const locked = new AesStream(keys.subarray(0, 32), keys.subarray(32, 64)).cover(packed);
  const sum = createHmac('sha1', keys.subarray(32, 64)).update(locked).digest().subarray(0, 10);
  return Buffer.concat([salt, keys.subarray(64), locked, sum]);
}
