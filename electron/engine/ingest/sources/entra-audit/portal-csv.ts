/** The portal's CSV of the directory audit: one row an act, up to some targets with five changed properties each. */
import type { ActorDraft } from '../../../../../shared/model/event';
import type { LazyRecord, Shape } from '../../source';
import { filled } from '../../vendor/fields';
import { appActor, type Change, readUtc, told, unquoted, userActor } from '../../vendor/microsoft';
import { type Target, toDraft } from './audit';

const TARGETS = [1, 2, 3, 4, 5] as const;
const PROPERTIES = [1, 2, 3, 4, 5] as const;
const TARGET_COLUMNS = ['type', 'displayname', 'objectid', 'userprincipalname'] as const;
const OWN = [
  'date (utc)',
  'correlationid',
  'service',
  'category',
  'activity',
  'result',
  'resultreason',
  'user agent',
  'actortype',
  'actordisplayname',
  'actorobjectid',
  'actoruserprincipalname',
  'actorhometenantid',
  'actorserviceprincipalid',
  'actorserviceprincipalname',
  'ipaddress',
  'additionaldetail1key',
  'additionaldetail1value',
  'additionaldetail2key',
  'additionaldetail2value',
  'additionaldetail3key',
  'additionaldetail3value',
] as const;

const READS: readonly string[] = [
  ...OWN,
  ...TARGETS.flatMap((target) => [
    ...TARGET_COLUMNS.map((column) => `target${target}${column}`),
    ...PROPERTIES.flatMap((property) =>
      ['name', 'oldvalue', 'newvalue'].map((part) => `target${target}modifiedproperty${property}${part}`),
    ),
  ]),
];

function targetsOf(row: LazyRecord): Target[] {
  return TARGETS.flatMap((target) => {
    const get = (column: string): string | null => told(row.text(`target${target}${column}`));
    const [type, name, id, upn] = TARGET_COLUMNS.map(get) as [
      string | null,
      string | null,
      string | null,
      string | null,
    ];
    if (type === null && name === null && id === null && upn === null) return [];
    const changes: Change[] = PROPERTIES.flatMap((property) => {
      const property_ = (part: string): string | null => row.text(`target${target}modifiedproperty${property}${part}`);
      const named = told(property_('name'));
      return named === null
        ? []
        : [{ name: named, from: unquoted(property_('oldvalue')), to: unquoted(property_('newvalue')) }];
    });
    return [{ type: type ?? '', id, name, upn, changes }];
  });
}

function actorOf(row: LazyRecord): ActorDraft | null {
  const get = (column: (typeof OWN)[number]): string | null => told(row.text(column));
  const isApp = /app|service/i.test(get('actortype') ?? '');
  if (isApp || (get('actoruserprincipalname') === null && get('actorserviceprincipalid') !== null)) {
    return appActor({
      id: get('actorserviceprincipalid') ?? get('actorobjectid'),
      appId: null,
      name: get('actordisplayname') ?? get('actorserviceprincipalname'),
    });
  }
  return userActor({
    id: get('actorobjectid'),
    upn: get('actoruserprincipalname'),
    display: get('actordisplayname'),
    homeTenant: get('actorhometenantid'),
  });
}

function detailsOf(row: LazyRecord): Map<string, string> {
  const details = new Map<string, string>();
  for (const n of [1, 2, 3]) {
    const key = told(row.text(`additionaldetail${n}key`));
    const value = told(row.text(`additionaldetail${n}value`));
    if (key !== null && value !== null) details.set(key, value);
  }
  return details;
}

export const portalCsv: Shape = {
  id: 'portal-csv',
  record: 'csv',
  reads: READS,
  fidelity: 1,
  signature: 'columns Date (UTC), CorrelationId, Activity, Result, ActorType',
  accepts: (row) =>
    row.has('date (utc)') &&
    row.has('correlationid') &&
    row.has('activity') &&
    row.has('result') &&
    (row.has('actortype') || row.has('actoruserprincipalname')),
  toEvent: (row, context) => {
    const timeText = filled(row.text('date (utc)'));
    const { time, warning } = readUtc(timeText, context.dayFirst);
    return toDraft({
      id: null,
      time,
      timeText,
      activity: told(row.text('activity')),
      category: told(row.text('category')),
      operation: null,
      service: told(row.text('service')),
      result: told(row.text('result')),
      reason: told(row.text('resultreason')),
      actor: actorOf(row),
      ip: told(row.text('ipaddress')),
      userAgent: told(row.text('user agent')),
      correlation: told(row.text('correlationid')),
      targets: targetsOf(row),
      details: detailsOf(row),
      warnings: warning ? [warning] : [],
    });
  },
};
