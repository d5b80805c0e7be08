import { describe, expect, it } from 'vitest';
import { chordOf, isCharacterKey, matchKeys } from './keys';

const press = (key: string, mods: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...mods,
});

describe('chordOf', () => {
  it.each([
    [press('j'), 'j'],
    [press('?', { shiftKey: true }), '?'],
    [press('k', { ctrlKey: true }), 'Ctrl+K'],
    [press('k', { metaKey: true }), 'Ctrl+K'],
    [press('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+Z'],
    [press('ArrowLeft', { shiftKey: true }), 'Shift+ArrowLeft'],
    [press('Enter'), 'Enter'],
    [press(' '), 'Space'],
    [press('.', { ctrlKey: true }), 'Ctrl+.'],
  ])('%o is %s', (event, chord) => expect(chordOf(event)).toBe(chord));

  it('tells characters from chords', () => {
    expect(isCharacterKey('j')).toBe(true);
    expect(isCharacterKey('Ctrl+K')).toBe(false);
    expect(isCharacterKey('Enter')).toBe(false);
  });
});

describe('matchKeys', () => {
  const commands = [{ id: 'frame', keys: 'j' }, { id: 'go', keys: 'g t' }, { id: 'none' }, { id: 'view', keys: 'j' }];
  it('lets the newest registration win', () => {
    expect(matchKeys(commands, null, 'j')).toMatchObject({ hit: { id: 'view' } });
  });
  it('waits for the rest of a sequence', () => {
    expect(matchKeys(commands, null, 'g')).toEqual({ waiting: true });
    expect(matchKeys(commands, 'g', 't')).toMatchObject({ hit: { id: 'go' } });
    expect(matchKeys(commands, 'g', 'x')).toBeNull();
  });
  it('knows nothing of other keys', () => expect(matchKeys(commands, null, 't')).toBeNull());
});
