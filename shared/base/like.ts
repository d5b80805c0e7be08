/**
 * Whether a text is, or with `within` holds, what was asked for: whatever its case, `*` stands for anything. Parts in order,
 * without a pattern engine: a query full of stars must stay cheap.
 */
export function like(text: string, asked: string, within = false): boolean {
  const lower = text.toLowerCase();
  const wanted = asked.toLowerCase();
  if (!wanted.includes('*')) return within ? lower.includes(wanted) : lower === wanted;
  const parts = wanted.split('*');
  const last = parts.pop()!;
  let at = 0;
  for (const [i, part] of parts.entries()) {
    const found = lower.indexOf(part, at);
    if (found < 0 || (i === 0 && !within && found > 0)) return false;
    at = found + part.length;
  }
  return within ? lower.includes(last, at) : lower.length - last.length >= at && lower.endsWith(last);
}
