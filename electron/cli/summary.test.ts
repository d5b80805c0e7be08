import { expect, it } from 'vitest';
import { importSummary } from './summary';

it('says the sum first, then each file, then what was not taken', () => {
  const lines = importSummary({
    files: [
      {
        file: 'okta/a.json',
        sha256: '',
        bytes: 9,
        source: 'okta',
        shape: 'json-array',
        because: [],
        records: 1_200,
        events: 1_180,
        context: 0,
        duplicates: 15,
        skipped: 4,
        rejected: 1,
        reasons: [{ kind: 'rejected', why: 'no time', count: 1, example: { offset: 5_120 } }],
        first: '2026-01-01T00:00:00.000Z',
        last: '2026-01-31T23:59:59.000Z',
        warnings: ['exactly 1,000 records: the export may be cut'],
      },
    ],
    unrecognised: [{ file: 'notes\u001b.txt', why: 'no known shape' }],
    events: 1_180,
    episodes: 1,
    seconds: { import: 4.21, analyse: 1.1 },
    peakRssBytes: 1,
  });
  expect(lines).toEqual([
    '1 file, 1,200 records: 1,180 events, 0 context, 15 duplicates, 4 skipped, 1 rejected',
    '  okta/a.json (okta, json-array): 1,200 records: 1,180 events, 0 context, 15 duplicates, 4 skipped, 1 rejected, 2026-01-01T00:00:00.000Z to 2026-01-31T23:59:59.000Z',
    '    rejected: no time (1, first at byte 5,120)',
    '    warning: exactly 1,000 records: the export may be cut',
    '  not imported: notes\ufffd.txt: no known shape',
    'the case now holds 1,180 events and 1 episode (import 4.2 s, analysis 1.1 s)',
  ]);
});
