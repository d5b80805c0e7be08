/** Jobs that sign in with secrets of their own, around the clock. */
import { at, type Book, DAYS, MINUTE, weekday } from './book';
import { type App, machineSignIn, RESOURCES, type ServicePrincipal } from './entra';
import { tokenGrant } from './okta';
import type { Chance } from './random';
import { type Address, addressIn, fixed } from './world';

export interface Job extends ServicePrincipal {
  from: Address;
  resource: App;
  /** Minutes between runs; a run is a few seconds off its minute. */
  every: number;
  first: number; // minutes after midnight UTC of the first run of a day
}

export function jobs(chance: Chance): Record<'stock' | 'ledger' | 'people' | 'backup' | 'reports' | 'inventory', Job> {
  const make = (name: string, from: Address, resource: App, every: number, first: number): Job => {
    const own = chance.fork(`job ${name}`);
    return { name, id: own.uuid(), appId: own.uuid(), key: own.uuid(), from, resource, every, first };
  };
  return {
    stock: make('nightly-stock-export', fixed('cloud-london', 21), RESOURCES.sharePoint, 24 * 60, 90),
    ledger: make('ledger-sync', fixed('cloud-london', 34), RESOURCES.businessCentral, 60, 10),
    people: make('hr-provisioning', fixed('cloud-azure', 77), RESOURCES.graph, 45, 5),
    backup: make('m365-backup', fixed('office-leeds', 30), RESOURCES.exchange, 6 * 60, 20),
    reports: make('powerbi-refresh', fixed('cloud-azure', 78), RESOURCES.graph, 3 * 60, 40),
    inventory: make('intune-inventory', fixed('cloud-azure', 79), RESOURCES.graph, 12 * 60, 200),
  };
}

/** Every run of the month of one job, except those that `skip` takes over. */
export function runJob(
  book: Book,
  job: Job,
  chance: Chance,
  skip: (time: number) => boolean = () => false,
  keyAt: (time: number) => string = () => job.key,
): void {
  const own = chance.fork(`runs ${job.name}`);
  for (let day = 1; day <= DAYS; day++) {
    for (let minute = job.first; minute < 24 * 60; minute += job.every) {
      const time = at(day, minute, 0) + own.int(500, 9_500);
      if (!skip(time))
        machineSignIn(book, {
          principal: job,
          time,
          from: job.from,
          resource: job.resource,
          code: 0,
          key: keyAt(time),
        });
    }
  }
}

/** The warehouse's web shop asks Okta's authorisation server for tokens; a deployment pipeline does on workdays. */
export function oktaClients(book: Book, chance: Chance): void {
  const shop = { id: `0oa${chance.fork('shop').token(17)}`, name: 'webshop-orders', from: fixed('cloud-london', 50) };
  const pipeline = chance.fork('pipeline');
  const deploy = { id: `0oa${pipeline.token(17)}`, name: 'deploy-pipeline', from: addressIn('cloud-azure', pipeline) };
  for (let day = 1; day <= DAYS; day++) {
    for (let hour = 0; hour < 24; hour += 2) tokenGrant(book, at(day, hour * 60 + 2, 0) + pipeline.int(0, 4_000), shop);
    if (weekday(day) % 6 === 0) continue;
    for (let n = pipeline.int(2, 6); n > 0; n--)
      tokenGrant(book, at(day, pipeline.int(8 * 60, 17 * 60), 0) + pipeline.int(0, 59) * (MINUTE / 60), deploy);
  }
}
