/** Further diagnostic logs of the directory that no source reads in full: who, when and from where, on the timeline. */
import { reject, type Shape } from '../../source';
import { ipOf } from '../../vendor/address';
import { filled } from '../../vendor/fields';
import {
  appActor,
  categoryOf,
  ENVELOPE_READS,
  objectFields,
  propertiesOf,
  readEnvelope,
  readUtc,
  resourceOf,
  userActor,
} from '../../vendor/microsoft';
import { isAudit } from './shapes';

/** Logs that other shapes and sources read. */
const READ_ELSEWHERE = new Set([
  'signinlogs',
  'noninteractiveusersigninlogs',
  'serviceprincipalsigninlogs',
  'managedidentitysigninlogs',
  'microsoftserviceprincipalsigninlogs',
  'adfssigninlogs',
  'auditlogs',
  'provisioninglogs',
  'riskyusers',
  'userriskevents',
  'riskyserviceprincipals',
  'serviceprincipalriskevents',
  'microsoftgraphactivitylogs',
  'enrichedoffice365auditlogs',
]);

export const otherLogs: Shape = {
  id: 'azure-monitor-other',
  record: 'json',
  reads: ENVELOPE_READS,
  fidelity: 3,
  signature: 'resourceId of Microsoft.aadiam, a category of no other source, and properties',
  accepts: (record) => {
    if (!record.has('properties') || !resourceOf(record).includes('microsoft.aadiam')) return false;
    const category = categoryOf(record);
    return category !== '' && !READ_ELSEWHERE.has(category) && !isAudit(record);
  },
  toEvent: (record, context) => {
    const envelope = readEnvelope(record);
    const fields = objectFields(propertiesOf(record));
    const text = fields.text('createdDateTime') ?? fields.text('activityDateTime') ?? envelope.time;
    const { time, warning } = readUtc(text, context.dayFirst);
    if (time === null) return reject(text === null ? 'no time' : 'unreadable time');
    const identity = typeof envelope.identity === 'string' ? filled(envelope.identity) : null;
    const actor =
      userActor({ id: fields.text('userId'), upn: fields.text('userPrincipalName'), display: identity }) ??
      appActor({ id: fields.text('servicePrincipalId'), appId: fields.text('appId'), name: null });
    return {
      recordId: fields.text('id') ?? fields.text('transactionId'),
      time,
      class: 'other',
      action: envelope.operation ?? envelope.category ?? 'diagnostic record',
      outcome: 'none',
      reason: envelope.description,
      actor,
      ip: ipOf(envelope.ip ?? fields.text('ipAddress') ?? fields.text('sourceIp')),
      userAgent: fields.text('userAgent'),
      session: fields.text('sessionId'),
      correlation: fields.text('correlationId') ?? envelope.correlation,
      attempt: { key: null, role: 'outcome' },
      detail: { log: envelope.category ?? '' },
      ...(warning ? { warnings: [warning] } : {}),
    };
  },
};
