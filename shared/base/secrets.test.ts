import { describe, expect, it } from 'vitest';
import { findSecrets, isMasked, looksLikePassword, maskedAsPattern, maskSecrets } from './secrets';

/** Made up here, put together so that no scanner of repositories takes them for real. */
const R = 'Zx9Kq2Lm7Vb4Nw8Tr1Ys6Pd3Hf5Jg0CcQ2e';
const JWT = `eyJ${'hbGciOiJSUzI1NiJ9'}.eyJzdWIiOiJhbGljZSJ9.${R}`;
const AKIA = `AKIA${'Q3EXAMPLE7UVWXYZ'}`;

describe('secrets are found', () => {
  it.each<[string, string, string]>([
    ['a token behind Bearer', `Authorization: Bearer ${R}`, R],
    ['user and password in base 64', 'authorization: Basic YWxpY2U6U2VjcmV0MSE=', 'YWxpY2U6U2VjcmV0MSE='],
    ['a JWT', `token was ${JWT}, sent twice`, JWT],
    ['an encrypted JWT', `eyJhbGciOiJkaXIifQ..${R}.${R}.${R}`, `eyJhbGciOiJkaXIifQ..${R}.${R}.${R}`],
    ['an AWS key id', `user/${AKIA}`, AKIA],
    ['an Okta API token', `SSWS 00${R.slice(0, 28)}`, `00${R.slice(0, 28)}`],
    ['a GitHub token', `https://x/${`ghp_${R}`}`, `ghp_${R}`],
    ['a fine-grained GitHub token', `github_pat_${R}`, `github_pat_${R}`],
    ['a Slack token', `xoxb-${R}`, `xoxb-${R}`],
    ['a Google key', `AIza${R.slice(0, 35)}`, `AIza${R.slice(0, 35)}`],
    ['a client secret of Entra', `abc8Q~${R.slice(0, 33)}`, `abc8Q~${R.slice(0, 33)}`],
    ['an authorisation code', `https://app.example/cb?code=0.AX8${R}&state=1`, `0.AX8${R}`],
    ['a code in a fragment', `https://app.example/cb#code=${R}`, R],
    ['an access token', `/x?a=1&access_token=${R}`, R],
    ['a SAML response', `/acs?SAMLResponse=${R}%3D%3D&RelayState=x`, `${R}%3D%3D`],
    ['a password in an address', '/login?user=a&password=hunter2&x=1', 'hunter2'],
    ['a signature', `https://b.example/f?sv=2022&sig=${R}%3D`, `${R}%3D`],
    ['an address within an address', `/r?to=https%3A%2F%2Fa.example%2F%3Fcode%3D${R}%26s%3D1`, R],
    ['a password before the host', 'https://alice:S3cret!x@host.example/x', 'S3cret!x'],
    ['a password in a sentence', 'logon failed, password=Winter#24 rejected', 'Winter#24'],
    ['a member of a record', '{"user":"a","password":"Winter 24!","x":1}', 'Winter 24!'],
    ['a member of a record in a text', String.raw`{"body":"{\"client_secret\":\"${R}\"}"}`, R],
    ['an escaped address', `{"u":"/cb?x=1\\u0026access_token\\u003d${R}\\u0026y=2"}`, R],
    ['a Slack hook', `https://hooks.slack.com/services/T0/B0/${R}`, R],
  ])('%s', (_name, text, secret) => {
    expect(findSecrets(text).map(({ from, to }) => text.slice(from, to))).toEqual([secret]);
    expect(maskSecrets(text)).not.toContain(secret);
    expect(isMasked(maskSecrets(text))).toBe(true);
  });

  it('as a block of a private key, whole or cut off', () => {
    const block = `-----BEGIN RSA PRIVATE KEY-----\n${R}\n${R}\n-----END RSA PRIVATE KEY-----`;
    expect(maskSecrets(`x ${block} y`)).toMatch(/^x \[masked private key #[0-9a-f]{6}\] y$/);
    expect(maskSecrets(`{"k":"${block.slice(0, 60).replace(/\n/g, '\\n')}","z":1}`)).toMatch(
      /key #[0-9a-f]{6}\]","z":1}$/,
    );
  });
});

describe('look-alikes stay', () => {
  it.each([
    '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    'a3f5c1d2e4b6978801234567890abcdef0123456789abcdef0123456789abcdef',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'trsUrNfeDZySzGKWoB3q3pXfQ', // an Okta transaction
    '102Qb1vXyZ0Tl-GZxPwRk3mNQ', // an Okta session
    'correlationId=7c9e6679-7425-40de-944b-e07fc1f90ae7',
    'session_id=7c9e6679742540de944be07fc1f90ae7',
    'alice.longname+filter@subsidiary.example.com',
    'Maria-Magdalena von und zu Hohenlohe-Langenburg (Extern)',
    'https://app.example.com/?code=50126&reason=password',
    '/login?error=invalid_token&code=AADSTS50034',
    'Bearer authentication failed',
    'Basic authentication is disabled',
    'password=true',
    'password=********',
    'pwd=[REDACTED]',
    '{"login_type":"google_password","password":"expired"}',
    '{"code":"50126","token":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}',
    '{"uniqueTokenIdentifier":"AbCdEfGhIjKlMnOpQrStUv"}',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
    'arn:aws:iam::123456789012:user/AIDAEXAMPLEUSERID0001',
    'fe80::1%eth0',
    '2001:db8::8a2e:370:7334',
    'Office 365 Exchange Online; code=none; key=value',
    '5:1 ratio = fine',
    'ASIAQ3EXAMPLE7UVWXYZ',
    'TTY=unknown ; PWD=/opt/rsa/am/server ; USER=root',
    'Server=db;Password=%LOGONPASSWORD%',
    '{"accessToken":"HIDDEN_DUE_TO_SECURITY_REASONS"}',
  ])('%s', (text) => expect(maskSecrets(text)).toBe(text));
});

describe('masks', () => {
  it('let the same token be seen to be the same, and different ones to differ', () => {
    const other = JWT.replace('Kq2', 'Kq3');
    expect(maskSecrets(`a ${JWT}`).slice(2)).toBe(maskSecrets(JWT));
    expect(maskSecrets(JWT)).not.toBe(maskSecrets(other));
    expect(maskSecrets(AKIA)).toMatch(/^AKIA\[masked key #[0-9a-f]{6}\]WXYZ$/);
  });
  it('of passwords keep nothing', () => {
    expect(maskSecrets('/x?password=hunter2')).toBe('/x?password=[masked password]');
    expect(maskSecrets('/x?password=other')).toBe('/x?password=[masked password]');
  });
  it('are stable: masking what is masked changes nothing', () => {
    for (const text of [`/x?access_token=${R}&password=hunter2`, JWT, `Bearer ${R}`, `{"secret":"${R}"}`])
      expect(maskSecrets(maskSecrets(text))).toBe(maskSecrets(text));
  });
  it('become a wildcard where they are searched for', () => {
    expect(maskedAsPattern(maskSecrets(AKIA))).toBe('AKIA*WXYZ');
    expect(maskedAsPattern('plain [masked] text')).toBe('plain [masked] text');
  });
  it('cost little where there is nothing, and are linear where a text is hostile', () => {
    for (const piece of [
      'eyJ',
      '-----BEGIN PRIVATE KEY-----',
      '&code=',
      'a:',
      '"password":',
      'https://a:',
      'Bearer ',
    ]) {
      // CPU time of this process: what else the machine does counts little. Quadratic it would be minutes.
      const text = piece.repeat(40_000);
      const start = process.cpuUsage();
      maskSecrets(text);
      const { user, system } = process.cpuUsage(start);
      expect((user + system) / 1_000, piece).toBeLessThan(4_000);
    }
  });
});

describe('a user name that looks like a password', () => {
  it.each(['Summer2024!', 'P@ssw0rd', 'Tr0ub4dor&3', 'CORP\\Winter#2025', 'hunter2Hunter2', 'qwe!23Rty'])(
    '%s does',
    (name) => expect(looksLikePassword(name)).toBe(true),
  );
  it.each([
    'alice',
    'alice.smith',
    'Alice.Smith',
    'alice@example.com',
    'Alice2@example.com',
    'Admin@CORP',
    'CORP\\alice',
    'svc_backup-01',
    'DESKTOP-4F2K$',
    '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    'DEADBEEF01234567',
    'Maria Magdalena 2nd',
    'HTTP/web01.Example.com',
    'Ab1!',
  ])('%s does not', (name) => expect(looksLikePassword(name)).toBe(false));
});
