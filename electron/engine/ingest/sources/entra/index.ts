import type { Source } from '../../source';
import { azureMonitor } from './azure-monitor';
import { graphJson } from './graph';
import { logAnalyticsCsv, logAnalyticsJson } from './log-analytics';
import { authDetailsCsv, portalCsv, portalMachineCsv } from './portal-csv';
import { powershellCsv } from './powershell-csv';

const entra: Source = {
  id: 'entra',
  title: 'Microsoft Entra sign-in logs',
  shapes: [
    graphJson,
    azureMonitor,
    logAnalyticsJson,
    logAnalyticsCsv,
    portalCsv,
    portalMachineCsv,
    authDetailsCsv,
    powershellCsv,
  ],
  about:
    'Entra admin center → Sign-in logs → Download (JSON or CSV, one file per tab), Graph auditLogs/signIns, diagnostic settings or Log ' +
    'Analytics. The CSV leaves out the steps of a sign-in unless the AuthDetails files are there too; prefer the JSON. Kept for 30 days.',
  example:
    '{"id":"66ea54eb-6301-4ee5-be62-ff5a759b0100","createdDateTime":"2026-01-02T03:04:05Z","userPrincipalName":"alice@example.com","userId":"26be570a-ae82-4189-b4e2-a37c6808512d","appDisplayName":"Office 365","ipAddress":"203.0.113.4","status":{"errorCode":500121,"additionalDetails":"MFA denied; user declined the authentication"}}',
};
export default entra;
