import { expect, it } from 'vitest';
import { progressReporter, sentence, terminalText } from './progress';

it.each([
  [{ phase: 'importing', done: 12_400_000, total: 80_000_000, unit: 'bytes' }, 'importing 12.4 of 80.0 MB (15 %)'],
  [{ phase: 'reading', done: 5, total: 0, unit: 'files' }, 'reading 5 files'],
  [{ phase: 'linking', done: 12_000, total: 10_000, unit: 'events' }, 'linking 12,000 of 10,000 events (100 %)'],
  [
    { phase: 'a', done: 1, total: 4, unit: 'steps', note: 'x\u001b[31m.json' },
    'a 1 of 4 steps (25 %) · x\ufffd[31m.json',
  ],
] as const)('says %j', (progress, text) => {
  expect(sentence(progress)).toBe(text);
});

it('lets nothing of the evidence steer the terminal', () => {
  expect(terminalText('a\u001b]0;b\u0007\u009b2J\u202etxt\r\n')).toBe('a\ufffd]0;b\ufffd\ufffd2J\ufffdtxt\ufffd\ufffd');
});

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { written, target: { isTTY, columns: 40, write: (text: string) => written.push(text) } as never };
}

it('moves one line on a terminal and clears it', () => {
  const { written, target } = stream(true);
  const reporter = progressReporter(target);
  reporter.report({ phase: 'importing', done: 1, total: 2, unit: 'files' });
  reporter.end();
  expect(written[0]).toBe('\r\u001b[2K[############............] importing 1 ');
  expect(written[1]).toBe('\r\u001b[2K');
});

it('writes plain lines elsewhere: each phase, then every five seconds', () => {
  const { written, target } = stream(false);
  let now = 0;
  const reporter = progressReporter(target, () => now);
  for (const [time, phase] of [
    [0, 'a'],
    [100, 'a'],
    [200, 'b'],
    [5_100, 'b'],
    [5_300, 'b'],
  ] as const) {
    now = time;
    reporter.report({ phase, done: time, total: 0, unit: 'steps' });
  }
  expect(written).toEqual(['a 0 steps\n', 'b 200 steps\n', 'b 5,300 steps\n']);
});
