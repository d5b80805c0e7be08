/** What the disk says when it fails, in words that tell a person what to do. */
import { SidedoorError } from '../../../shared/rpc/errors';

const FULL = /^(ENOSPC|EDQUOT|EFBIG|SQLITE_FULL)$/;
const CLOSED = /^(EROFS|SQLITE_READONLY.*|SQLITE_CANTOPEN.*)$/;
const BROKEN = /^(EIO|ENXIO|ENODEV|ESTALE|SQLITE_IOERR.*)$/;
const DAMAGED = /^SQLITE_(CORRUPT.*|NOTADB)$/;

const codeOf = (thrown: unknown): string => {
  const { code, cause } = thrown as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && /^(E[A-Z]+|SQLITE_)/.test(code)) return code;
  return cause === undefined || cause === null ? '' : codeOf(cause);
};

/** Whether this concerns the disk that is written to, not the file that is read. */
export const isWriteTrouble = (thrown: unknown): boolean => {
  const { code } = thrown as { code?: unknown };
  return typeof code === 'string' && (FULL.test(code) || code === 'EROFS');
};

/** The error told in words; anything else as it came. `where`: the case folder. */
export function diskTrouble(thrown: unknown, where: string | undefined): unknown {
  if (thrown instanceof SidedoorError && thrown.code !== 'unreadable') return thrown;
  const code = codeOf(thrown);
  const told = (message: string, fix: string): SidedoorError =>
    new SidedoorError('unreadable', message, {
      where: (thrown instanceof SidedoorError ? thrown.where : undefined) ?? where,
      fix,
      cause: thrown,
    });
  if (FULL.test(code))
    return told(
      'the disk is full',
      'make room and do it again; what was acknowledged is in the case, what was not is left out',
    );
  if (thrown instanceof SidedoorError) return thrown;
  if (CLOSED.test(code))
    return told(`the folder can no longer be written (${code})`, 'see that the disk is there and may be written');
  if (BROKEN.test(code))
    return told(`the disk fails (${code})`, 'copy the case folder to another disk, and verify the copy');
  if (DAMAGED.test(code))
    return told(
      "the case's database is damaged",
      'run "verify" to see what is broken; restore it from a copy or a bundle',
    );
  return thrown;
}
