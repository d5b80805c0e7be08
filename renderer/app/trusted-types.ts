/**
 * The policy lets no text become markup or script (`require-trusted-types-for 'script'`), wherever it comes from. Two
 * libraries write markup that is always the same; these words pass, to the letter, and no others. Imported first.
 */
const KNOWN: ReadonlySet<string> = new Set([
  '', // react-aria empties what it has announced
  '<svg/>', // Leaflet looks once whether the browser draws it
]);

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string | null }): unknown;
}

// Firefox has none before version 148: the web host's page then does without.
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
trustedTypes?.createPolicy('default', { createHTML: (text) => (KNOWN.has(text) ? text : null) });
