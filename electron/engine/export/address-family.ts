/** Whether a text is an address that other programs accept as one: logs also have names and rubbish there. */
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const V4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const GROUP = /^[0-9a-f]{1,4}$/i;

export function addressFamily(text: string | null | undefined): 4 | 6 | null {
  if (!text) return null;
  if (V4.test(text)) return 4;
  if (!text.includes(':') || text.length > 45) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const width = groups.length + (V4.test(last) ? 1 : 0);
  if (!groups.every((group, i) => GROUP.test(group) || (i === groups.length - 1 && V4.test(group)))) return null;
  return (halves.length === 2 ? width < 8 : width === 8) ? 6 : null;
}
