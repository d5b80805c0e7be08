import type { Source } from '../../source';
import { athenaCsv, athenaJson } from './athena';
import { consoleCsv } from './console-csv';
import { logAnalyticsCsv, logAnalyticsJson } from './log-analytics';
import { cloudWatchPages, lookupEvents, trailJson } from './trail-json';

const awsCloudTrail: Source = {
  id: 'aws-cloudtrail',
  title: 'AWS CloudTrail',
  shapes: [
    trailJson,
    lookupEvents,
    cloudWatchPages,
    athenaJson,
    athenaCsv,
    consoleCsv,
    logAnalyticsJson,
    logAnalyticsCsv,
  ],
  envelopes: ['Records', 'Events'],
  about:
    'The trail’s S3 folder (…/CloudTrail/<region>/…json.gz) has everything; `aws cloudtrail lookup-events` and the console’s Event ' +
    'history hold 90 days of management events of one region, and the console’s CSV lacks the answer of the call: no result and no ' +
    'MFA of a console sign-in. Reading objects (S3, Lambda) is logged only where data events are switched on.',
  example:
    '{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","userName":"alice"},"eventTime":"2026-01-02T03:04:05Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.4","responseElements":{"ConsoleLogin":"Failure"},"additionalEventData":{"MFAUsed":"Yes"},"eventID":"1f0e5c5e-6a2b-4c0e-9a57-0c3d5d1f8a11"}',
};
export default awsCloudTrail;
