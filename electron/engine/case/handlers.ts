/** Answers of the case room: opening, custody, notes, notebook, settings, verification. */

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { canonicalJson } from '../../../shared/base/canonical-json';
import { base32 } from '../../../shared/base/text';
import { isKnownZone } from '../../../shared/base/zone';
import type { annotations as annotationContract } from '../../../shared/contract/annotations';
import type { cases } from '../../../shared/contract/cases';
import type { HandlersOf } from '../../../shared/contract/index';
import { Settings, type settings as settingsContract, ViewParts } from '../../../shared/contract/settings';
import type { Annotation, CaseInfo, Verification } from '../../../shared/model/case';
import { refKind } from '../../../shared/model/ids';
import { parseNoteRef } from '../../../shared/model/note-refs';
import { rfc3339 } from '../../../shared/model/time';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { OpenCase, Session } from '../session';
import {
  annotation,
  annotationHistory,
  annotations,
  insertAnnotation,
  notebook,
  notebookVersions,
  presentId,
  resolveTarget,
  restoreAnnotation,
  saveNotebook,
  withdrawAnnotation,
} from '../store/annotations';
import { readMeta, storedSettings, writeMeta } from '../store/case-reads';
import { refusedFiles } from '../store/custody';
import { durable, type ReadDb } from '../store/open';
import { briefOf, notedEvents, stars } from '../store/stars';
import { custodyPage } from './custody';
import { caseName, openCase } from './folder';
import { type CaseFacts, caseInfo } from './info';
import { licences } from './licences';
import { manualEventHandlers } from './manual-events';
import { sha256 } from './node-hashing';
import { isBundleFile, makeNew, unpackBundle } from './open-bundle';
import { sweepUnfinished, unfinished } from './unfinished';
import { dropVault, makeVault, openVault, readVault, settleVault, type Unlocked } from './vault';
import { verify } from './verify';
import type { VerifyOptions } from './verify-options';

export interface JobContext {
  signal: AbortSignal;
  progress: (value: {
    phase: string;
    done: number;
    total: number;
    unit: 'files' | 'bytes' | 'records' | 'events' | 'steps';
  }) => void;
}

/** What the composition lends this room. */
export interface CaseDeps extends CaseFacts {
  /** Writes the demonstration's exports somewhere and returns the paths to import. */
  generateDemo(context: JobContext): Promise<string[]> | string[];
  /** Imports files and folders into the open case by the real importers, then analyses. */
  importFiles(paths: string[], context: JobContext): Promise<unknown>;
  /** Verifies beside the engine, which goes on answering. Unset: in this thread. */
  verify?(folder: string, options: VerifyOptions): Promise<Verification>;
  now?: () => number;
}

type CaseContract = typeof cases & typeof annotationContract & typeof settingsContract;

export function caseHandlers(session: Session, deps: CaseDeps): HandlersOf<CaseContract> {
  const now = deps.now ?? Date.now;
  const info = (): CaseInfo => caseInfo(session, deps);
  let making: Promise<unknown> = Promise.resolve();

  /** One transaction of the investigator with its custody line, in the queue of writers. */
  const act = <T>(work: (opened: OpenCase, at: number) => T): Promise<T> =>
    session.exclusive(() => {
      const opened = session.case();
      return durable(opened.db.write, () => work(opened, now()));
    });

  const open = (folder: string, demo: boolean): OpenCase => {
    const opened = openCase(folder, {
      create: true,
      actor: () => session.actor(),
      version: session.version,
      demo,
      now: deps.now,
    });
    session.use(opened);
    return opened;
  };

  /** Puts the plaintext of an encrypted case into its folder; null for every other case. */
  const unlock = async (folder: string, secret: string | undefined): Promise<Unlocked | null> => {
    const before = fs.existsSync(folder) ? readVault(folder) : null;
    if (!before) return null;
    // A crash left its plaintext there, whole (it was open) or in part (it was being locked or unlocked).
    await settleVault(folder, true);
    if (readVault(folder)?.state === 'open') return null; // somebody has it open: it is looked at
    if (secret === undefined) {
      const leftOpen = readVault(folder)?.leftOpen ?? false;
      throw new SidedoorError(
        'locked',
        leftOpen
          ? 'the case is encrypted; it had been left open without being closed, so that its plaintext lay in the folder until now'
          : 'the case is encrypted',
        { where: folder, fix: 'give its passphrase or recovery code' },
      );
    }
    return openVault(folder, secret);
  };

  /** A bundle is unpacked beside what is open and takes its place only when it has proven whole. */
  const openBundle = async (file: string): Promise<OpenCase> => {
    const outside = unfinished();
    try {
      const folder = outside.room('bundle');
      const { folder: where, ...origin } = await unpackBundle(file, folder);
      const opened = openCase(where, {
        readOnly: true,
        readOnlyBecause: 'this is a sealed bundle: it is only looked at; to work on it, continue it as a new case',
        origin,
        closed: outside.end,
        actor: () => session.actor(),
        version: session.version,
        now: deps.now,
      });
      session.use(opened);
      return opened;
    } catch (thrown) {
      outside.end();
      throw thrown;
    }
  };

  /** Waits for what writes in the case that is open before another takes its place. */
  const change = async (ref: string, demo: boolean, secret?: string): Promise<OpenCase> => {
    sweepUnfinished();
    const folder = session.path(ref, 'read'); // a grant for writing allows reading too; the lock decides
    const current = session.current();
    if (current && samePath(current.folder, folder) && !current.readOnly) return current;
    if (!demo && isBundleFile(folder)) return openBundle(folder);
    await session.settled?.();
    const unlocked = await unlock(folder, secret);
    const opened =
      !current || current.readOnly ? open(folder, demo) : await session.exclusive(() => open(folder, demo));
    if (unlocked)
      opened.custody.append('case.unlock', { by: unlocked.by, ...(unlocked.leftOpen && { leftOpen: true }) });
    return opened;
  };

  const note = (
    { db, custody }: OpenCase,
    at: number,
    { on, text, tags }: { on: string; text: string; tags: string[] },
  ): Annotation => {
    const named = presentId(db.read, on);
    if (named === null) {
      throw new SidedoorError('not-found', `nothing in this case is called ${on.slice(0, 80)}`, {
        fix: 'give the id of an event, episode, identity or path',
      });
    }
    const by = session.actor().name;
    const said = { on: named, text, tags: [...new Set(tags)], by };
    const made = { id: noteId([custody.head(), at, said]), ...said };
    insertAnnotation(db.write, { ...made, at });
    custody.append('annotate', {
      id: made.id,
      on: made.on,
      kind: parseNoteRef(named)?.kind ?? refKind(named),
      text,
      tags: made.tags,
    });
    return { ...made, at: rfc3339(at) };
  };
  const withdraw = ({ db, custody }: OpenCase, at: number, id: string): void => {
    const found = annotation(db.read, id);
    if (!found) throw new SidedoorError('not-found', `there is no note ${id.slice(0, 80)}`);
    if (found.withdrawn !== null) throw new SidedoorError('conflict', `note ${id} was withdrawn before`);
    withdrawAnnotation(db.write, id, at);
    custody.append('annotate.withdraw', { id, on: found.on, text: found.text, tags: found.tags, by: found.by });
  };

  const restore = ({ db, custody }: OpenCase, id: string): void => {
    const found = annotation(db.read, id);
    if (!found) throw new SidedoorError('not-found', `there is no note ${id.slice(0, 80)}`);
    if (found.withdrawn === null) throw new SidedoorError('conflict', `note ${id} stands`);
    restoreAnnotation(db.write, id);
    custody.append('annotate.restore', { id, on: found.on, text: found.text, tags: found.tags, by: found.by });
  };

  return {
    'cases.current': () => (session.current() ? info() : null),

    'cases.close': async () => {
      const current = session.current();
      if (current && !current.readOnly) await session.exclusive(() => session.use(null));
      else session.use(null);
      await session.settled?.();
      return {};
    },

    'cases.encrypt': ({ passphrase }) =>
      session.exclusive(async () => {
        const { folder, custody } = session.case();
        const recoveryCode = await makeVault(folder, passphrase);
        custody.append('case.encrypt', { format: 'age-encryption.org/v1' });
        return { recoveryCode };
      }),

    'cases.decrypt': () =>
      session.exclusive(() => {
        const { folder, custody } = session.case();
        dropVault(folder);
        custody.append('case.decrypt', {});
        return info();
      }),

    'cases.open': async ({ ref, passphrase }) => {
      await change(ref, false, passphrase);
      return info();
    },

    'cases.continue': async ({ bundle, ref }, { signal, progress }) => {
      const file = bundle === null ? session.case().origin?.file : session.path(bundle, 'read');
      if (file === undefined) throw new SidedoorError('conflict', 'no sealed bundle is open');
      if (!fs.existsSync(file))
        throw new SidedoorError('not-found', 'there is no such bundle', { where: file, fix: 'check the path' });
      const folder = session.path(ref, 'read');
      if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) {
        throw new SidedoorError('conflict', 'the folder for the new case is not empty', { where: folder });
      }
      let said: Record<string, unknown>;
      try {
        const unpacked = await unpackBundle(file, folder, { signal, progress });
        said = await makeNew(unpacked, caseName(folder));
      } catch (thrown) {
        fs.rmSync(folder, { recursive: true, force: true });
        throw thrown;
      }
      const opened = open(folder, false);
      opened.custody.append('case.continue', said);
      return info();
    },

    'cases.demo': async ({ ref }, context) => {
      const opened = await change(ref, true);
      // A page that was loaded again asks again while the first one's job goes on.
      await making;
      if (!opened.readOnly && readMeta(opened.db.read, DEMO_READY) === null) {
        context.progress({ phase: 'making the demonstration', done: 0, total: 0, unit: 'steps' });
        const made = (async () => deps.importFiles(await deps.generateDemo(context), context))();
        making = made.catch(() => {});
        await made;
        // Set last: a first start that was cut off imports again, and importing twice adds nothing.
        if (session.current() === opened) durable(opened.db.write, () => writeMeta(opened.db.write, DEMO_READY, '1'));
      }
      return info();
    },

    'cases.actor': async (actor) => {
      const opened = session.case();
      const before = session.actor();
      session.setActor(actor);
      if (!opened.readOnly) await act(() => opened.custody.append('actor', { before, after: actor }));
      return info();
    },

    'cases.verify': async ({ signer }, { signal, progress }) => {
      const opened = session.case();
      const look = (): Promise<Verification> =>
        (deps.verify ?? verify)(opened.origin?.file ?? opened.folder, { signer, signal, progress });
      if (opened.readOnly) return look();
      // Writers wait: evidence that is being copied in must not look like a foreign file.
      return session.exclusive(async () => {
        const found = await look();
        const { ok, problems } = found;
        opened.custody.append('verify', { ok, problems: problems.length, first: problems.slice(0, 10) });
        return { ...found, custodyHead: opened.custody.head() };
      });
    },

    'cases.licences': () => licences(),

    'cases.refused': () => refusedFiles(session.case().db.read),

    'custody.page': ({ after, limit }) => custodyPage(session.case().db.read, after, limit),

    'annotations.list': ({ on, search, history }) => {
      const db = session.case().db.read;
      const names = on === null ? null : (resolveTarget(db, on)?.names ?? [on]);
      const notes = history
        ? [...annotationHistory(db)].filter((note) => names === null || names.includes(note.on))
        : annotations(db, names);
      const wanted = search?.trim().toLowerCase() ?? '';
      if (wanted === '') return notes;
      return notes.filter(({ text, tags, by }) =>
        [text, by, ...tags].some((one) => one.toLowerCase().includes(wanted)),
      );
    },

    'annotations.stars': () => stars(session.case().db.read),

    'annotations.noted': () => ({ events: notedEvents(session.case().db.read).size }),

    'annotations.brief': ({ on }) => {
      const db = session.case().db.read;
      return on.flatMap((id) => briefOf(db, id) ?? []);
    },

    'annotations.edit': ({ id, text, tags }) =>
      act((opened, at) => {
        const found = annotation(opened.db.read, id);
        if (!found || found.withdrawn !== null)
          throw new SidedoorError('not-found', `there is no standing note ${id.slice(0, 80)}`);
        withdraw(opened, at, id);
        const made = note(opened, at, { on: found.on, text, tags: tags ?? found.tags });
        opened.custody.append('annotate.edit', {
          id: made.id,
          replaces: id,
          before: { text: found.text, tags: found.tags },
          after: { text: made.text, tags: made.tags },
        });
        return made;
      }),

    'annotations.add': (said) => act((opened, at) => note(opened, at, said)),

    'annotations.addMany': ({ on, ...said }) =>
      act((opened, at) => ({ ids: [...new Set(on)].map((one) => note(opened, at, { ...said, on: one }).id) })),

    'annotations.remove': ({ id }) =>
      act((opened, at) => {
        withdraw(opened, at, id);
        return {};
      }),

    'annotations.removeMany': ({ ids }) =>
      act((opened, at) => {
        for (const id of new Set(ids)) withdraw(opened, at, id);
        return {};
      }),

    'annotations.restore': ({ ids }) =>
      act((opened) => {
        for (const id of new Set(ids)) restore(opened, id);
        return {};
      }),

    'notebook.get': () => {
      const version = notebook(session.case().db.read);
      return version
        ? { text: version.text, at: rfc3339(version.at), by: version.by }
        : { text: '', at: null, by: null };
    },

    'notebook.history': ({ seq }) => notebookVersions(session.case().db.read, seq),

    ...manualEventHandlers(session, act),

    'notebook.save': ({ text }) =>
      act(({ db, custody }, at) => {
        const before = notebook(db.read);
        if (before?.text === text) return { at: rfc3339(before.at) };
        const version = saveNotebook(db.write, { text, by: session.actor().name, at });
        custody.append('notebook', {
          version,
          characters: text.length,
          sha256: sha256(text),
          before: before && sha256(before.text),
        });
        return { at: rfc3339(at) };
      }),

    'settings.get': () => readSettings(session.case().db.read),

    'settings.set': (wanted) =>
      act(({ db, custody }) => {
        const before = readSettings(db.read);
        const after = Settings.parse({ ...before, ...wanted });
        assertZone(after.zone);
        if (canonicalJson(before) === canonicalJson(after)) return after;
        writeMeta(db.write, 'settings', JSON.stringify(after));
        custody.append('setting', { before, after });
        return after;
      }),

    'view.kept': () => keptView(session.case().db.read),

    'view.keep': async ({ parts }) => {
      const opened = session.case();
      // A window that may not write looks as it likes and leaves no trace of it.
      if (opened.readOnly) return {};
      await session.exclusive(() => {
        const kept = { ...keptView(opened.db.read), ...parts };
        writeMeta(opened.db.write, VIEW, JSON.stringify(Object.fromEntries(Object.entries(kept).slice(-MOST_PARTS))));
      });
      return {};
    },
  };
}

const DEMO_READY = 'demo_ready';
const VIEW = 'view';
const MOST_PARTS = 40;

/** What was kept of the page, or nothing where it cannot be read: how a case was looked at must never keep it shut. */
function keptView(db: ReadDb): Record<string, string> {
  try {
    const kept = ViewParts.safeParse(JSON.parse(readMeta(db, VIEW) ?? '{}'));
    return kept.success ? kept.data : {};
  } catch {
    return {};
  }
}

const samePath = (a: string, b: string): boolean => a.replace(/[\\/]+$/, '') === b.replace(/[\\/]+$/, '');

const readSettings = (db: ReadDb): Settings => Settings.parse(storedSettings(db));

function assertZone(zone: string): void {
  if (isKnownZone(zone)) return;
  throw new SidedoorError('bad-input', `no such time zone: ${zone.slice(0, 80)}`, {
    fix: 'use a name such as Europe/Berlin or UTC',
  });
}

/** `n` and 53 bits over what was said and the state of the log when it was said. */
function noteId(said: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(said)).digest();
  return `n${base32(Number(digest.readBigUInt64BE(0) >> 11n))}`;
}
