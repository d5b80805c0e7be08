import { describe, expect, it } from 'vitest';
import { visible } from './text';

describe('hostile text is made visible', () => {
  it.each([
    ['plain', 'ann@example.com', 'ann@example.com'],
    ['override', 'ann\u202egpj.exe', 'ann\\u{202e}gpj.exe'],
    ['zero width', 'a\u200bd\u2060min', 'a\\u{200b}d\\u{2060}min'],
    ['joiner between letters', 'ad\u200dmin', 'ad\\u{200d}min'],
    ['joiner at an end', '👩\u200d', '👩\\u{200d}'],
    ['a family is one picture', '👩\u200d👩\u200d👧', '👩\u200d👩\u200d👧'],
    ['with a colour of skin', '🧑🏽\u200d🚀!', '🧑🏽\u200d🚀!'],
    ['a heart in between', '👩\u2764\ufe0f\u200d👨', '👩\u2764\ufe0f\u200d👨'],
    ['both', '👩\u200d👩\u200bx\u202e', '👩\u200d👩\\u{200b}x\\u{202e}'],
  ])('%s', (_what, text, seen) => expect(visible(text)).toBe(seen));
});
