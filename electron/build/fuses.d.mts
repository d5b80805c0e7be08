/** In the order of the row in the binary. */
export const FUSES: readonly { name: string; wanted: boolean }[];
export function readFuses(file: string): Record<string, boolean | null>;
export function flipFuses(file: string): void;
export function fusedFile(
  folder: string,
  names: { platform: string; productName: string; executableName: string },
): string;
