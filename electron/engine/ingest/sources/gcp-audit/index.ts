import type { Source } from '../../source';
import { bigQuery, logEntry } from './log-entry';
import { tableShape } from './table';

const gcpAudit: Source = {
  id: 'gcp-audit',
  title: 'Google Cloud audit logs',
  shapes: [logEntry, bigQuery, tableShape('json'), tableShape('csv')],
  about:
    'Cloud Logging: `gcloud logging read --format=json`, a log sink to a bucket, BigQuery, or GCPAuditLogs in Log Analytics. Admin activity is always there; reads, ' +
    'impersonations and token exchanges only where data access logs are switched on. Sign-ins of people stand in Google Workspace.',
  example:
    '{"insertId":"a1b2c3","timestamp":"2026-01-02T03:04:05.678Z","logName":"projects/demo/logs/cloudaudit.googleapis.com%2Factivity","protoPayload":{"@type":"type.googleapis.com/google.cloud.audit.AuditLog","serviceName":"iam.googleapis.com","methodName":"google.iam.admin.v1.CreateServiceAccountKey","authenticationInfo":{"principalEmail":"alice@example.com"},"requestMetadata":{"callerIp":"203.0.113.4"},"resourceName":"projects/-/serviceAccounts/1234","status":{}}}',
};
export default gcpAudit;
