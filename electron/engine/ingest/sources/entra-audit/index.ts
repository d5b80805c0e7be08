import type { Source } from '../../source';
import { otherLogs } from './other-logs';
import { portalCsv } from './portal-csv';
import { azureMonitor, graphJson, logAnalyticsCsv, logAnalyticsJson } from './shapes';

const entraAudit: Source = {
  id: 'entra-audit',
  title: 'Microsoft Entra audit log',
  shapes: [graphJson, azureMonitor, logAnalyticsJson, logAnalyticsCsv, portalCsv, otherLogs],
  about:
    'Entra admin center → Audit logs → Download (JSON or CSV), Graph auditLogs/directoryAudits, diagnostic settings (AuditLogs) or Log ' +
    'Analytics. Tells changed methods, passwords, roles, consents, credentials, devices, policies and fraud reports. Kept for 30 days.',
  example:
    '{"id":"Directory_9a1c","activityDateTime":"2026-01-02T03:04:05Z","activityDisplayName":"User registered security info","category":"UserManagement","result":"success","resultReason":"User registered Authenticator App with Notification and Code","initiatedBy":{"user":{"id":"26be570a-ae82-4189-b4e2-a37c6808512d","userPrincipalName":"alice@example.com","ipAddress":"203.0.113.4"}},"targetResources":[{"type":"User","id":"26be570a-ae82-4189-b4e2-a37c6808512d","userPrincipalName":"alice@example.com"}]}',
};
export default entraAudit;
