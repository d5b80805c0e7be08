import type { Source } from '../../source';
import { adminCsv } from './admin-csv';
import { alertCenter } from './alert-center';
import { bigQuery } from './bigquery';
import { cloudAudit } from './cloud-audit';
import { logAnalyticsCsv, logAnalyticsJson } from './log-analytics';
import { eventRows, reportsJson } from './reports';

const googleWorkspace: Source = {
  id: 'google-workspace',
  title: 'Google Workspace audit',
  shapes: [reportsJson, eventRows, cloudAudit, bigQuery, alertCenter, logAnalyticsJson, logAnalyticsCsv, adminCsv],
  about:
    'Reports API (activities of login, saml, token, user_accounts, admin …), the admin console’s audit pages (CSV), BigQuery, Cloud ' +
    'Logging. Ask for login, token, user_accounts and admin; with a SAML identity provider the factor stands in its log only. ' +
    'Google does not tell a refused prompt from one that nobody answered or a wrong code. Kept for 180 days.',
  example:
    '{"kind":"admin#reports#activity","id":{"time":"2026-01-02T03:04:05.678Z","uniqueQualifier":"-7203312395540000000","applicationName":"login","customerId":"C01abc"},"actor":{"email":"alice@example.com","profileId":"108239653464319400000"},"ipAddress":"203.0.113.4","events":[{"type":"login","name":"login_failure","parameters":[{"name":"login_type","value":"google_password"},{"name":"login_challenge_method","multiValue":["password","google_prompt"]}]}]}',
};
export default googleWorkspace;
