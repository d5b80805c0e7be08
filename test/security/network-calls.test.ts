import { expect, it } from 'vitest';
import { networkCalls } from '../e2e/network-calls';

const LISTENS = '812   bind(20, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0';
const HARMLESS = [
  '811   socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3',
  '811   connect(3, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X7"}, 20) = 0',
  '811   socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 4',
  '811   bind(4, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0',
  '811   sendto(4, [{nlmsg_len=20}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20',
  '812   socket(AF_INET6, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 5',
  '812   sendmsg(6, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="x", iov_len=1}]}, 0) = 1',
  '811   <... recvmsg resumed>{msg_namelen=0}, 0) = -1 EAGAIN',
  '811   --- SIGCHLD {si_signo=SIGCHLD} ---',
];
const LEAVES = [
  '812   connect(5, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}, 16) = 0',
  '[pid   812] connect(5, {sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28 <unfinished ...>',
  '812   sendto(5, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(5353), sin_addr=inet_addr("224.0.0.251")}, 16) = 1',
  '812   sendmmsg(5, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53)}}}], 1, 0) = 1',
  '812   bind(5, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
  '812   connect(5, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 ECONNREFUSED',
];

it('finds each call that would leave, and none that does not', () => {
  const { faults, sockets, calls } = networkCalls([...HARMLESS, ...LEAVES].join('\n'), { listens: true });
  expect(faults).toEqual(LEAVES);
  expect(sockets).toEqual({ AF_UNIX: 1, AF_NETLINK: 1, AF_INET6: 1 });
  expect(calls).toBe(HARMLESS.length + LEAVES.length - 2);
});

it('lets only those listen at the loopback address who may', () => {
  expect(networkCalls(LISTENS, { listens: true })).toMatchObject({ faults: [], loopback: [LISTENS] });
  expect(networkCalls(LISTENS).faults).toEqual([LISTENS]);
});
