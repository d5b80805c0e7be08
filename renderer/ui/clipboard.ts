/** Copying, in whichever way the host allows: a page in the window has no permission of its own. */

let write = (text: string): Promise<void> => navigator.clipboard.writeText(text);

/** Rejects where the clipboard cannot be written. */
export const copyText = (text: string): Promise<void> => write(text);

/** Said once, by whoever connects to the host. */
export function copyThrough(host: (text: string) => Promise<void>): void {
  write = host;
}
