import type { Source } from '../../source';
import { windowsShapes } from '../../vendor/windows-forms';
import { takes, toDraft } from './event';

const adfs: Source = {
  id: 'adfs',
  title: 'AD FS audits',
  shapes: windowsShapes(takes, toDraft),
  about:
    'Events of the provider "AD FS Auditing" from the federation servers’ Security log, through EvtxECmd, Winlogbeat, NXLog, evtx_dump or ' +
    'Get-WinEvent. Auditing must be on; basic auditing writes up to five events for one request, tied by the activity id.',
  example:
    '{"EventId":1202,"TimeCreated":"2026-01-02T03:04:05+00:00","Provider":"AD FS Auditing","Channel":"Security","Computer":"fs1.example.com","EventRecordId":"88","MapDescription":"Fresh credentials","Payload":"{\\"EventData\\":{\\"Data\\":[\\"3f8e0c11-0000-4000-8000-000000000001\\",\\"<AuditBase><AuditResult>Success</AuditResult><UserId>EXAMPLE\\\\\\\\alice</UserId><MfaPerformed>true</MfaPerformed><IpAddress>203.0.113.4</IpAddress></AuditBase>\\"]}}"}',
};
export default adfs;
