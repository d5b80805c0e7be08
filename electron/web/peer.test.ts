import { expect, it } from 'vitest';
import { userIn } from './peer';

const row = (local: string, remote: string, state: string, user: number): string =>
  `   1: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${String(user).padStart(5)}        0 1 1`;
const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const ours = row('0100007F:1F90', '0100007F:C001', '01', 1000); // the host's own end
const table = (...rows: string[]): string => [HEAD, ours, ...rows, ''].join('\n');

it('finds the user at the other end, not the one at ours', () => {
  expect(userIn(table(row('0100007F:C001', '0100007F:1F90', '01', 1001)), 8080, 0xc001)).toBe(1001);
});

it('knows a program that asks through an IPv6 socket', () => {
  const mapped = (port: string): string => `0000000000000000FFFF00000100007F:${port}`;
  expect(userIn(table(row(mapped('C001'), mapped('1F90'), '01', 1002)), 8080, 0xc001)).toBe(1002);
});

it('knows nobody where the connection is not listed, or was closed by its program', () => {
  expect(userIn(table(), 8080, 0xc001)).toBeNull();
  expect(userIn(table(row('0100007F:C001', '0100007F:1F90', '06', 0)), 8080, 0xc001)).toBeNull();
  expect(userIn(table(row('0100007F:C002', '0100007F:1F90', '01', 1001)), 8080, 0xc001)).toBeNull();
  expect(userIn('', 8080, 0xc001)).toBeNull();
});
