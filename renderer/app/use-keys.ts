/** One listener for all shortcuts: what is typed into a field stays there, a dialog or menu keeps its own keys. */
import { useEffect } from 'react';
import { useCommandStore } from '../state/commands';
import { chordOf, isCharacterKey, matchKeys } from '../state/keys';
import { useLayout } from '../state/layout';
import type { Command } from '../state/view';

/** A sequence (`g t`) must be finished within this time, ms. */
const SEQUENCE_MS = 1_500;

export function useKeys(): void {
  useEffect(() => {
    let before: string | null = null;
    let timer = 0;
    const forget = (): void => {
      window.clearTimeout(timer);
      before = null;
    };
    const all = (): Command[] => useCommandStore.getState().groups.flatMap((group) => group.commands);
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || isModifier(event.key)) return;
      const chord = chordOf(event);
      if (!mayAct(event.target, chord)) {
        forget();
        return;
      }
      const commands = all();
      const match = matchKeys(commands, before, chord) ?? (before === null ? null : matchKeys(commands, null, chord));
      forget();
      if (!match) return;
      event.preventDefault();
      if ('hit' in match) match.hit.run();
      else {
        before = chord;
        timer = window.setTimeout(forget, SEQUENCE_MS);
      }
    };
    // The second key of a sequence is meant for the frame, though the picture under the focus knows it too (`g m`, `m`).
    const finish = (event: KeyboardEvent): void => {
      if (before === null || isModifier(event.key)) return;
      if (matchKeys(all(), before, chordOf(event))) listen(event);
      else forget();
      if (event.defaultPrevented) event.stopPropagation();
    };
    window.addEventListener('keydown', finish, { capture: true });
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', finish, { capture: true });
      window.removeEventListener('keydown', listen);
      forget();
    };
  }, []);
}

const isModifier = (key: string): boolean => ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph'].includes(key);

/** Keys that a control under the focus needs for itself. */
const OWN_KEYS = new Set(['Enter', 'Space', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

function mayAct(target: EventTarget | null, chord: string): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]')) return false;
  const typing = target.closest(
    'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]',
  );
  if (typing) return (chord.startsWith('Ctrl+') && chord !== 'Ctrl+Z') || /^(Shift\+)?F\d+$/.test(chord);
  if (isCharacterKey(chord) && !useLayout.getState().characterKeys) return false;
  const control = target.closest('button, a[href], input, summary, [role="separator"], [role="slider"]');
  // A box that is ticked with Space has no use for Enter.
  return (
    !(control && OWN_KEYS.has(chord)) || (chord === 'Enter' && control instanceof HTMLInputElement && !control.form)
  );
}
