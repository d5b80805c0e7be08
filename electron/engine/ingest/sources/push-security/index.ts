import type { Source } from '../../source';
import { webhookJson } from './webhook';

const pushSecurity: Source = {
  id: 'push-security',
  title: 'Push Security browser events',
  shapes: [webhookJson],
  about:
    'Webhook events and event API of Push Security: sign-ins as the browser saw them, in every application, also those without ' +
    'single sign-on, and passwords typed into pages that are not the application’s. Whether the sign-in was let through, the ' +
    'application’s own log tells.',
  example:
    '{"id":"d240e3f2-3cd6-425f-a835-dad0ff237d09","version":"1","object":"LOGIN","timestamp":1767323045,"new":{"email":"alice@example.com","appType":"DROPBOX","loginType":"PASSWORD_LOGIN","loginTimestamp":1767323040,"identityProvider":null,"sourceIpAddress":"203.0.113.4","browser":"EDGE","os":"WINDOWS","userAgent":"Mozilla/5.0"}}',
};
export default pushSecurity;
