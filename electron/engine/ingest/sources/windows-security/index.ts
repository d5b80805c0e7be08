import type { Source } from '../../source';
import { windowsShapes } from '../../vendor/windows-forms';
import { toDraft } from './event';
import { takes } from './events';

const windowsSecurity: Source = {
  id: 'windows-security',
  title: 'Windows Security events',
  shapes: windowsShapes(takes, toDraft),
  about:
    'Security.evtx through EvtxECmd (CSV or JSON; keep the Payload column), Winlogbeat, NXLog, evtx_dump, XML out of Event Viewer or ' +
    'wevtutil, SecurityEvent in Log Analytics, a Splunk search, or Get-WinEvent. With network policy server (RADIUS) and remote desktop events. A second factor asked by another product is not in it.',
  example:
    '{"EventId":4625,"TimeCreated":"2026-01-02T03:04:05.1234567+00:00","Provider":"Microsoft-Windows-Security-Auditing","Channel":"Security","Computer":"dc1.example.com","EventRecordId":"7001","MapDescription":"Failed logon","Payload":"{\\"EventData\\":{\\"Data\\":[{\\"@Name\\":\\"TargetUserName\\",\\"#text\\":\\"alice\\"},{\\"@Name\\":\\"SubStatus\\",\\"#text\\":\\"0xC000006A\\"},{\\"@Name\\":\\"IpAddress\\",\\"#text\\":\\"203.0.113.4\\"}]}}"}',
};
export default windowsSecurity;
