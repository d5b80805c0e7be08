import type { Source } from '../../source';
import { accessApi, accessLogpush } from './access';
import { auditApi, auditLogpush } from './audit';

const cloudflare: Source = {
  id: 'cloudflare',
  title: 'Cloudflare Access and audit logs',
  shapes: [accessLogpush, accessApi, auditLogpush, auditApi],
  about:
    'Zero Trust → Logs → Access, the account’s audit log (API `result` pages), or Logpush of `access_requests` and `audit_logs`. The ' +
    'sign-in itself, with its factor, is the identity provider’s; Access tells who was let through to which application.',
  example:
    '{"Action":"login","Allowed":false,"AppDomain":"wiki.example.com","AppUUID":"df7e2w5f-02b7-4d9d-af26-8d1988fca630","Connection":"google","Country":"fr","CreatedAt":"2026-01-02T03:04:05Z","Email":"alice@example.com","IPAddress":"203.0.113.4","RayID":"187d944c61940c77","UserUID":"51764296-003e-5478-9b19-1c5b2d6a0c36"}',
};
export default cloudflare;
