import { expect, it } from 'vitest';
import { anonymousTunnel, principalName, readRisk } from './debug-data';

it.each([
  ['{level=LOW}', null, null, 'low', null, null],
  [
    '{reasons=Anomalous Location, Anomalous Device, level=HIGH}',
    null,
    null,
    'high',
    'Anomalous Location, Anomalous Device',
    null,
  ],
  ['{level=MEDIUM, reasons=New Geo-Location, New IP}', null, null, 'medium', 'New Geo-Location, New IP', null],
  [
    null,
    '{New Geo-Location=POSITIVE, New Device=NEGATIVE, New IP=POSITIVE}',
    null,
    null,
    null,
    'New Geo-Location, New IP',
  ],
  [null, '{New Device=NEGATIVE, Velocity=UNKNOWN}', null, null, null, null],
  [
    null,
    null,
    '{"risk":{"level":"LOW"},"behaviors":{"New IP":"POSITIVE","Velocity":"NEGATIVE"}}',
    'low',
    null,
    'New IP',
  ],
  ['{', '}', 'no json', null, null, null],
  [null, null, null, null, null, null],
])('risk %s, behaviors %s, log-only %s', (risk, behaviors, logOnly, level, reasons, fresh) => {
  expect(readRisk(risk, behaviors, logOnly)).toEqual({ level, reasons, fresh });
});

it.each([
  ['{id=00u1, type=User, alternateId=alice@example.com, displayName=Alice}', 'alice@example.com'],
  ['{"id":"00u1","alternateId":"alice@example.com"}', 'alice@example.com'],
  ['{id=00u1, type=User}', '00u1'],
  ['alice', 'alice'],
  [null, null],
])('principal of %s', (text, name) => {
  expect(principalName(text)).toBe(name);
});

it.each([
  ['[{"anonymous":true,"operator":"EXAMPLE_VPN","type":"VPN"}]', true],
  ['[{"anonymous":false}]', false],
  ['[]', false],
  ['{}', null],
  ['broken [', null],
  [null, null],
])('tunnels %s', (text, expected) => {
  expect(anonymousTunnel(text)).toBe(expected);
});
