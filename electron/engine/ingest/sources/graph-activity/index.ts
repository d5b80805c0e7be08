import type { Shape, Source } from '../../source';
import { monitorShape, tableShape } from '../../vendor/microsoft';
import { NAMES, toDraft } from './request';

const azureMonitor = monitorShape(
  'azure-monitor',
  new Set(['microsoftgraphactivitylogs']),
  (fields, envelope, context) =>
    toDraft(fields, { time: envelope.time, ip: envelope.ip, status: envelope.resultSignature }, context.dayFirst),
);

const table = (record: Shape['record']): Shape =>
  tableShape({
    id: `log-analytics-${record}`,
    record,
    fields: { ...Object.fromEntries(NAMES.map((name) => [name, []])), ipAddress: ['IPAddress'] },
    required: ['timeGenerated', 'requestMethod', 'requestUri', 'responseStatusCode'],
    map: (fields, context) => toDraft(fields, { time: null, ip: null, status: null }, context.dayFirst),
  });

const graphActivity: Source = {
  id: 'graph-activity',
  title: 'Microsoft Graph activity log',
  shapes: [azureMonitor, table('json'), table('csv')],
  about:
    'Diagnostic settings of Entra (MicrosoftGraphActivityLogs) to storage, Event Hub or Log Analytics. Tells every call with the token that it ' +
    'used (signInActivityId is the unique token identifier of the sign-in), but people only by object id: load the sign-in log beside it.',
  example:
    '{"time":"2026-01-02T03:04:05Z","resourceId":"/TENANTS/7D3D/PROVIDERS/MICROSOFT.AADIAM","category":"MicrosoftGraphActivityLogs","operationName":"Microsoft Graph Activity","callerIpAddress":"203.0.113.4","properties":{"requestId":"a1","requestMethod":"GET","requestUri":"https://graph.microsoft.com/v1.0/me/messages","responseStatusCode":200,"userId":"26be570a-ae82-4189-b4e2-a37c6808512d","appId":"de8bc8b5-d9f9-48b1-a8ad-b748da725064","signInActivityId":"nCIzipjKBXc87y9rpX8dAA"}}',
};
export default graphActivity;
