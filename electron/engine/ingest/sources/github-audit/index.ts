import type { Source } from '../../source';
import { auditCsv, auditJson } from './entry';

const githubAudit: Source = {
  id: 'github-audit',
  title: 'GitHub audit and security log',
  shapes: [auditJson, auditCsv],
  about:
    'Organisation or enterprise settings → Audit log → Export (JSON or CSV), the audit log API and its streams; a person’s own ' +
    'security log has the sign-ins and second factors. Git events and API requests only in enterprises, for 7 days; addresses only ' +
    'where an owner has switched them on.',
  example:
    '{"@timestamp":1767323045678,"_document_id":"ioehzret57biefb87","action":"user.two_factor_challenge_failure","actor":"alice","actor_id":6493123,"actor_ip":"203.0.113.4","actor_location":{"country_code":"FR"},"created_at":1767323045678,"user":"alice","user_agent":"Mozilla/5.0"}',
};
export default githubAudit;
