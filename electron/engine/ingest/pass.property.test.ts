/** From bytes to the account of a file, whatever the bytes and however they are written: nothing throws, all is accounted for. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Pass } from './pass';
import { sources } from './registry';
import { okta } from './testing/importing';

const HEADER =
  'timestamp,uuid,event_type,display_message,outcome.result,actor.id,actor.alternate_id,client.ip_address\n';
const ROW = '2026-01-05T08:00:00.000Z,u,user.session.start,"User, login",SUCCESS,1,ann@corp.example,203.0.113.1\n';
const LINE = `${JSON.stringify(okta(1))}\n`;
const piece = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\n',
  '\r\n',
  ' ',
  'x',
  '\u0000',
  'é',
  '😀',
  '\ud800',
  '<134>1 x ',
  LINE,
  ROW,
  '""',
  ';',
);
const file = fc
  .tuple(
    fc.constantFrom('', LINE, LINE + LINE, `[${LINE},`, `{"value":[${LINE},`, HEADER + ROW, `sep=,\n${HEADER}${ROW}`),
    fc.array(piece, { maxLength: 25 }),
  )
  .map(([begin, pieces]) => begin + pieces.join(''));
const writings: Record<string, (text: string) => Buffer> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8 with mark': (text) => Buffer.from(`\ufeff${text}`),
  latin1: (text) => Buffer.from(text, 'latin1'),
  'utf-16le': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'utf-16le without mark': (text) => Buffer.from(text, 'utf16le'),
  'utf-16le cut': (text) => Buffer.from(`\ufeff${text}x`, 'utf16le').subarray(0, -1),
};

it.each(Object.keys(writings))('%s', (writing) => {
  fc.assert(
    fc.property(file, fc.integer({ min: 1, max: 700 }), (text, size) => {
      const bytes = writings[writing]!(text);
      const pass = new Pass(bytes, sources.all(), { source: null, zone: null });
      let events = 0;
      let leftOut = 0;
      const take = (): void => {
        for (const batch of pass.take()) {
          events += batch.events?.count ?? 0;
          leftOut += batch.leftOut?.count ?? 0;
          for (let i = 0; i < (batch.leftOut?.count ?? 0); i++) {
            const [at, length] = [batch.leftOut!.places[i * 4 + 2]!, batch.leftOut!.places[i * 4 + 3]!];
            expect(at).toBeGreaterThanOrEqual(0);
            expect(at + length).toBeLessThanOrEqual(bytes.length);
          }
        }
      };
      for (let at = 0; at < bytes.length; at += size) {
        pass.feed(Buffer.from(bytes.subarray(at, at + size)));
        take();
      }
      pass.end();
      take();
      const found = pass.result();
      expect([found.mapped, found.skipped + found.rejected]).toEqual([events, leftOut]);
      if (!found.recognised) expect(found.why).not.toBe('');
    }),
    { numRuns: 150 },
  );
});
