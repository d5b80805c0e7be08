/** A pen that writes down what it is told, for tests: a drawing is compared as its log. */
import type { Pen } from './shapes';

const CALLS = [
  'beginPath',
  'moveTo',
  'lineTo',
  'closePath',
  'arc',
  'rect',
  'fill',
  'stroke',
  'fillRect',
  'strokeRect',
  'clearRect',
  'fillText',
  'quadraticCurveTo',
  'bezierCurveTo',
  'roundRect',
  'setLineDash',
  'save',
  'restore',
  'clip',
  'translate',
] as const;

const short = (value: unknown): string =>
  typeof value === 'number'
    ? String(Math.round(value * 10) / 10)
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

/** `log` holds one line a call (`fillRect 1 2 3 4`) or assignment (`fillStyle=#fff`). Text is 6 pixels a character. */
export function recordingPen(): { pen: Pen; log: string[] } {
  const log: string[] = [];
  const target: Record<string, unknown> = { measureText: (text: string) => ({ width: text.length * 6 }) };
  for (const name of CALLS) target[name] = (...args: unknown[]) => void log.push([name, ...args.map(short)].join(' '));
  const pen = new Proxy(target, {
    set(held, key, value) {
      held[String(key)] = value;
      log.push(`${String(key)}=${short(value)}`);
      return true;
    },
  });
  return { pen: pen as unknown as Pen, log };
}
