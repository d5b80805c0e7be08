import { describe, expect, it } from 'vitest';
import { hueOf } from './Tag';

describe('the hue of a tag', () => {
  it('is the same for the same word, however it is written', () => {
    expect(hueOf('Phishing')).toBe(hueOf('phishing'));
    expect(hueOf('caf\u00e9')).toBe(hueOf('cafe\u0301'));
  });

  it('tells the words of an investigation apart as far as eight hues can', () => {
    const words = ['phishing', 'vpn', 'exec', 'helpdesk', 'travel', 'rollout', 'ask-hr', 'known', 'token', 'insider'];
    expect(new Set(words.map(hueOf)).size).toBeGreaterThanOrEqual(5);
    for (const word of words) expect([0, 1, 2, 3, 4, 5, 6, 7]).toContain(hueOf(word));
  });
});
