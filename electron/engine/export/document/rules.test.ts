import { describe, expect, it } from 'vitest';
import html from '../report/html';
import { HOSTILE, MemorySink, sampleContext, sampleView } from '../sample-view';

async function written(more: object = {}): Promise<string> {
  const sink = new MemorySink();
  await html.write({ ...sampleView(), ...more }, sink, sampleContext());
  return sink.text;
}

describe('rules in the report', () => {
  it('prints every threshold with its version, who set it and why', async () => {
    const text = await written();
    expect(text).toContain('Version 1 of this case, set by R. Ito');
    expect(text).toContain('the site prompts slowly');
    expect(text).toContain('<strong>60</strong>');
    expect(await written({ thresholdSets: () => [] })).toContain('Version 0: the product&#39;s own numbers');
  });

  it('tells what was hidden, merged and split, and what the last run changed; hostile text stays text', async () => {
    const at = '2026-02-01T09:00:00.000Z';
    const side = { verdict: 'friction', confidence: 0.9, denials: 2, summary: HOSTILE };
    const text = await written({
      suppressions: () => [{ id: 's1', query: HOSTILE, why: HOSTILE, by: HOSTILE, at, expires: at, withdrawn: null, state: 'expired', episodes: 3, events: 9 }], // biome-ignore format: one row
      regroupings: () => [
        { seq: 1, act: 'merge', episode: 'p1', other: 'p2', why: HOSTILE, by: 'R. Ito', at, withdrawn: at },
      ],
      runs: () => [
        { seq: 1, at, because: ['thresholds'], thresholds: 1, appeared: 0, vanished: 0, moved: 1, same: 4, cut: 2, list: [{ kind: 'moved', episode: 'p1', identity: HOSTILE, start: at, before: side, after: { ...side, verdict: 'expected' }, other: null, moved: ['verdict'] }] }, // biome-ignore format: one row
      ],
    });
    expect(text).toContain('Suppressed as noise');
    expect(text).toContain('(expired)');
    expect(text).toContain('taken back');
    expect(text).toContain('because of thresholds');
    expect(text).toContain('1 moved, 4 stayed as they were');
    expect(text).not.toContain(HOSTILE);
    expect(text).not.toMatch(/<(?:script|img)/i);
  });
});
