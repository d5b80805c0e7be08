import { describe, expect, it } from 'vitest';
import { recordingPen } from './draw-log';
import { moved, pressAt, tooltipAt } from './pointer';
import { drawShape, fitText, hatch, type Shape } from './shapes';

describe('shapes', () => {
  const drawn = (shape: Shape): string[] => {
    const { pen, log } = recordingPen();
    drawShape(pen, shape, 10, 10, 4, 'red');
    return log.filter((line) => !line.includes('='));
  };
  it('are all different, whatever their colour', () => {
    const shapes: Shape[] = ['cross', 'dot', 'square', 'down', 'triangle', 'diamond', 'ring', 'tick'];
    expect(new Set(shapes.map((shape) => drawn(shape).join('|'))).size).toBe(shapes.length);
  });
  it('an x is two strokes, a dot one filled circle', () => {
    expect(drawn('x')).toEqual(['beginPath', 'moveTo 6 6', 'lineTo 14 14', 'moveTo 14 6', 'lineTo 6 14', 'stroke']);
    expect(drawn('dot')).toEqual(['beginPath', 'arc 10 10 4 0 6.3', 'fill']);
  });
  it('hatching is clipped to its box, and nothing is drawn for an empty one', () => {
    const { pen, log } = recordingPen();
    hatch(pen, 5, 5, 12, 10, 'grey');
    expect(log).toContain('rect 5 5 12 10');
    expect(log.indexOf('clip')).toBeLessThan(log.indexOf('stroke'));
    const none = recordingPen();
    hatch(none.pen, 5, 5, 0, 10, 'grey');
    expect(none.log).toEqual([]);
  });
  it.each([
    ['abcdef', 36, 'abcdef'],
    ['abcdefgh', 36, 'abcde…'],
    ['a😀b', 18, 'a…'],
    ['abc', 3, ''],
  ])('cuts %s to %i pixels', (text, width, cut) => {
    expect(fitText(recordingPen().pen, text, width)).toBe(cut);
  });
});

describe('pointer', () => {
  it('a shaky click stays a click, a move is a drag and stays one', () => {
    const press = pressAt(10, 10);
    expect(moved(press, 12, 12).dragging).toBe(false);
    const drag = moved(press, 20, 10);
    expect(drag.dragging).toBe(true);
    expect(moved(drag, 10, 10).dragging).toBe(true);
  });
  it.each([
    [
      { x: 10, y: 10 },
      { left: 24, top: 24 },
    ],
    [
      { x: 390, y: 10 },
      { left: 276, top: 24 },
    ],
    [
      { x: 10, y: 290 },
      { left: 24, top: 226 },
    ],
    [
      { x: 390, y: 290 },
      { left: 276, top: 226 },
    ],
  ])('a tooltip at %o stays inside and beside the pointer', (pointer, place) => {
    expect(tooltipAt(pointer, { width: 100, height: 50 }, { width: 400, height: 300 })).toEqual(place);
  });
});
