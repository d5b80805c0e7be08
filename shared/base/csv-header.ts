/** CSV headers by which a record's fields are named: the reader of CSV and the sources use the same form. Pure. */

/**
 * The name under which a column is read: without byte order mark, blanks collapsed and trimmed, lower case, without the
 * suffix ` [utc]` of Log Analytics. Localised apostrophes are made plain.
 */
export function headerName(written: string): string {
  return written
    .replace(/^\ufeff/, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/[’‘]/g, "'")
    .trim()
    .toLowerCase()
    .replace(/ ?\[utc\]$/, '');
}

/** Names of a whole header: of columns with one name the first keeps it, the others become `name#2`, `name#3` … */
export function headerNames(written: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return written.map((text) => {
    const name = headerName(text);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}
