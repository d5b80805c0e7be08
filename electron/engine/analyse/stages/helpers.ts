import type { Helper } from './episode-draft';

/** What a change makes possible, from the vendor's name for it. */
export function helperOf(action: string): Helper {
  const name = action.toLowerCase();
  if (/consent|permission grant|app role assignment/.test(name)) return 'consent';
  if (/mfa|factor|authenticator|security info|enrol|device\.user\.add|strong auth|phone_|reset_all/.test(name))
    return 'method';
  if (/credential|secret|certificate|api_token|access_?key|bypass/.test(name)) return 'credential';
  return 'other';
}
