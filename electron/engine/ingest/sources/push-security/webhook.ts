/** Events of the webhook: `object` tells the kind, `new` and `old` what it is about. */
import type { ActorDraft, EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../../shared/model/words';
import { reject, type Shape } from '../../source';
import { addKey, nameKeys } from '../../vendor/actor-keys';
import { readAddress } from '../../vendor/address';
import { epochMillis, instantOf } from '../../vendor/epoch';
import { asObject, filled, member, type Plain } from '../../vendor/fields';

interface Kind {
  class: EventClass;
  outcome: Outcome;
  factor: Factor | null;
  flags: EventFlag[];
}

function kindOf(object: string, what: Plain | null, type: string | null): Kind {
  const kind = (cls: EventClass, outcome: Outcome, flags: EventFlag[] = [], factor: Factor | null = null): Kind => ({
    class: cls,
    outcome,
    factor,
    flags,
  });
  switch (object) {
    case 'LOGIN': {
      const login = member(what, 'loginType') ?? '';
      const isBad = what?.leakedPassword === true || what?.weakPassword === true;
      if (/PASSWORD/.test(login))
        return kind(
          'authentication',
          'success_single_factor',
          isBad ? ['vendor_suspicious', 'ambiguous'] : ['ambiguous'],
          'password',
        );
      return kind('authentication', 'success_token', [], 'federated');
    }
    case 'PASSWORD_PHISHING':
    case 'PHISHING_TOOLKIT':
    case 'AITM_TOOLKIT':
    case 'STOLEN_SESSION_TOKEN':
    case 'SESSION_TOKEN_THEFT':
      return kind('other', 'none', ['vendor_suspicious']);
    case 'ACCOUNT':
    case 'EMPLOYEE':
    case 'BROWSER':
    case 'APP':
      return kind('change', 'none');
    case 'MFA_METHOD':
    case 'PASSWORD':
    case 'FINDING':
      return kind(type === null ? 'other' : 'change', 'none');
    default:
      return kind('other', 'none');
  }
}

function actorOf(what: Plain | null): ActorDraft | null {
  const employee = asObject(what?.employee);
  const email = member(what, 'email') ?? member(employee, 'email');
  const id = member(what, 'employeeId') ?? member(employee, 'id');
  if (email === null && id === null) return null;
  const keys = nameKeys(email);
  addKey(keys, 'vendor_id', id);
  const display = [member(employee, 'firstName'), member(employee, 'lastName')].filter(Boolean).join(' ');
  return { id, name: email ?? id, display: display === '' ? null : display, kind: 'human', keys };
}

export const webhookJson: Shape = {
  id: 'webhook-json',
  record: 'json',
  reads: ['id', 'version', 'object', 'timestamp', 'type', 'new', 'old', 'friendlyName', 'category', 'description'],
  fidelity: 3,
  signature: 'object in capitals, new, with version or timestamp',
  accepts: (record) =>
    /^[A-Z][A-Z_]+$/.test(record.text('object') ?? '') &&
    record.has('new') &&
    record.has('id') &&
    (record.has('version') || record.has('old')),
  toEvent: (record) => {
    const what = asObject(record.any('new')) ?? asObject(record.any('old'));
    const object = filled(record.text('object')) ?? 'EVENT';
    const type = filled(record.text('type'));
    const written = record.any('timestamp') ?? what?.loginTimestamp ?? what?.creationTimestamp;
    // A sign-in is reported some minutes after it happened.
    const time = (object === 'LOGIN' ? epochMillis(what?.loginTimestamp) : null) ?? instantOf(written);
    if (time === null) return reject(written == null ? 'no time (timestamp)' : 'unreadable time (timestamp)');
    const kind = kindOf(object, what, type);
    const address = readAddress(member(what, 'sourceIpAddress'));
    const mode = member(what, 'mode');
    const detail: Record<string, string> = {};
    for (const key of [
      'loginType',
      'identityProvider',
      'mode',
      'url',
      'referrerUrl',
      'action',
      'leakedPassword',
      'weakPassword',
      'mfaRegistered',
      'passwordManuallyTyped',
    ]) {
      const value = member(what, key);
      if (value !== null) detail[key] = value.slice(0, 400);
    }
    if (Array.isArray(what?.mfaMethods)) {
      const methods = what.mfaMethods.filter((each) => typeof each === 'string').join(' ');
      if (methods !== '') detail.mfaMethods = methods;
    }
    const browser = member(what, 'browser');
    const os = member(what, 'os');
    const draft: EventDraft = {
      recordId: filled(record.text('id')),
      time,
      class: kind.class,
      action: type === null ? object : `${object} ${type}`,
      outcome: kind.outcome,
      factor: kind.factor,
      reason: mode === null ? filled(record.text('description')) : `${object} (${mode})`,
      actor: actorOf(what),
      app: member(what, 'appType') ?? member(what, 'type'),
      appId: member(what, 'appId'),
      resource: member(what, 'url'),
      ip: address.ip,
      device: browser === null && os === null ? null : { os, browser },
      userAgent: member(what, 'userAgent'),
      protocol: member(what, 'loginType'),
      interactive: object === 'LOGIN' ? true : null,
      attempt: { key: null, role: object === 'PASSWORD_PHISHING' ? 'report' : 'outcome' },
      flags: kind.flags,
      detail,
    };
    if (address.warning !== null) draft.warnings = [address.warning];
    return draft;
  },
};
