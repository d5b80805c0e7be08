import type { Plain } from '../../vendor/fields';

/** The parts of a record that decide; objects are null where the shape does not carry them. */
export interface TrailEvent {
  eventId: string | null;
  time: number | null;
  /** As written, to tell "no time" from "unreadable time". */
  timeText: string | null;
  source: string;
  name: string;
  type: string | null;
  region: string | null;
  address: string | null;
  userAgent: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  readOnly: boolean | null;
  requestId: string | null;
  sharedEventId: string | null;
  recipient: string | null;
  fromConsole: boolean;
  identity: Plain | null;
  /** What follows from `identity` and from nothing else, made once for records that have the same; where that can be told. */
  fromIdentity?: <T>(make: () => T) => T;
  request: Plain | null;
  response: Plain | null;
  extra: Plain | null;
  service: Plain | null;
  resources: readonly Plain[];
  warnings: readonly string[];
}
