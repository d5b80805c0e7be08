import { flushSync } from 'react-dom';

/**
 * Draws a change of a text field's value at once and puts the caret at `at` (UTF-16 units): the next key, however soon, is
 * typed there. Not for effects or while something is drawn.
 */
export function putText(field: HTMLInputElement | HTMLTextAreaElement | null, change: () => void, at: number): void {
  flushSync(change);
  field?.focus();
  field?.setSelectionRange(at, at);
}
