/** An answer whose records lie under names instead of in a list (LastPass): each is a record at its own place. */
import { describe, expect, it } from 'vitest';
import { readRecord } from '../case/evidence';
import { fileById, presentFiles } from '../store/files';
import { bring, expectHonest, newCase, put, withTempCases } from './testing/imported';

withTempCases();

const event = (time: string, action: string): string =>
  `{ "Time": "2026-03-02 ${time}", "Username": "ana@corp.example", "IP_Address": "203.0.113.135", "Action": "${action}", "Data": "" }`;
const events = [event('09:51:51', 'Failed Login Attempt'), event('09:52:40', 'Log in'), event('09:52:40', 'Log in')];
const answer = (list: readonly string[]): string =>
  `{"status":"OK", "next": null, "data": {\n${list.map((each, i) => `  "Event${i + 1}" : ${each}`).join(' ,\n')}\n}}`;

describe('records under names', () => {
  it('are events of their own, each with its own bytes', async () => {
    const made = newCase();
    const { files } = await bring(made, put('reporting.json', answer(events)));
    expect(files[0]).toMatchObject({ source: 'lastpass', shape: 'reporting-api', records: 3, events: 3 });
    const rows = made.db.read
      .prepare<[], { file_id: number; at: number; length: number; time: number }>('SELECT * FROM event ORDER BY at')
      .all();
    const row = fileById(made.db.read, rows[0]!.file_id)!;
    const raw = await Promise.all(rows.map((each) => readRecord(made, row, each.at, each.length)));
    expect(raw.map(String)).toEqual(events);
    // The API writes the vendor's own zone, US Eastern.
    expect(new Date(rows[0]!.time).toISOString()).toBe('2026-03-02T14:51:51.000Z');
    expectHonest(made);
  });

  it('of an answer without any are none', async () => {
    const made = newCase();
    const { files, unrecognised } = await bring(made, put('empty.json', '{"status":"OK","next":null,"data":{}}'));
    expect([files.length, unrecognised.length]).toEqual([0, 1]);
    expect(presentFiles(made.db.read)).toEqual([]);
  });
});
