import type { Source } from '../../source';
import {
  azureMonitor,
  graphJson,
  logAnalyticsCsv,
  logAnalyticsJson,
  lowerJson,
  managementJson,
  purviewCsv,
  searchCsv,
  searchJson,
} from './shapes';

const m365Ual: Source = {
  id: 'm365-ual',
  title: 'Microsoft 365 unified audit log',
  shapes: [
    managementJson,
    lowerJson,
    purviewCsv,
    searchCsv,
    searchJson,
    graphJson,
    azureMonitor,
    logAnalyticsJson,
    logAnalyticsCsv,
  ],
  about:
    'Purview portal → Audit → Export (CSV), Search-UnifiedAuditLog to CSV or JSON, the Management API, or OfficeActivity in Log Analytics. ' +
    'Tells sign-ins without how a second factor was refused: load the Entra sign-in log beside it. Kept for 180 days; arrives hours late.',
  example:
    '{"Id":"4af0b443-42dd-4dc6-9bd1-751a55441000","CreationTime":"2026-01-02T03:04:05","RecordType":15,"Operation":"UserLoginFailed","OrganizationId":"7d3d0c53-5f0e-4e0b-9f0b-0b4c5a3f1a01","Workload":"AzureActiveDirectory","UserType":0,"UserId":"alice@example.com","ClientIP":"203.0.113.4","ErrorNumber":"500121","LogonError":"AuthenticationFailedSasError"}',
};
export default m365Ual;
