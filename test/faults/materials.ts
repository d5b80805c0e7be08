/** Evidence and cases for the faults to happen to: made here, once a run, by the real programs. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Machine } from './machine';

/** `n` Okta records of about a kilobyte: one refused push in five, ids from `first` on. */
export function oktaText(n: number, first = 0): string {
  const lines: string[] = [];
  for (let i = first; i < first + n; i++) {
    const denied = i % 5 === 0;
    lines.push(
      JSON.stringify({
        uuid: `${String(i).padStart(8, '0')}-0000-4000-8000-00000000000f`,
        published: new Date(Date.UTC(2026, 2, 1, 9) + i * 41_000).toISOString(),
        eventType: 'user.authentication.auth_via_mfa',
        version: '0',
        severity: 'INFO',
        displayMessage: 'Authentication of user via MFA',
        outcome: denied ? { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' } : { result: 'SUCCESS', reason: null },
        actor: {
          id: `00uTEST${i % 40}`,
          type: 'User',
          alternateId: `person${i % 40}@example.com`,
          displayName: `Person ${i % 40}`,
        },
        client: {
          ipAddress: `203.0.113.${i % 250}`,
          device: 'Computer',
          userAgent: { rawUserAgent: 'Mozilla/5.0 (X11; Linux x86_64)', os: 'Linux', browser: 'FIREFOX' },
        },
        authenticationContext: { externalSessionId: `session${i}`, authenticationStep: 0 },
        debugContext: {
          debugData: { factor: 'OKTA_VERIFY_PUSH', ...(denied && { pushOnlyResponseType: 'OV_RESPONSE_DENY' }) },
        },
        transaction: { id: `transaction${i}`, type: 'WEB', detail: {} },
        target: [],
      }),
    );
  }
  return `${lines.join('\n')}\n`;
}

const CONTEXT = `identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases
${Array.from({ length: 40 }, (_, i) => `person${i}@example.com,human,Person ${i},,,Sales,,,false,false,NL,`).join('\n')}
`;

/** A member of a tar: header and content in blocks of 512 bytes. */
function tarBlocks(name: string, text: string): Buffer[] {
  const content = Buffer.from(text);
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('0000644\0', 100);
  head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.write('        ', 148);
  head.write('0', 156);
  head.write('ustar\x0000', 257, 'latin1');
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return [head, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}

export interface Materials {
  folder: string;
  /** Small exports: each a file of its own. Name and records. */
  exports: { path: string; name: string; records: number }[];
  /** One export large enough that its rows are laid out and its indexes built at the end. */
  bulk: { path: string; name: string; records: number };
  /** A closed, analysed case with a few notes. */
  small: string;
  /** A closed case with more events that were not analysed yet. */
  unread: string;
  copy(of: string | null): string;
  remove(): void;
}

export const BULK_RECORDS = 46_000; // 33 MB

export async function makeMaterials(options: { bulk: boolean }): Promise<Materials> {
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-faults-'));
  const put = (
    name: string,
    bytes: string | Buffer,
    records: number,
  ): { path: string; name: string; records: number } => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return { path, name, records };
  };
  const exports = [
    put('okta-1.ndjson', oktaText(300, 10_000), 300),
    put('okta-2.ndjson.gz', gzipSync(oktaText(400, 20_000)), 400),
    put(
      'okta-4.tar.gz',
      gzipSync(
        Buffer.concat([
          ...tarBlocks('one.ndjson', oktaText(200, 40_000)),
          ...tarBlocks('two.ndjson', oktaText(300, 50_000)),
          Buffer.alloc(1024),
        ]),
      ),
      500,
    ),
    put('people.csv', CONTEXT, 40),
    put('okta-3.ndjson', oktaText(200, 30_000), 200),
  ];
  const bulk = put('okta-large.ndjson', options.bulk ? oktaText(BULK_RECORDS, 1_000_000) : '', BULK_RECORDS);
  const first = put('okta-0.ndjson', oktaText(60), 60);
  const more = put('okta-more.ndjson', oktaText(2_000, 100_000), 2_000);
  const small = join(folder, 'small.sidedoor');
  const unread = join(folder, 'unread.sidedoor');
  const machine = new Machine();
  const { client } = machine;
  await machine.open(small);
  await client['imports.start']({ files: [machine.token(first.path)] });
  const [event] = (await client['events.page']({ filter: {}, limit: 1 })).rows;
  await client['annotations.add']({ on: event!.id, text: 'before every fault', tags: [] });
  await client['cases.close']({});
  cpSync(small, unread, { recursive: true });
  await machine.open(unread);
  await client['imports.start']({ files: [machine.token(more.path)], analyse: false });
  await machine.stop();
  let copies = 0;
  return {
    folder,
    exports,
    bulk,
    small,
    unread,
    copy(of) {
      const to = join(folder, `trial-${++copies}.sidedoor`);
      if (of !== null) cpSync(of, to, { recursive: true });
      return to;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
