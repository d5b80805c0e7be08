/**
 * Notices an engine that runs but no longer answers. It is never ended for that by itself: a long query of a large case
 * looks the same from here, so the person is asked, and the question goes away when the answer comes after all.
 */
import type { ToEngine } from '../../shared/rpc/message';
import type { Port } from '../../shared/rpc/port';

export interface HeartbeatOptions {
  /** A fresh port to the engine; null while none runs. */
  open(): Port | null;
  /** Milliseconds between an answer and the next question. */
  everyMs: number;
  /** Milliseconds of silence after which `onSilent` is called, once per silence. */
  lateMs: number;
  onSilent(): void;
  /** The engine answered, or ended, after `onSilent`. */
  onOver(): void;
}

/** Returns the undo. */
export function heartbeat(options: HeartbeatOptions): () => void {
  let timer: NodeJS.Timeout;
  let undone = false;
  const next = (): void => {
    clearTimeout(timer);
    if (undone) return;
    timer = setTimeout(beat, options.everyMs);
    timer.unref();
  };
  const beat = (): void => {
    const port = options.open();
    if (!port) {
      next();
      return;
    }
    let isSilent = false;
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(late);
      if (isSilent) options.onOver();
      port.close();
      next();
    };
    const late = setTimeout(() => {
      if (isOver || undone) return;
      isSilent = true;
      options.onSilent();
    }, options.lateMs);
    late.unref();
    port.onClose(over);
    port.onMessage((message) => {
      if ((message as { id?: unknown } | null)?.id === 1) over();
    });
    port.send({ t: 'call', id: 1, method: 'jobs.list', input: {} } satisfies ToEngine);
  };
  next();
  return () => {
    undone = true;
    clearTimeout(timer);
  };
}
