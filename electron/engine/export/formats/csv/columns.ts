/** The columns of an event, in order. */
import type { Event } from '../../../../../shared/model/event';
import type { ManualEvent } from '../../../../../shared/model/manual-event';
import { MANUAL, manualText } from '../../manual';

export type Cell = string | number | boolean | null | undefined;

export const COLUMNS: readonly (readonly [string, (event: Event, sha256: string | null) => Cell])[] = [
  ['id', (e) => e.id],
  ['time', (e) => e.time],
  ['source', (e) => e.source],
  ['class', (e) => e.class],
  ['action', (e) => e.action],
  ['outcome', (e) => e.outcome],
  ['denial', (e) => e.denial],
  ['factor', (e) => e.factor],
  ['code', (e) => e.code],
  ['reason', (e) => e.reason],
  ['identity_id', (e) => e.identity?.id],
  ['identity', (e) => e.identity?.name],
  ['identity_kind', (e) => e.identity?.kind],
  ['actor', (e) => e.actor],
  ['target', (e) => e.target],
  ['app', (e) => e.app],
  ['resource', (e) => e.resource],
  ['ip', (e) => e.ip],
  ['asn', (e) => e.asn],
  ['as_org', (e) => e.asOrg],
  ['country', (e) => e.geo?.country],
  ['region', (e) => e.geo?.region],
  ['city', (e) => e.geo?.city],
  ['lat', (e) => e.geo?.lat],
  ['lon', (e) => e.geo?.lon],
  ['place_from', (e) => e.geo?.from],
  ['second_ip', (e) => e.secondPlace?.ip],
  ['second_country', (e) => e.secondPlace?.geo?.country],
  ['second_city', (e) => e.secondPlace?.geo?.city],
  ['device_id', (e) => e.device?.id],
  ['device_name', (e) => e.device?.name],
  ['device_os', (e) => e.device?.os],
  ['device_browser', (e) => e.device?.browser],
  ['device_managed', (e) => e.device?.managed],
  ['device_compliant', (e) => e.device?.compliant],
  ['user_agent', (e) => e.userAgent],
  ['session', (e) => e.session],
  ['correlation', (e) => e.correlation],
  ['token', (e) => e.token],
  ['protocol', (e) => e.protocol],
  ['interactive', (e) => e.interactive],
  ['aal_lowest', (e) => e.aal?.[0]],
  ['aal_highest', (e) => e.aal?.[1]],
  ['risk', (e) => e.risk],
  ['attempt', (e) => e.attempt],
  ['record_id', (e) => e.recordId],
  ['update', (e) => e.update ?? false],
  ['warnings', (e) => e.warnings?.join('; ')],
  ['file', (e) => e.file],
  ['offset', (e) => e.locator.offset],
  ['length', (e) => e.locator.length],
  ['file_sha256', (_e, sha256) => sha256],
];

/** Name of the last column, on every row: the head of the custody log that the table was written from. */
export const HEAD = 'custody_head';

/** A manual event in the same columns: no action, outcome or place of its own, and no record. */
export function manualCells(event: ManualEvent): Cell[] {
  const said = new Map<string, Cell>([
    ['id', event.id],
    ['time', event.time],
    ['source', MANUAL],
    ['class', MANUAL],
    ['reason', manualText(event)],
    ['identity_id', event.identity],
    ['warnings', `in no log; written down by ${event.by}, ${event.at}`],
  ]);
  return COLUMNS.map(([name]) => said.get(name));
}
