/** Whose event it is. */
import type { ActorDraft } from '../../../../../shared/model/event';
import { accountOf } from '../../vendor/windows-accounts';
import { dataOf, type WindowsEvent } from '../../vendor/windows-event';

export const targetAccount = (event: WindowsEvent): ActorDraft | null =>
  accountOf(
    dataOf(event, 'TargetUserName'),
    // Of a lock-out the field holds the machine that the wrong passwords came from.
    event.id === 4740 ? null : dataOf(event, 'TargetDomainName'),
    dataOf(event, 'TargetUserSid', 'TargetSid'),
    event.computer,
  );

export const subjectAccount = (event: WindowsEvent): ActorDraft | null =>
  accountOf(
    dataOf(event, 'SubjectUserName'),
    dataOf(event, 'SubjectDomainName'),
    dataOf(event, 'SubjectUserSid'),
    event.computer,
  );

/** `User` of remote desktop events, `AccountName` of session events. */
export const userAccount = (event: WindowsEvent): ActorDraft | null => {
  const domain = dataOf(event, 'Param2', 'AccountDomain');
  return accountOf(dataOf(event, 'User', 'AccountName', 'Param1'), domain, null, event.computer);
};

/** Who was added to a group: a distinguished name and a SID. */
export function memberAccount(event: WindowsEvent): ActorDraft | null {
  const name = dataOf(event, 'MemberName');
  const common = name === null ? null : (/^CN=((?:\\.|[^,])+)/i.exec(name)?.[1]?.replace(/\\(.)/g, '$1') ?? name);
  return accountOf(common, null, dataOf(event, 'MemberSid'), event.computer);
}
