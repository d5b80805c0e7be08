import type { Source } from '../../source';
import { eventLogCsv, eventLogJson, eventLogLowered } from './event-log';
import { loginHistoryCsv, loginHistoryJson } from './login-history';
import { setupAuditCsv, setupAuditJson } from './setup-audit';
import { verificationCsv, verificationJson } from './verification';

const salesforceLogin: Source = {
  id: 'salesforce-login',
  title: 'Salesforce login, verification and event logs',
  shapes: [
    eventLogJson,
    eventLogLowered,
    eventLogCsv,
    loginHistoryJson,
    loginHistoryCsv,
    verificationJson,
    verificationCsv,
    setupAuditJson,
    setupAuditCsv,
  ],
  about:
    'Setup → Login History (CSV, six months), Identity Verification History (the second factors), View Setup Audit Trail; or SOQL on ' +
    'LoginHistory, VerificationHistory, SetupAuditTrail; or event log files. The login history does not tell the factor: ask for the ' +
    'verification history too.',
  example:
    '{"attributes":{"type":"VerificationHistory"},"Id":"0hQ000000000001","VerificationTime":"2026-01-02T03:04:05.000+0000","UserId":"005000000000001AAA","Status":"Denied","VerificationMethod":"SalesforceAuthenticator","Activity":"Login","EventGroup":12345,"SourceIp":"203.0.113.4","Policy":"TwoFactorAuthentication"}',
};
export default salesforceLogin;
