/** What a host says to the engine, outside the page's channel: only here are paths named. */
export type ControlMessage =
  | { control: 'grant'; token: string; path: string; use: 'read' | 'write' }
  | { control: 'actor'; name: string; confirmed: boolean }
  | { control: 'connect'; conn: string }
  | { control: 'disconnect'; conn: string }
  | { control: 'stop' };

/** A frame of one connection, where several pages share one engine (web host). */
export interface Frame {
  conn: string;
  message: unknown;
}
