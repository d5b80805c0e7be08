import type { Source } from '../../source';
import { auditJson, logAnalyticsCsv, logAnalyticsJson } from './entry';

const slackAudit: Source = {
  id: 'slack-audit',
  title: 'Slack audit logs',
  shapes: [auditJson, logAnalyticsJson, logAnalyticsCsv],
  envelopes: ['entries'],
  about:
    'Enterprise Grid only: the Audit Logs API (`/audit/v1/logs`). It tells sign-ins, sessions, apps and settings, never which factor ' +
    'was used: with single sign-on that stands in the identity provider’s log.',
  example:
    '{"id":"0123a45b-6c7d-8900-e12f-3456789a0b1c","date_create":1767323045,"action":"user_login","actor":{"type":"user","user":{"id":"W123AB456","name":"Alice","email":"alice@example.com"}},"entity":{"type":"user","user":{"id":"W123AB456","email":"alice@example.com"}},"context":{"location":{"type":"workspace","id":"T1","name":"Example"},"ua":"Mozilla/5.0","ip_address":"203.0.113.4","session_id":1415681614612}}',
};
export default slackAudit;
