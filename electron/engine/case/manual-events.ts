/** Answers about what the investigator wrote down beside the evidence; each act is a custody line. */
import { createHash } from 'node:crypto';
import { base32 } from '../../../shared/base/text';
import type { annotations } from '../../../shared/contract/annotations';
import type { HandlersOf } from '../../../shared/contract/index';
import { instantOf } from '../../../shared/model/manual-event';
import { rfc3339 } from '../../../shared/model/time';
import { SidedoorError } from '../../../shared/rpc/errors';
import type { OpenCase, Session } from '../session';
import { resolveTarget } from '../store/annotations';
import { insertManualEvent, manualEvent, manualEvents, withdrawManualEvent } from '../store/manual-events';

type Contract = Pick<typeof annotations, 'manual.list' | 'manual.add' | 'manual.withdraw' | 'manual.restore'>;
type Act = <T>(work: (opened: OpenCase, at: number) => T) => Promise<T>;

export function manualEventHandlers(session: Session, act: Act): HandlersOf<Contract> {
  const found = ({ db }: OpenCase, id: string) => {
    const event = manualEvent(db.read, id);
    if (!event) throw new SidedoorError('not-found', `there is no manual event ${id.slice(0, 80)}`);
    return event;
  };
  return {
    'manual.list': ({ range, identities }) => {
      const all = manualEvents(session.case().db.read, range);
      return identities === null
        ? all
        : all.filter(({ identity }) => identity !== null && identities.includes(identity));
    },

    'manual.add': ({ time: told, ...said }) =>
      act(({ db, custody }, at) => {
        const time = instant(told, said.zone);
        const about = said.identity === null ? null : resolveTarget(db.read, said.identity);
        if (said.identity !== null && about?.kind !== 'identity') {
          throw new SidedoorError('not-found', `no identity in this case is called ${said.identity.slice(0, 80)}`);
        }
        const event = { time: rfc3339(time), ...said, saidBy: said.saidBy || null, identity: about?.id ?? null };
        const by = session.actor().name;
        const digest = createHash('sha256')
          .update(JSON.stringify([custody.head(), at, event]))
          .digest();
        const id = `m${base32(Number(digest.readBigUInt64BE(0) >> 11n))}`;
        insertManualEvent(db.write, { ...event, id, by, time, at });
        custody.append('manual-event', { id, event, told });
        return { id, ...event, by, at: rfc3339(at) };
      }),

    'manual.withdraw': ({ id }) =>
      act((opened, at) => {
        const event = found(opened, id);
        if (event.withdrawn !== null) throw new SidedoorError('conflict', `manual event ${id} was withdrawn before`);
        withdrawManualEvent(opened.db.write, id, at);
        opened.custody.append('manual-event.withdraw', { id, what: event.what, time: event.time });
        return {};
      }),

    'manual.restore': ({ id }) =>
      act((opened) => {
        const event = found(opened, id);
        if (event.withdrawn === null) throw new SidedoorError('conflict', `manual event ${id} stands`);
        withdrawManualEvent(opened.db.write, id, null);
        opened.custody.append('manual-event.restore', { id, what: event.what, time: event.time });
        return {};
      }),
  };
}

function instant(told: string, zone: string): number {
  let read: ReturnType<typeof instantOf>;
  try {
    read = instantOf(told, zone);
  } catch {
    throw new SidedoorError('bad-input', `no such time zone: ${zone}`, {
      fix: 'use a name such as Europe/Berlin or UTC',
    });
  }
  if (!read.ok) throw new SidedoorError('bad-input', `${told.slice(0, 60)} is no time of an event`, { fix: read.why });
  return read.time;
}
