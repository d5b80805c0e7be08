import type { Source } from '../../source';
import { adminApiV1, adminApiV2, otherLogs } from './api';
import { logAnalyticsCsv, logAnalyticsJson, panelCsv } from './flat';

const duo: Source = {
  id: 'duo',
  title: 'Cisco Duo: authentication, administrator and telephony logs',
  shapes: [adminApiV2, adminApiV1, logAnalyticsJson, logAnalyticsCsv, panelCsv, otherLogs],
  envelopes: ['response.authlogs'],
  about:
    'Duo Admin Panel → Reports → Authentication Log (CSV or JSON), or /admin/v2/logs/authentication. Duo is the second factor: a wrong ' +
    'password never reaches it. Kept for 180 days.',
  example:
    '{"txid":"340a23e3-23f3-23c1-87dc-1491a23dfdbb","isotimestamp":"2026-01-02T03:04:05.351346+00:00","event_type":"authentication","result":"denied","reason":"no_response","factor":"duo_push","user":{"name":"alice@example.com"},"access_device":{"ip":"203.0.113.4"},"auth_device":{"name":"phone"}}',
};
export default duo;
