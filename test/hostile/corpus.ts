/**
 * Input that nobody sends by accident, and the end that each must come to. Made here, not kept as files: what is large is
 * written when it is wanted. `SIDEDOOR_HOSTILE=1` makes the large ones as large as they can come (minutes, gigabytes).
 */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { ndjson, okta, oktas } from '../../electron/engine/ingest/testing/importing';
import { handmadeZip } from '../../electron/engine/ingest/testing/locked-zip';
import { layoutParts, SHEET_BEGIN, SHEET_END, xlsx, zipped } from '../../electron/engine/ingest/testing/workbook';

export const IS_FULL = process.env.SIDEDOOR_HOSTILE === '1';
const MB = 1024 * 1024;
/** Bytes of the largest files: enough to pass every limit, or as many as the full run wants. */
const large = (least: number, full: number): number => (IS_FULL ? full : least) * MB;

/** What must come of it; sums of all files that were taken, reasons and refusals as patterns that must all be found. */
export interface End {
  events?: number;
  rejected?: number;
  skipped?: number;
  duplicates?: number;
  reasons?: RegExp[];
  /** Files not taken at all, with why. */
  refused?: [string, RegExp][];
  warnings?: RegExp[];
}

export interface Hostile {
  name: string;
  /** Writes into the empty folder; gives the paths to import (default: the folder). */
  make(folder: string): Promise<string[] | undefined> | string[] | undefined;
  end: End;
  /** Seconds within which it must be over. */
  seconds?: number;
}

const file = (name: string, content: () => string | Buffer | Promise<Buffer>) => async (folder: string) => {
  const at = path.join(folder, name);
  fs.mkdirSync(path.dirname(at), { recursive: true });
  fs.writeFileSync(at, await content());
  return [at];
};

/** `before`, `piece` again and again up to so many bytes, `after`; written piece by piece. */
const filled = (name: string, before: string, piece: string, bytes: number, after: string) => (folder: string) => {
  const at = path.join(folder, name);
  const descriptor = fs.openSync(at, 'w');
  const block = Buffer.from(piece.repeat(Math.max(1, Math.floor(MB / Buffer.byteLength(piece)))));
  fs.writeSync(descriptor, before);
  for (let left = bytes; left > 0; left -= block.length)
    fs.writeSync(descriptor, block.subarray(0, Math.min(left, block.length)));
  fs.writeSync(descriptor, after);
  fs.closeSync(descriptor);
  return [at];
};

const line = (n: number, over: Record<string, unknown> = {}): string => `${JSON.stringify(okta(n, over))}\n`;
const deep = (depth: number): string => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;
/** A record whose display name is raw JSON. */
const withRaw = (n: number, key: string, raw: string): string =>
  JSON.stringify(okta(n)).replace(/\}$/, `,"${key}":${raw}}`);

const HEADER = 'timestamp,uuid,event_type,display_message,outcome.result,actor.id,actor.alternate_id,client.ip_address';
const row = (n: number, message = 'User login', actor = 'ann@corp.example'): string =>
  `2026-01-05T08:00:${String(n % 60).padStart(2, '0')}.000Z,u-${n},user.session.start,${message},SUCCESS,00u${n},${actor},203.0.113.${n % 200}`;
const csv = (rows: string[]): string => `${HEADER}\r\n${rows.join('\r\n')}\r\n`;

const TEXTS: [string, string][] = [
  ['a formula', `=cmd|'/c calc'!A1`],
  ['a formula behind a blank', '\t@SUM(1+1)*cmd'],
  ['a link', '=HYPERLINK("https://evil.example","x")'],
  ['markup', '<img src=x onerror=alert(1)><script>alert(2)</script>'],
  ['a closing tag', '</script></style></title><svg/onload=alert(1)>'],
  ['bidi overrides', 'ann\u202egpj.exe\u2066\u2069'],
  ['invisible letters', 'ad\u200bmin\ufeff\u00ad@corp.example'],
  ['control characters', 'a\u0007\u001b[31mred\u001b]0;title\u0007\u0000b'],
  ['lone surrogates', '\ud800 and \udfff'],
  ['a million combining marks', `z${'\u0301'.repeat(20_000)}`],
  ['SQL', `'); DROP TABLE event; --`],
  ['a path', '../../../../etc/passwd'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must not be one
  ['a template', '{{constructor.constructor("alert(1)")()}} ${7*7} #{7*7}'],
];

export const corpus: Hostile[] = [
  {
    name: 'bad lines among good ones',
    make: file(
      'a.ndjson',
      () =>
        `${line(1)}{"uuid":"x", broken}\n${line(2)}just words\n${line(4)}${line(5)}${line(6)}[1,2\n"text"\n${line(3)}{"uuid":"cut`,
    ),
    end: { events: 6, rejected: 5, skipped: 0, reasons: [/not valid JSON/, /not an object/, /cut off/] },
  },
  {
    name: 'bad records in an array',
    make: file('a.json', () => `[${[line(1), '{"uuid":"x" "y"}', line(2), '{"uuid":un}', line(3)].join(',')}]`),
    end: { events: 3, rejected: 2, reasons: [/not valid JSON/] },
  },
  {
    name: 'bad rows in a table',
    make: file('a.csv', () => csv([row(1), 'a,b,c', row(2), `${row(3)},more,cells`, row(4), '', row(5)])),
    end: { events: 4, rejected: 2, reasons: [/3 cells where the header has 8/, /10 cells/] },
  },
  {
    name: 'a quote that never closes',
    make: file('a.csv', () => csv([row(1), `"${row(2)}`, row(3), row(4)])),
    end: { events: 3, rejected: 1, reasons: [/quote is opened and never closed/] },
  },
  {
    name: 'NUL bytes',
    make: file('a.ndjson', () => `${line(1)}{"uuid":"\0"}\n${'\0'.repeat(100)}\n${line(2)}`),
    end: { events: 2, rejected: 2, reasons: [/NUL byte/] },
  },
  {
    name: 'NUL bytes in a table',
    make: file('a.csv', () => csv([row(1, 'User\0login'), row(2)])),
    end: { events: 2, rejected: 0 },
  },
  {
    name: 'nothing but NUL bytes',
    make: file('a.json', () => Buffer.alloc(3 * MB)),
    end: { refused: [['a.json', /binary data/]] },
  },
  {
    name: 'a line of 100 MB among lines',
    make: filled('a.ndjson', `${line(1)}{"uuid":"`, 'x', large(34, 100), `"}\n${line(2)}`),
    end: { events: 2, rejected: 1, reasons: [/longer than 32 MiB/] },
  },
  {
    name: 'a record of 100 MB in an array',
    make: filled('a.json', `[${line(1)},{"uuid":"`, 'x', large(34, 100), `"},${line(2)}]`),
    end: { events: 2, rejected: 1, reasons: [/longer than 32 MiB/] },
  },
  {
    name: 'a cell of 100 MB',
    make: filled('a.csv', `${HEADER}\n${row(1)}\n"`, 'x', large(10, 100), `",b,c\n${row(2)}\n`),
    end: { events: 2, rejected: 1, reasons: [/longer than 8 MiB/] },
  },
  {
    name: 'one line of 100 MB and nothing else',
    make: filled('a.log', '', 'lorem ipsum ', large(34, 100), ''),
    end: { refused: [['a.log', /no known shape/]] },
  },
  {
    name: 'depth of 10,000 inside a record',
    make: file('a.ndjson', () => `${line(1)}${withRaw(2, 'debugContext', deep(10_000))}\n${line(3)}`),
    end: { events: 3, rejected: 0 },
  },
  {
    name: 'depth of two million inside a record',
    make: file('a.json', () => `[${line(1)},${withRaw(2, 'debugContext', deep(2_000_000))},${line(3)}]`),
    end: { events: 3, rejected: 0 },
  },
  {
    name: 'depth of 10,000 and no record',
    make: file('a.json', () => deep(10_000)),
    end: { refused: [['a.json', /no known shape|no record/]] },
  },
  {
    name: 'a gigabyte of [',
    make: filled('a.json', '', '[', large(40, 1_024), ''),
    end: { refused: [['a.json', /no record in it can be read/]] },
    seconds: IS_FULL ? 300 : 30,
  },
  {
    name: 'a gigabyte of {"a":',
    make: filled('a.json', '', '{"a":', large(40, 1_024), ''),
    end: { refused: [['a.json', /no record in it can be read|no known shape/]] },
    seconds: IS_FULL ? 300 : 30,
  },
  {
    name: 'a gigabyte of [ behind a record',
    make: filled('a.json', `[${line(1)},`, '[', large(40, 1_024), ''),
    end: { events: 1, rejected: 1, reasons: [/longer than 32 MiB|cut off/] },
    seconds: IS_FULL ? 300 : 30,
  },
  {
    name: 'records that are never closed',
    make: filled('a.json', `[${line(1)},`, '{"uuid":"a","b":{"c":1},', large(4, 64), ''),
    end: { events: 1 },
    seconds: IS_FULL ? 300 : 30,
  },
  {
    name: 'nothing but quotes',
    make: filled('a.csv', `${HEADER}\n${row(1)}\n`, '"', large(12, 256), ''),
    end: { events: 1, rejected: 1 },
    seconds: IS_FULL ? 120 : 20,
  },
  {
    name: 'nothing but commas',
    make: filled('a.csv', `${HEADER}\n${row(1)}\n`, ',', large(12, 256), `\n${row(2)}\n`),
    end: { events: 2, rejected: 1 },
    seconds: IS_FULL ? 120 : 20,
  },
  {
    name: 'nothing but ends of lines',
    make: filled('a.csv', `${HEADER}\n${row(1)}\n`, '\r\n', large(12, 256), row(2)),
    end: { events: 2, rejected: 0 },
    seconds: IS_FULL ? 120 : 20,
  },
  {
    name: 'duplicate keys: the last counts',
    make: file(
      'a.ndjson',
      () => `${line(1)}${JSON.stringify(okta(2)).replace('{', '{"uuid":"first","published":"x",')}\n`,
    ),
    end: { events: 2, rejected: 0 },
  },
  {
    name: 'keys that every object inherits',
    make: file('a.ndjson', () =>
      [
        withRaw(1, '__proto__', '{"polluted":true,"eventType":"x"}'),
        withRaw(2, 'constructor', '{"prototype":{"polluted":true}}'),
        withRaw(3, 'toString', '1'),
        '{"__proto__":{"uuid":"1","published":"2026-01-05T08:00:00Z","eventType":"user.session.start","outcome":{}}}',
      ].join('\n'),
    ),
    end: { events: 3, skipped: 1 },
  },
  {
    name: 'numbers beyond all bounds',
    make: file(
      'a.ndjson',
      () =>
        `${withRaw(1, 'version', '1e999')}\n${withRaw(2, 'version', `-${'9'.repeat(5_000)}`)}\n${line(3, { published: '999999-01-01T00:00:00Z' })}${line(4, { published: 1e308 })}`,
    ),
    end: { events: 2, rejected: 2, reasons: [/time/] },
  },
  {
    name: 'every text field full of tricks',
    make: file('a.ndjson', () =>
      TEXTS.map(([, text], i) =>
        line(i, {
          displayMessage: text,
          actor: { id: `id ${text}`, type: text, alternateId: text, displayName: text },
          client: {
            ipAddress: text,
            userAgent: { rawUserAgent: text, os: text, browser: text },
            geographicalContext: { city: text, country: text, state: text },
          },
          outcome: { result: 'FAILURE', reason: text },
          authenticationContext: { externalSessionId: text },
          debugContext: { debugData: { requestUri: text, behaviors: text } },
          target: [{ id: text, type: text, alternateId: text, displayName: text }],
        }),
      ).join(''),
    ),
    end: { events: TEXTS.length, rejected: 0 },
  },
  {
    name: 'every cell full of tricks',
    make: file('a.csv', () =>
      csv(TEXTS.map(([, text], i) => row(i, `"${text.replaceAll('"', '""')}"`, `"${text.replaceAll('"', '""')}"`))),
    ),
    end: { events: TEXTS.length, rejected: 0 },
  },
  {
    name: 'every cell of a workbook full of tricks',
    make: file('a.xlsx', () =>
      xlsx({
        '=1+1<b>': [
          HEADER.split(','),
          ...TEXTS.map(([, text], i) =>
            row(i)
              .split(',')
              .map((cell, n) => (n === 3 || n === 6 ? text : cell)),
          ),
        ],
      }),
    ),
    end: { events: TEXTS.length, rejected: 0 },
  },
  {
    name: 'ten thousand columns',
    make: file('a.csv', () => {
      const more = Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(',');
      return `${HEADER},${more}\n${[1, 2, 3].map((n) => `${row(n)},${more}`).join('\n')}\n`;
    }),
    end: { events: 3, rejected: 0 },
  },
  {
    name: 'a gzip that unfolds a thousandfold',
    make: file('a.json.gz', () => zlib.gzipSync(Buffer.alloc(large(80, 1_024), 0x20))),
    end: { refused: [['a.json.gz', /bomb/]] },
  },
  {
    name: 'a zstd that unfolds a thousandfold',
    make: file('a.json.zst', () => zlib.zstdCompressSync(Buffer.alloc(large(80, 1_024), 0x20))),
    end: { refused: [['a.json.zst', /bomb/]] },
  },
  {
    name: 'an archive that unfolds a thousandfold',
    make: file('a.zip', () => handmadeZip([{ name: 'a.json', content: Buffer.alloc(large(80, 512), 0x20) }])),
    end: { refused: [['a.zip/a.json', /bomb/]] },
  },
  {
    name: 'a workbook that unfolds a thousandfold',
    make: file('a.xlsx', () =>
      zipped({
        ...layoutParts(['A']),
        'xl/worksheets/sheet1.xml': Buffer.concat([
          Buffer.from(SHEET_BEGIN),
          Buffer.alloc(80 * MB, 0x20),
          Buffer.from(SHEET_END),
        ]),
      }),
    ),
    end: { refused: [['a.xlsx/A', /bomb/]] },
  },
  {
    name: 'an archive whose members share their bytes',
    make: file('a.zip', () => overlapping(400, 3 * MB)),
    end: { refused: [['a.zip', /bomb/]] },
  },
  {
    name: 'archives inside archives without end',
    make: file('a.zip', () => {
      let inner = handmadeZip([{ name: 'a.ndjson', content: ndjson(oktas(0, 2)) }]);
      for (let i = 0; i < 6; i++)
        inner = handmadeZip([
          { name: 'next.zip', content: inner },
          { name: `${i}.ndjson`, content: line(10 + i) },
        ]);
      return inner;
    }),
    end: { events: 3, refused: [['a.zip/next.zip/next.zip/next.zip', /archive inside an archive/]] },
  },
  {
    name: 'names that lead out of the folder',
    make: file('a.zip', () =>
      handmadeZip(
        [
          '../../evil.json',
          '/etc/evil.json',
          'C:\\evil.json',
          '..\\..\\evil.json',
          'a/../../evil.json',
          '\u0000',
          'con.json',
          '\ud83d\ude00.json',
          'x'.repeat(2_000),
        ].map((name, i) => ({ name, content: line(i) })),
      ),
    ),
    end: { events: 9, rejected: 0 },
  },
  {
    name: 'links in a folder, an archive and a tar',
    make: (folder) => {
      fs.symlinkSync('/etc/passwd', path.join(folder, 'link'));
      fs.symlinkSync(folder, path.join(folder, 'loop'));
      fs.writeFileSync(
        path.join(folder, 'a.zip'),
        handmadeZip([
          { name: 'link', content: '/etc/passwd', mode: 0o120777 },
          { name: 'a.json', content: line(1) },
        ]),
      );
      fs.writeFileSync(
        path.join(folder, 'b.tar'),
        tarOf([
          ['link', '2', Buffer.alloc(0)],
          ['hard', '1', Buffer.alloc(0)],
          ['dev', '3', Buffer.alloc(0)],
          ['b.json', '0', Buffer.from(line(2))],
        ]),
      );
      return undefined;
    },
    end: {
      events: 2,
      refused: [
        ['link', /symbolic link/],
        ['loop', /symbolic link/],
        ['a.zip/link', /symbolic link/],
        ['b.tar/link', /link or special/],
        ['b.tar/hard', /link or special/],
        ['b.tar/dev', /link or special/],
      ],
    },
  },
  {
    name: 'a tar that lies about its sizes',
    make: file('a.tar', () =>
      tarOf([
        ['a.json', '0', Buffer.from(line(1))],
        ['huge.json', '0', Buffer.from(line(2)), 8 * 1024 ** 3 - 1],
      ]),
    ),
    end: { events: 2, refused: [['a.tar/(the rest)', /damaged/]] },
  },
  {
    name: 'a workbook whose parts lead elsewhere',
    make: file('a.xlsx', () => {
      const parts = layoutParts(['A', 'B']);
      parts['xl/_rels/workbook.xml.rels'] = parts['xl/_rels/workbook.xml.rels']!.replace(
        'worksheets/sheet1.xml',
        '../../../../etc/passwd',
      ).replace('worksheets/sheet2.xml', 'file:///etc/passwd');
      return zipped(parts);
    }),
    end: {
      refused: [
        ['a.xlsx/A', /no part/],
        ['a.xlsx/B', /no part/],
      ],
    },
  },
  {
    name: 'a workbook with entities that unfold',
    make: file('a.xlsx', () => {
      const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>`;
      const cell = (ref: string, text: string): string => `<c r="${ref}1" t="inlineStr"><is><t>${text}</t></is></c>`;
      const cells = (n: number, texts: string[]): string =>
        `<row r="${n}">${texts.map((text, i) => cell('ABCDEFGH'[i]!, text)).join('')}</row>`;
      const rows = [HEADER.split(','), row(1, '&b;&x;&b;').split(',')].map((texts, i) => cells(i + 1, texts)).join('');
      return zipped({
        ...layoutParts(['A']),
        'xl/worksheets/sheet1.xml': `${SHEET_BEGIN}${rows}${SHEET_END}`.replace('<worksheet', `${laughs}<worksheet`),
      });
    }),
    end: { refused: [['a.xlsx/A', /no known shape/]] },
  },
  {
    name: 'a workbook with cells where there are none',
    make: file('a.xlsx', () => {
      const sheet = `${SHEET_BEGIN}<row r="1">${HEADER.split(',')
        .map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`)
        .join(
          '',
        )}</row><row r="99999999999"><c r="ZZZ1"><v>1</v></c></row><row><c t="s"><v>-5</v></c></row><row><c t="s"><v>1e9</v></c></row><row>${'<c>'.repeat(100_000)}</row><row>${row(
        1,
      )
        .split(',')
        .map((text) => `<c t="str"><v>${text}</v></c>`)
        .join('')}</row>${SHEET_END}`;
      return zipped({ ...layoutParts(['A']), 'xl/worksheets/sheet1.xml': sheet });
    }),
    end: { events: 1, rejected: 4, reasons: [/column/, /names a text/, /does not end/] },
  },
  {
    name: 'UTF-16 that ends in the middle of a letter',
    make: file('a.ndjson', () =>
      Buffer.concat([Buffer.from(`\ufeff${line(1)}${line(2)}`, 'utf16le'), Buffer.from([0x7b])]),
    ),
    end: { events: 2, rejected: 1 },
  },
  {
    name: 'UTF-16 with lone surrogates',
    make: file('a.ndjson', () => Buffer.from(`\ufeff${line(1).replace('Linux', 'x\ud800x')}${line(2)}`, 'utf16le')),
    end: { events: 2, rejected: 0 },
  },
  {
    name: 'bytes that are no UTF-8',
    make: file('a.ndjson', () =>
      Buffer.concat([
        Buffer.from(line(1)),
        Buffer.from(line(2).replace('Linux', 'L\u00ff\u00feL'), 'latin1'),
        Buffer.from(line(3)),
      ]),
    ),
    end: { events: 3, rejected: 0, warnings: [/Windows-1252/] },
  },
  {
    name: 'packed twice',
    make: file('a.json.gz.gz', () => zlib.gzipSync(zlib.gzipSync(ndjson(oktas(0, 3))))),
    end: { refused: [['a.json.gz.gz', /./]] },
  },
  {
    name: 'files of other kinds under an export\u2019s name',
    make: (folder) => {
      const heads: Record<string, string> = {
        'a.json': '%PDF-1.7\n',
        'b.csv': '\x89PNG\r\n\x1a\n',
        'c.csv': 'ElfFile\0',
        'd.xlsx': '\xd0\xcf\x11\xe0',
        'e.zip': 'PK\x05\x06',
        'f.gz': '\x1f\x8b\x08',
        'g.json': '',
      };
      for (const [name, head] of Object.entries(heads))
        fs.writeFileSync(
          path.join(folder, name),
          Buffer.concat([Buffer.from(head, 'latin1'), Buffer.alloc(name === 'g.json' ? 0 : 600, 1)]),
        );
      return undefined;
    },
    end: { refused: ['a.json', 'b.csv', 'c.csv', 'd.xlsx', 'e.zip', 'f.gz', 'g.json'].map((name) => [name, /./]) },
  },
  {
    name: 'the same record a thousand times',
    make: file('a.ndjson', () => line(1).repeat(1_000)),
    end: { events: 1, duplicates: 999, rejected: 0 },
  },
  {
    name: 'a thousand different reasons and more',
    make: file('a.ndjson', () => line(0) + Array.from({ length: 3_000 }, (_, i) => `{"k${i}":${i}}\n`).join('')),
    end: { events: 1, skipped: 3_000 },
  },
];

function tarOf(entries: [name: string, type: string, content: Buffer, size?: number][]): Buffer {
  const parts = entries.map(([name, type, content, size = content.length]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    header.write(type, 156);
    header.write('/etc/passwd', 157);
    header.write('ustar\0', 257);
    return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
  });
  return Buffer.concat(parts);
}

/** An archive whose central directory names the same packed bytes many times. */
function overlapping(times: number, bytes: number): Buffer {
  const text = ndjson(oktas(0, 200));
  const content = Buffer.from(text.repeat(Math.ceil(bytes / text.length)));
  const one = handmadeZip([{ name: 'a.json', content }]);
  const directoryAt = one.readUInt32LE(one.length - 6);
  const entry = one.subarray(directoryAt, one.length - 22);
  const end = Buffer.from(one.subarray(one.length - 22));
  end.writeUInt16LE(times, 8);
  end.writeUInt16LE(times, 10);
  end.writeUInt32LE(entry.length * times, 12);
  return Buffer.concat([one.subarray(0, directoryAt), ...Array.from({ length: times }, () => entry), end]);
}
