import type { Source } from '../../source';
import { consoleCsv } from './console-csv';
import { elasticDocument, systemLogJson, systemLogLowered } from './json';
import { logAnalyticsCsv, logAnalyticsJson, logAnalyticsV2Csv, logAnalyticsV2Json } from './log-analytics';

const okta: Source = {
  id: 'okta',
  title: 'Okta System Log',
  shapes: [
    systemLogJson,
    systemLogLowered,
    elasticDocument,
    logAnalyticsJson,
    logAnalyticsCsv,
    logAnalyticsV2Json,
    logAnalyticsV2Csv,
    consoleCsv,
  ],
  envelopes: ['data.events'],
  about:
    'Okta Admin Console → Reports → System Log, /api/v1/logs (JSON), or what a collector stored of it. The CSV of the console leaves out most debug data, so ' +
    'a refused push cannot be told from a wrong code there on Identity Engine: ask for the JSON. Kept for 90 days.',
  example:
    '{"uuid":"dc9fd3c0-598c-11ef-8478-2b7584bf8d5a","published":"2026-01-02T03:04:05.678Z","eventType":"user.mfa.okta_verify.deny_push","outcome":{"result":"FAILURE","reason":null},"actor":{"id":"00u1abc","type":"User","alternateId":"alice@example.com"}}',
};
export default okta;
