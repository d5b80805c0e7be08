/** Verifies in a thread of its own (`dist/verify-worker`): reading every byte and page must not keep the engine from answering. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Verification } from '../../shared/model/case';
import { toWire, type WireError } from '../../shared/rpc/errors';
import { snapshot } from './case/snapshot';
import type { VerifyOptions } from './case/verify-options';
import { verifyWhole } from './verify-whole';

export interface VerifyJob {
  target: string;
  signer: string | null;
}
type Told = Parameters<NonNullable<VerifyOptions['progress']>>[0];
/** A copy of the database, made where it keeps nobody waiting. */
export interface SnapshotJob {
  folder: string;
  to: string;
}
export type FromVerifier = { progress: Told } | { done: Verification } | { copied: true } | { failed: WireError };

export function serveVerification(port: MessagePort): void {
  const send = (message: FromVerifier): void => port.postMessage(message);
  port.once('message', (job: VerifyJob | SnapshotJob) => {
    if ('to' in job) {
      try {
        snapshot(job.folder, job.to);
        send({ copied: true });
      } catch (thrown) {
        send({ failed: toWire(thrown) });
      }
      port.close();
      return;
    }
    const { target, signer } = job;
    let last = 0;
    const progress = (value: Told): void => {
      const now = performance.now();
      if (now - last < 50) return;
      last = now;
      send({ progress: value });
    };
    verifyWhole(target, { signer, progress })
      .then(
        (done) => send({ done }),
        (thrown: unknown) => send({ failed: toWire(thrown) }),
      )
      .finally(() => port.close());
  });
}

if (parentPort) serveVerification(parentPort);
