import { expect, it } from 'vitest';
import { eventsAll } from '../store/events';
import { lowered } from './spelling';
import { bring, expectHonest, newCase, put, withTempCases } from './testing/imported';

withTempCases();

it('names begin with small letters, however many capitals they began with; times of PowerShell are read', () => {
  expect(
    lowered({
      Id: 'a',
      IPAddress: '203.0.113.4',
      URL: 1,
      Status: { ErrorCode: 50126 },
      List: [{ UserId: null }],
      At: '/Date(1772434997000)/',
      Far: '/Date(999999999999999999)/',
    }),
  ).toEqual({
    id: 'a',
    ipAddress: '203.0.113.4',
    url: 1,
    status: { errorCode: 50126 },
    list: [{ userId: null }],
    at: '2026-03-02T07:03:17.000Z',
    far: '/Date(999999999999999999)/',
  });
});

it('sign-ins that PowerShell wrote as JSON are those of the API', async () => {
  const signIn = {
    id: '11110000-0a1b-4c2d-8e3f-000000000078',
    createdDateTime: '2026-03-02T07:03:17Z',
    userDisplayName: 'Mara',
    userPrincipalName: 'mara@corp.example',
    userId: '33330000-0a1b-4c2d-8e3f-000000000384',
    appId: '44440000-0a1b-4c2d-8e3f-000000000320',
    appDisplayName: 'Mail',
    ipAddress: '203.0.113.77',
    clientAppUsed: 'Browser',
    correlationId: '22220000-0a1b-4c2d-8e3f-0000000002bc',
    isInteractive: true,
    conditionalAccessStatus: 'success',
    status: { errorCode: 500121, additionalDetails: 'MFA denied; user declined the authentication' },
    location: { city: 'Constanta', countryOrRegion: 'RO' },
    deviceDetail: { operatingSystem: 'Windows 10', browser: 'Chrome' },
  };
  const capital = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([key, member]) => [
            key === 'ipAddress' ? 'IPAddress' : key[0]!.toUpperCase() + key.slice(1),
            key === 'createdDateTime' ? '/Date(1772434997000)/' : capital(member),
          ]),
        )
      : value;
  const [api, shell] = [newCase(), newCase()];
  await bring(api, put('api.json', JSON.stringify({ value: [signIn] })));
  const { files } = await bring(shell, put('shell.json', JSON.stringify({ value: [capital(signIn)], Count: 1 })));
  expect(files[0]).toMatchObject({ source: 'entra', shape: 'graph-json', records: 1, events: 1, rejected: 0 });
  const told = (of: typeof api) =>
    [...eventsAll(of.db.read)].map(({ id, time, outcome, identity, ip, geo, recordId }) => ({
      ...{ id, time, outcome, name: identity?.name, ip, country: geo?.country, recordId },
    }));
  expect(told(shell)).toEqual(told(api));
  expectHonest(shell);
});
