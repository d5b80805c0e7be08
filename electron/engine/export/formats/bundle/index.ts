/**
 * The sealed case file: evidence as it was given, everything derived from it, the investigator's words, the custody log
 * and the report, in a BagIt bag inside one canonical ZIP. Content is made first and kept aside, because manifests come
 * before it: whoever holds a cut-off bundle still learns what is missing.
 */

import { wellFormed } from '../../../../../shared/base/canonical-json';
import { plural } from '../../../../../shared/base/text';
import {
  ALGORITHMS,
  BAGIT_TEXT,
  BUNDLE_FORMAT,
  compareMembers,
  ENVELOPE,
  isSafePath,
  LABEL,
  MANIFESTS,
  manifestLine,
  PAYLOAD,
  PUBLIC_KEY,
  TAG_MANIFESTS,
  topFolder,
  VERIFIER,
} from '../../../../../shared/model/bundle';
import { rfc3339 } from '../../../../../shared/model/time';
import { publicKeyPem, signManifests } from '../../../../../shared/seal/signature';
import type { CaseView, Evidence } from '../../case-view';
import { ExportError, type ExportFormat, type WriteContext, walk } from '../../format';
import html from '../../report/html';
import { Lines, type Sink } from '../../sink';
import { Digester, type Digests, digestsOf } from './digest';
import { guide } from './guide';
import { ZipWriter } from './zip-writer';

interface Member {
  path: string; // inside the bag
  digests: Digests;
  read(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const bundle: ExportFormat = {
  id: 'bundle',
  title: 'Sealed bundle (BagIt)',
  extension: 'zip',
  media: 'application/zip',
  kind: 'export',
  filters: false,
  exact: true,
  signs: true,
  wantsDatabase: true,

  async write(view, sink, context) {
    const members: Member[] = [];
    const evidencePaths = new Map<string, string>(); // as stored in the case → path in the bag
    await addEvidence(view, context, members, evidencePaths);
    await addData(view, context, members, evidencePaths);
    members.sort((a, b) => compareMembers(a.path, b.path));

    const tags = tagFiles(view, context, members);
    const zip = new ZipWriter(sink);
    const top = topFolder(view.info.name);
    const all = [...tags, ...signature(view, context, tags), ...members].sort((a, b) => compareMembers(a.path, b.path));
    const total = all.reduce((sum, member) => sum + member.digests.size, 0);
    let done = 0;
    for (const member of all) {
      context.signal.throwIfAborted();
      await zip.add({ name: `${top}/${member.path}`, ...member.digests }, member.read());
      done += member.digests.size;
      context.progress({ phase: 'sealing', done, total, unit: 'bytes' });
    }
    await zip.finish();
  },
};
export default bundle;

async function addEvidence(
  view: CaseView,
  context: WriteContext,
  members: Member[],
  paths: Map<string, string>,
): Promise<void> {
  const taken = new Set<string>();
  let done = 0;
  for (const evidence of view.evidence()) {
    const path = `${PAYLOAD}evidence/${safeName(evidence, taken)}`;
    const digester = new Digester();
    for await (const chunk of evidence.read()) {
      digester.add(chunk);
      done += chunk.length;
      context.signal.throwIfAborted();
      context.progress({ phase: 'hashing evidence', done, total: 0, unit: 'bytes' });
    }
    const digests = digester.done();
    if (digests.sha256 !== evidence.sha256) {
      throw new ExportError(`evidence file ${evidence.path} is not what was imported (its SHA-256 differs)`, {
        fix: 'run "verify" on the case; put the original file back or remove it with a reason',
      });
    }
    paths.set(evidence.stored, path);
    members.push({ path, digests, read: () => evidence.read() });
  }
  const referenced = view.referenced();
  if (referenced.length > 0) {
    context.leftOut(
      `${plural(referenced.length, 'evidence file')} only referenced, not copied: the bundle holds hashes (data/ledger/referenced.json), not bytes`,
    );
  }
}

/** The evidence's own name where any system can unpack it, else its hash: names are the exporter's to choose. */
function safeName(evidence: Evidence, taken: Set<string>): string {
  const own = evidence.path;
  const key = own.normalize('NFC').toLowerCase();
  let name = isSafePath(own) && !taken.has(key) ? own : `${evidence.sha256}.bin`;
  for (let n = 2; taken.has(name.normalize('NFC').toLowerCase()); n++) name = `${evidence.sha256}-${n}.bin`;
  taken.add(name.normalize('NFC').toLowerCase());
  return name;
}

async function addData(
  view: CaseView,
  context: WriteContext,
  members: Member[],
  evidencePaths: Map<string, string>,
): Promise<void> {
  const add = async (path: string, write: (sink: Sink) => Promise<void>): Promise<void> => {
    const spool = context.spool();
    const digester = new Digester();
    await write({
      write(chunk) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        digester.add(bytes);
        return spool.write(bytes);
      },
    });
    await spool.close();
    members.push({ path: PAYLOAD + path, digests: digester.done(), read: () => spool.read() });
  };
  const lines = (path: string, rows: Iterable<unknown>, phase: string): Promise<void> =>
    add(path, async (sink) => {
      const out = new Lines(sink);
      await walk(rows, context, (row, n) => {
        if (n % 1_000 === 0) context.progress({ phase, done: n, total: 0, unit: 'events' });
        return out.add(`${typeof row === 'string' ? row : JSON.stringify(row)}\n`);
      });
      await out.flush();
    });
  const json = (path: string, value: unknown): Promise<void> =>
    add(path, (sink) => sink.write(`${JSON.stringify(value, null, 2)}\n`));

  const database = view.database?.();
  if (database) {
    await add('case.db', async (sink) => {
      for await (const chunk of database.read()) await sink.write(chunk);
    });
  }
  const { info } = view;
  const files = view.files();
  const custody = view.custodyHead();
  for (const file of files.filter((one) => one.removed)) {
    const path = evidencePaths.get(file.stored);
    context.leftOut(
      path === undefined
        ? `${file.file} was removed from the case: the bundle holds its hash, not its bytes`
        : `${file.file} was removed from the case, but its bytes are still inside ${path}, which other files were read from`,
    );
  }
  await json('case.json', {
    bundleFormat: BUNDLE_FORMAT,
    case: { id: info.id, name: info.name, format: info.format, demo: info.demo },
    counts: {
      files: files.length,
      events: info.events,
      denials: info.denials,
      identities: info.identities,
      episodes: info.episodes,
    },
    span: { first: info.first, last: info.last },
    sealed: { at: rfc3339(context.now), by: context.actor.name, confirmed: context.actor.confirmed },
    custody: { head: custody.head, lines: custody.count },
  });
  await json('versions.json', { sidedoor: context.version, bundleFormat: BUNDLE_FORMAT, caseFormat: info.format });
  const redaction = view.redaction?.();
  if (redaction) await json('redaction.json', redaction);
  await json('settings.json', view.settings());
  const sets = view.thresholdSets?.() ?? [];
  await json('thresholds.json', {
    version: sets.at(-1)?.set.version ?? 0,
    thresholds: view.thresholds(),
    versions: sets.map(({ set, own }) => ({ ...set, own })),
  });
  const mappings = view.mappings?.() ?? [];
  for (const { sha256, text } of mappings) await add(`mappings/${sha256}.json`, (sink) => sink.write(text));
  await json(
    'ledger/files.json',
    files.map((file) => ({ ...file, bundlePath: evidencePaths.get(file.stored) ?? null })),
  );
  await json('ledger/referenced.json', view.referenced());
  await lines('ledger/left-out.ndjson', view.leftOut(), 'records left out');
  await lines('ledger/duplicates.ndjson', view.duplicates(), 'duplicates');
  const registers = [...(view.context?.() ?? [])];
  if (registers.length > 0) await lines('context.ndjson', registers, 'context');
  await lines('events.ndjson', view.events(''), 'events');
  await lines('identities.ndjson', view.identities(), 'identities');
  await lines('episodes.ndjson', view.episodes(''), 'episodes');
  await lines('paths.ndjson', view.paths(), 'paths');
  await lines('annotations.ndjson', view.annotations(), 'annotations');
  await lines('decisions.ndjson', view.decisions(), 'decisions');
  await lines('link-reviews.ndjson', view.linkReviews(), 'link reviews');
  for (const [name, rows] of [
    ['suppressions', view.suppressions?.() ?? []],
    ['regroupings', view.regroupings?.() ?? []],
    ['analysis-runs', view.runs?.() ?? []],
  ] as const)
    if (rows.length > 0) await lines(`${name}.ndjson`, rows, name);
  const manual = [...(view.manualEventHistory?.() ?? [])];
  if (manual.length > 0) await lines('manual-events.ndjson', manual, 'manual events');
  await lines('notebook.ndjson', view.notebook(), 'notebook');
  await lines('custody.ndjson', view.custody(), 'custody log');
  await add('report.html', (sink) =>
    html.write(view, sink, { ...context, query: '', episode: null, fileName: 'report.html' }),
  );
  await add('README.txt', (sink) =>
    sink.write(
      guide(info, custody, context, {
        mappings: mappings.length > 0,
        verifier: Boolean(context.verifier),
        redaction: redaction ?? null,
      }),
    ),
  );
}

function tagFiles(view: CaseView, context: WriteContext, members: readonly Member[]): Member[] {
  const { info } = view;
  const custody = view.custodyHead();
  const octets = members.reduce((sum, member) => sum + member.digests.size, 0);
  const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const bagInfo = [
    ['Bagging-Date', rfc3339(context.now).slice(0, 10)],
    ['External-Identifier', info.id],
    ['External-Description', oneLine(`Case file ${info.name}`)],
    ['Payload-Oxum', `${octets}.${members.length}`],
    [LABEL.format, String(BUNDLE_FORMAT)],
    [LABEL.caseId, info.id],
    [LABEL.caseName, oneLine(info.name)],
    [LABEL.custodyHead, custody.head],
    [LABEL.custodyLines, String(custody.count)],
    [LABEL.version, context.version],
  ];
  const listing = (of: readonly Member[], algorithm: 'sha256' | 'sha512'): string =>
    of.map((member) => manifestLine(member.digests[algorithm], member.path)).join('');
  const tags = [
    text('bagit.txt', BAGIT_TEXT),
    text('bag-info.txt', bagInfo.map(([label, value]) => `${label}: ${value}\n`).join('')),
    ...ALGORITHMS.map((algorithm) => text(MANIFESTS[algorithm], listing(members, algorithm))),
  ];
  const listed = [
    ...tags,
    ...(context.verifier ? [inMemory(VERIFIER, context.verifier)] : []),
    ...(context.signer ? [text(PUBLIC_KEY, publicKeyPem(context.signer.publicKey))] : []),
  ];
  const manifests = ALGORITHMS.map((algorithm) => text(TAG_MANIFESTS[algorithm], listing(listed, algorithm)));
  return [...listed, ...manifests].sort((a, b) => compareMembers(a.path, b.path));
}

/** The signature over the manifests, where the person signs. */
function signature(view: CaseView, context: WriteContext, tags: readonly Member[]): Member[] {
  if (!context.signer) return [];
  const { head, count } = view.custodyHead();
  const envelope = signManifests(
    context.signer.secret,
    {
      caseId: view.info.id,
      custodyHead: head,
      custodyLines: String(count),
      tool: `sidedoor ${context.version}`,
      by: wellFormed(context.actor.name),
      confirmed: context.actor.confirmed,
      at: rfc3339(context.now),
    },
    new Map(tags.map((tag) => [tag.path, tag.digests])),
  );
  return [text(ENVELOPE, envelope)];
}

function inMemory(path: string, bytes: Uint8Array): Member {
  return { path, digests: digestsOf(bytes), read: () => [bytes] };
}

const text = (path: string, content: string): Member => inMemory(path, Buffer.from(content));
