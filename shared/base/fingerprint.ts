/** A key's fingerprint as people read and write it. */

/** For eyes and telephones: groups of eight. */
export const fingerprintGroups = (print: string): string => print.match(/.{1,8}/g)?.join(' ') ?? print;

/** A fingerprint as a person may write it: groups, colons, capitals, a `SHA256:` before it. */
export const plainFingerprint = (text: string): string =>
  text
    .trim()
    .replace(/^sha-?256[:=\s]/i, '')
    .replace(/[\s:_-]/g, '')
    .toLowerCase();
