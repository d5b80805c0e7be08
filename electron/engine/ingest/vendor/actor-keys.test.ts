import { expect, it } from 'vitest';
import { isAddressLike, nameKeys } from './actor-keys';

it.each([
  ['alice@example.com', ['upn alice@example.com', 'email alice@example.com']],
  [
    'alice_partner.example#EXT#@northwind.onmicrosoft.com',
    ['upn alice_partner.example#EXT#@northwind.onmicrosoft.com', 'email alice@partner.example'],
  ],
  ['NORTHWIND\\alice', ['username NORTHWIND\\alice']],
  ['alice', ['username alice']],
  ['alice@localhost', ['username alice@localhost']],
  ['', []],
  [null, []],
])('%s', (name, keys) => {
  expect(nameKeys(name).map((key) => `${key.type} ${key.value}`)).toEqual(keys);
});

it.each([
  ['a@b.c', true],
  ['a@b', false],
  ['a@@b.c', false],
  ['@b.c', false],
  ['a b@c.d', false],
  ['a@.c', false],
])('%s is like an address: %s', (text, expected) => {
  expect(isAddressLike(text)).toBe(expected);
});
