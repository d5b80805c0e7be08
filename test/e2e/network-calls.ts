/** Reads what strace wrote of a tree of processes: which calls would leave the machine, which only could have. */

export interface NetworkCalls {
  /** Calls that reach, send to or wait for an internet address: none may be there. */
  faults: string[];
  /** Calls at 127.0.0.1 or [::1] that were allowed: the local web host, the test's driver. */
  loopback: string[];
  /** Sockets made, by family: one that is never connected or bound sends nothing. Netlink asks the kernel only. */
  sockets: Record<string, number>;
  calls: number;
}

const LOOPBACK = /inet_addr\("127\.0\.0\.1"\)|inet_pton\(AF_INET6, "::1"/;
const SENDING = /^(connect|bind|sendto|sendmsg|sendmmsg|listen)$/;

/**
 * `listens`: binding to the loopback address is allowed (the web host, a driver's inspector). Connecting to it never is:
 * whoever asks comes from outside the tree.
 */
export function networkCalls(trace: string, options: { listens?: boolean } = {}): NetworkCalls {
  const found: NetworkCalls = { faults: [], loopback: [], sockets: {}, calls: 0 };
  for (const line of trace.split('\n')) {
    const call = /^(?:\[pid\s+)?\d+\]?\s+(?:\d+:\d+:\d+\S*\s+)?(\w+)\((.*)/.exec(line);
    if (!call) continue; // signals, exits, second halves of a call whose first half is judged
    const [, name = '', rest = ''] = call;
    found.calls++;
    if (name === 'socket') {
      const family = /^(\w+)/.exec(rest)?.[1] ?? 'unknown';
      found.sockets[family] = (found.sockets[family] ?? 0) + 1;
      continue;
    }
    if (!SENDING.test(name) || !/sa_family=AF_INET6?\b/.test(rest)) continue;
    if (name === 'bind' && options.listens && LOOPBACK.test(rest)) found.loopback.push(line);
    else found.faults.push(line);
  }
  return found;
}
