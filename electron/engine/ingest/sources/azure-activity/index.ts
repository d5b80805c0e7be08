import type { Source } from '../../source';
import { apiJson, azureMonitor, logAnalyticsCsv, logAnalyticsJson, portalCsv } from './shapes';

const azureActivity: Source = {
  id: 'azure-activity',
  title: 'Azure activity log',
  shapes: [azureMonitor, apiJson, logAnalyticsJson, logAnalyticsCsv, portalCsv],
  about:
    'Azure portal → Monitor → Activity log → Download CSV, az monitor activity-log list, diagnostic settings of a subscription, or ' +
    'AzureActivity in Log Analytics. Tells what was changed on resources and which keys were read; the CSV has no address. Kept for 90 days.',
  example:
    '{"time":"2026-01-02T03:04:05Z","resourceId":"/SUBSCRIPTIONS/8A4DE8B5/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.STORAGE/STORAGEACCOUNTS/SA1","operationName":"MICROSOFT.STORAGE/STORAGEACCOUNTS/LISTKEYS/ACTION","category":"Administrative","resultType":"Success","resultSignature":"Succeeded.OK","callerIpAddress":"203.0.113.4","identity":{"claims":{"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn":"alice@example.com"}}}',
};
export default azureActivity;
