/** Entra sign-ins as the portal's CSV, from a seed; about 1.1 kB a row. */
import { random } from './random.ts';

const HEADER =
  'Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,Cross tenant access type,Incoming token type,Authentication Protocol,Unique token identifier,Original transfer method,Client credential type,Token Protection - Sign In Session,Token Protection - Sign In Session StatusCode,Application,Application ID ,Resource,Resource ID ,Resource tenant ID,Home tenant ID,Home tenant name,IP address,Location,Status,Sign-in error code,Failure reason,Client app,Device ID,Browser,Operating System,Compliant,Managed,Join Type,Multifactor authentication result,Multifactor authentication auth method,Multifactor authentication auth detail,Authentication requirement,Sign-in identifier,Session ID,IP address (seen by resource),Through Global Secure Access,Global Secure Access IP address,Autonomous system  number,Flagged for review,Token issuer type,Incoming token type,Token issuer name,Latency,Conditional Access,Managed Identity type,Associated Resource Id,Federated Token Id,Federated Token Issuer';
const APPS = ['Office 365 Exchange Online', 'Microsoft Teams', 'Azure Portal', 'SharePoint Online', 'Payroll, Inc'];

/** Yields lines with their breaks, the header first. */
export function* entraCsv(records: number, seed = 2): Generator<string> {
  const { int, hex, chance } = random(seed);
  const guid = (): string => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
  const people = Math.max(50, Math.min(20_000, Math.round(records / 250)));
  const tenant = guid();
  const ids = Array.from({ length: people }, guid);
  const devices = Array.from({ length: people }, guid);
  yield `\ufeff${HEADER.split(',').map(quoted).join(',')}\r\n`;
  let time = Date.UTC(2026, 0, 5, 6);
  for (let i = 0; i < records; i++) {
    const user = int(people);
    time += int(3_000);
    const isDenied = chance(0.03);
    const app = int(APPS.length);
    const agent = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/14${user % 3}.0.0.0 Safari/537.36`;
    const cells = [
      `${new Date(time).toISOString().slice(0, 19)}Z`,
      guid(),
      agent,
      guid(),
      ids[user]!,
      `Person ${user}`,
      `person${user}@corp.example`,
      'member',
      'none',
      'none',
      'none',
      hex(22),
      'none',
      'none',
      'unbound',
      '1002',
      APPS[app]!,
      `0000000${app}-0000-0000-c000-000000000000`,
      'Microsoft Graph',
      '00000003-0000-0000-c000-000000000000',
      tenant,
      tenant,
      'Corp',
      `203.${user % 200}.${(user >> 3) % 250}.${1 + (user % 5)}`,
      'Leeds, England, GB',
      isDenied ? 'Failure' : 'Success',
      isDenied ? '500121' : '0',
      isDenied ? 'Authentication failed during strong authentication request.' : 'Other.',
      'Browser',
      devices[user]!,
      'Chrome 141.0.0',
      'Windows10',
      'Yes',
      'Yes',
      'Azure AD joined',
      isDenied ? 'MFA denied; user declined the authentication' : 'MFA completed in Azure AD',
      'Mobile app notification',
      '+XX XXXXXXX12',
      'Multifactor authentication',
      `person${user}@corp.example`,
      guid(),
      '',
      'false',
      '',
      '64500',
      'No',
      'AzureAD',
      'none',
      '',
      String(int(900)),
      isDenied ? 'Failure' : 'Success',
      '',
      '',
      '',
      '',
    ];
    yield `${cells.map(quoted).join(',')}\r\n`;
  }
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
