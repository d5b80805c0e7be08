/** Key chords as text (`j`, `Ctrl+K`, `g t`) against key events. Pure, so that it can be tested without a page. */

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Chord of a press: modifiers in a fixed order, Command counted as Ctrl, Shift only with keys that have a name. */
export function chordOf(press: KeyPress): string {
  const named = press.key.length > 1;
  const letter = press.ctrlKey || press.metaKey || press.altKey ? press.key.toUpperCase() : press.key;
  return [
    (press.ctrlKey || press.metaKey) && 'Ctrl',
    press.altKey && 'Alt',
    press.shiftKey && (named || press.ctrlKey || press.metaKey) && 'Shift',
    named ? press.key : letter === ' ' ? 'Space' : letter,
  ]
    .filter(Boolean)
    .join('+');
}

/** A chord without Ctrl, Alt or a named key types a character by itself (WCAG 2.1.4). */
export const isCharacterKey = (chord: string): boolean => chord.length === 1;

export type Match<T> = { hit: T } | { waiting: true } | null;

/**
 * The newest command whose keys are `before` followed by `chord`. `waiting` when the two only begin a sequence;
 * later groups win over earlier ones.
 */
export function matchKeys<T extends { keys?: string | undefined }>(
  commands: readonly T[],
  before: string | null,
  chord: string,
): Match<T> {
  const typed = before === null ? chord : `${before} ${chord}`;
  for (let i = commands.length - 1; i >= 0; i--) {
    const command = commands[i]!;
    if (command.keys === typed) return { hit: command };
  }
  return commands.some(({ keys }) => keys?.startsWith(`${typed} `)) ? { waiting: true } : null;
}
