import { describe, expect, it } from 'vitest';
import { drawShape, hatch, type Pen } from './shapes';
import { svgPen } from './svg-pen';

const made = (draw: (pen: Pen) => void): string => {
  const { pen, svg } = svgPen((text) => text.length * 6);
  draw(pen);
  return svg(100, 50, 'a <picture>');
};
const body = (draw: (pen: Pen) => void): string[] => made(draw).split('\n').slice(2, -2);

describe('a pen that writes SVG', () => {
  it('writes paths, boxes and dashes where they stand', () => {
    expect(
      body((pen) => {
        pen.translate(10, 5);
        pen.strokeStyle = '#c00';
        pen.setLineDash([4, 3]);
        pen.beginPath();
        pen.moveTo(0, 0);
        pen.quadraticCurveTo(5, -5, 10, 0);
        pen.stroke();
        pen.globalAlpha = 0.5;
        pen.fillStyle = 'red';
        pen.fillRect(1, 2, 3, 4);
      }),
    ).toEqual([
      '<path d="M10 5Q15 0 20 5" fill="none" stroke="#c00" stroke-width="1" stroke-dasharray="4 3"/>',
      '<rect x="11" y="7" width="3" height="4" fill="red" opacity="0.5"/>',
    ]);
  });

  it('what is clipped is closed again, also where nobody restored it', () => {
    const text = made((pen) => {
      hatch(pen, 0, 0, 20, 10, '#999');
      pen.beginPath();
      pen.rect(0, 0, 5, 5);
      pen.clip();
    });
    expect(text.match(/<g /g)).toHaveLength(2);
    expect(text.match(/<\/g>/g)).toHaveLength(2);
    expect(text).toContain('<clipPath id="clip1">');
  });

  it('a whole circle is two halves', () => {
    expect(body((pen) => drawShape(pen, 'dot', 10, 10, 4, '#00f'))[0]).toBe(
      '<path d="M14 10A4 4 0 0 1 6 10A4 4 0 0 1 14 10" fill="#00f"/>',
    );
  });

  it('keeps state as a canvas does', () => {
    const lines = body((pen) => {
      pen.fillStyle = 'a';
      pen.save();
      pen.fillStyle = 'b';
      pen.restore();
      pen.fillRect(0, 0, 1, 1);
    });
    expect(lines[0]).toContain('fill="a"');
  });

  it('texts are evidence: escaped, and nothing that XML refuses', () => {
    const text = made((pen) => {
      pen.font = '600 11px "Inter", sans-serif';
      pen.fillText('<script>&"\u0000\ud800', 1, 2);
    });
    expect(text).toContain('&#60;script&#62;&#38;&#34;\ufffd\ufffd');
    expect(text).not.toContain('<script');
    expect(text).toContain('font-size="11" font-weight="600" font-family="&#34;Inter&#34;, sans-serif"');
    expect(text).toContain('<title>a &#60;picture&#62;</title>');
  });
});
