/** Small sealed things to damage: a signed bundle and a closed case folder, both made by the real program. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEngine } from '../../electron/engine';
import { makeKey } from '../../electron/engine/case/signing-key';
import bundle from '../../electron/engine/export/formats/bundle';
import { MemorySink, sampleContext, sampleView } from '../../electron/engine/export/sample-view';
import type { Client } from '../../shared/contract';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import type { ByteSource } from '../../shared/seal/hashing';
import { publicKeyOf } from '../../shared/seal/signature';
import { oktaLines } from '../bench/okta';

const secret = Uint8Array.from({ length: 32 }, (_, i) => i * 7);

/** A signed bundle of the sample case; small, and the same bytes each time. */
export async function signedBundle(): Promise<Buffer> {
  const sink = new MemorySink();
  const verifier = Buffer.from('<!doctype html><title>stands for the page that the build puts here</title>\n');
  const context = sampleContext({ signer: { secret, publicKey: publicKeyOf(secret) }, verifier });
  await bundle.write(sampleView(), sink, context);
  return sink.bytes;
}

/** A few refused prompts, so that the case has episodes. */
const log = (): string => {
  const lines = [...oktaLines(600)].filter((line) => line.includes('OV_RESPONSE_'));
  const refused = lines.filter((line) => line.includes('OV_RESPONSE_DENY')).slice(0, 6);
  return [...refused, ...lines.filter((line) => line.includes('OV_RESPONSE_APPROVE')).slice(0, 6)].join('\n');
};

/** Has the real engine open the case in `folder`, with a sealed bundle's place beside it; closes it in order. */
async function inCase(folder: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const engine = createEngine({});
  const [page, host] = memoryPair();
  engine.serve(host);
  const { client, close } = connect(page);
  engine.control({ control: 'grant', token: 'case', path: folder, use: 'write' });
  engine.control({ control: 'grant', token: 'bundle', path: `${folder}.zip`, use: 'write' });
  engine.control({ control: 'grant', token: 'log', path: `${folder}.ndjson`, use: 'read' });
  try {
    await client['cases.open']({ ref: 'case' });
    await work(client);
  } finally {
    close();
    await engine.close();
  }
}

/** A case folder with imported evidence, a note, a decision and findings, closed in order. */
export async function closedFolder(): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), 'damage-')), 'a.sidedoor');
  writeFileSync(`${folder}.ndjson`, log());
  await inCase(folder, async (client) => {
    await client['imports.start']({ files: ['log'], zone: 'UTC' });
    await client['notebook.save']({ text: 'She says that she did not ask for it.' });
    const [episode] = await client['episodes.list']({});
    await client['episodes.decide']({ id: episode!.id, verdict: 'friction', action: 'none', why: 'called her' });
  });
  return folder;
}

/** The signed bundle of such a case as the product writes it: with its evidence, its database and the page that checks it. */
export async function caseBundle(): Promise<Buffer> {
  const folder = await closedFolder();
  const home = dirname(folder);
  const before = process.env.SIDEDOOR_HOME;
  process.env.SIDEDOOR_HOME = home;
  try {
    const passphrase = 'a passphrase for tests only';
    await makeKey(passphrase, home, { work: 2 });
    await inCase(folder, (client) =>
      client['exports.write']({ format: 'bundle', sink: 'bundle', sign: { passphrase } }),
    );
    return readFileSync(`${folder}.zip`);
  } finally {
    if (before === undefined) delete process.env.SIDEDOOR_HOME;
    else process.env.SIDEDOOR_HOME = before;
    rmSync(home, { recursive: true, force: true });
  }
}

/** Bytes in memory, as the checks read them. */
export const bytesSource = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: (at, length) => bytes.subarray(Math.max(0, at), Math.max(0, at + length)),
  async *pieces(at, length) {
    yield bytes.subarray(Math.max(0, at), Math.max(0, Math.min(bytes.length, at + length)));
  },
});
