/** Small sealed things to damage: a signed bundle and a closed case folder, both made by the real program. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../electron/engine';
import bundle from '../../electron/engine/export/formats/bundle';
import { MemorySink, sampleContext, sampleView } from '../../electron/engine/export/sample-view';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';
import type { ByteSource } from '../../shared/seal/hashing';
import { publicKeyOf } from '../../shared/seal/signature';

const secret = Uint8Array.from({ length: 32 }, (_, i) => i * 7);

/** A signed bundle of the sample case; small, and the same bytes each time. */
export async function signedBundle(): Promise<Buffer> {
  const sink = new MemorySink();
  const verifier = Buffer.from('<!doctype html><title>stands for the page that the build puts here</title>\n');
  const context = sampleContext({ signer: { secret, publicKey: publicKeyOf(secret) }, verifier });
  await bundle.write(sampleView(), sink, context);
  return sink.bytes;
}

const SAMPLES = join(__dirname, '../../electron/engine/ingest/sources/okta/samples');

/** A case folder with imported evidence, a note and findings, closed in order. */
export async function closedFolder(): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), 'damage-')), 'a.sidedoor');
  const engine = createEngine({});
  const [page, host] = memoryPair();
  engine.serve(host);
  const { client, close } = connect(page);
  engine.control({ control: 'grant', token: 'case', path: folder, use: 'write' });
  engine.control({ control: 'grant', token: 'log', path: join(SAMPLES, 'system-log-ndjson.ndjson'), use: 'read' });
  await client['cases.open']({ ref: 'case' });
  await client['imports.start']({ files: ['log'], zone: 'UTC' });
  await client['notebook.save']({ text: 'She says that she did not ask for it.' });
  close();
  await engine.close();
  return folder;
}

/** Bytes in memory, as the checks read them. */
export const bytesSource = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: (at, length) => bytes.subarray(Math.max(0, at), Math.max(0, at + length)),
  async *pieces(at, length) {
    yield bytes.subarray(Math.max(0, at), Math.max(0, Math.min(bytes.length, at + length)));
  },
});
