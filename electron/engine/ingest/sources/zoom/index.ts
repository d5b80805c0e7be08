import type { Source } from '../../source';
import { activityCsv, activityJson, operationCsv, operationJson } from './logs';

const zoom: Source = {
  id: 'zoom',
  title: 'Zoom sign-in and operation logs',
  shapes: [operationJson, activityJson, operationCsv, activityCsv],
  about:
    'Account Management → Reports → Operation Logs and Sign In / Sign Out (CSV), or the report API (`operation_logs`, ' +
    '`activity_logs`). Failed sign-ins and factors are not told: with single sign-on ask for the identity provider’s log.',
  example:
    '{"time":"2026-01-02T03:04:05Z","operator":"admin@example.com","category_type":"User","action":"Update","operation_detail":"Change Role  - alice@example.com: from Member to Admin"}',
};
export default zoom;
