import type { Shape, Source } from '../../source';
import { asObjects, filled, member } from '../../vendor/fields';
import { readAssumed } from '../../vendor/local-time';
import { toDraft } from './event';

const events: Shape = {
  id: 'events-json',
  record: 'json',
  reads: ['source', 'id', 'recorded', 'actors', 'resources', 'result'],
  fidelity: 3,
  signature: 'source PINGID with recorded and actors or resources',
  accepts: (record) => record.any('source') === 'PINGID' && record.has('recorded'),
  toEvent: (record) => {
    const resources = asObjects(record.any('resources'));
    const resource = (name: string): string | null =>
      resources.map((each) => member(each, name)).find((each) => each !== null) ?? null;
    const actors = asObjects(record.any('actors'));
    const actor = actors.find((each) => each.type === 'user') ?? actors[0] ?? null;
    return toDraft({
      id: filled(record.text('id')),
      written: filled(record.text('recorded')),
      time: null,
      user: member(actor, 'name'),
      status: filled(record.text('result.status')),
      message: filled(record.text('result.message')) ?? resource('pingidmsg'),
      ip: resource('ipaddress'),
      webSession: resource('websession'),
      model: resource('devicemodel'),
      warnings: [],
    });
  },
};

const reportCsv: Shape = {
  id: 'report-csv',
  record: 'csv',
  reads: ['timestamp', 'subject', 'message', 'status', 'ip address', 'client ip'],
  fidelity: 1,
  signature: 'columns Timestamp, Subject, Message and Status',
  accepts: (row) => ['timestamp', 'subject', 'message', 'status'].every((name) => row.has(name)),
  toEvent: (row, context) => {
    const written = filled(row.text('timestamp'));
    const { time, warnings } = readAssumed(written ?? '', context, 'UTC');
    return toDraft({
      id: null,
      written,
      time,
      user: filled(row.text('subject')),
      status: filled(row.text('status')),
      message: filled(row.text('message')),
      ip: filled(row.text('ip address')) ?? filled(row.text('client ip')),
      webSession: null,
      model: null,
      warnings,
    });
  },
};

const pingid: Source = {
  id: 'pingid',
  title: 'PingID',
  shapes: [events, reportCsv],
  about:
    'PingOne → PingID → reports (CSV, in the zone of the administrator who asked for it: name it with --tz) or the audit ' +
    'subscription (JSON). A POLICY record has the address of whoever asks; the record of the answer has the phone’s.',
  example:
    '{"source":"PINGID","id":"p1","recorded":"2026-01-02T03:04:05.678Z","actors":[{"type":"user","name":"alice"}],"resources":[{"ipaddress":"203.0.113.4","websession":"w1"}],"result":{"status":"FAILURE,authFail","message":"VPN Auth. Timed Out, Unresponsive User \\"iPhone\\""}}',
};
export default pingid;
