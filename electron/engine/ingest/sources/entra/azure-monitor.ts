/** Diagnostic records of Azure Monitor (storage, Event Hub): an envelope around the sign-in in `properties`. */
import { parseUtcByContract } from '../../../../../shared/model/time';
import { type Shape, skip } from '../../source';
import { asObject, filled, firstText, member, parsed } from '../../vendor/fields';
import { withObserved } from '../../vendor/observed';
import { codeOf, objectFields, readSignIn } from './fields';
import { logNamed } from './logs';
import { toDraft } from './sign-in';

/** Some collectors write the names of the envelope in lower case. */
const ENVELOPE = {
  time: ['time', 'Time'],
  category: ['category', 'Category'],
  resultType: ['resultType', 'resulttype'],
  resultSignature: ['resultSignature', 'resultsignature'],
  description: ['resultDescription', 'resultdescription'],
  ip: ['callerIpAddress', 'calleripaddress'],
  correlation: ['correlationId', 'correlationid'],
  identity: ['identity'],
  location: ['location'],
} as const;

export const azureMonitor: Shape = {
  id: 'azure-monitor',
  record: 'json',
  reads: [...new Set([...Object.values(ENVELOPE).flat(), 'properties'])],
  fidelity: 3,
  signature: 'category of a sign-in log and properties',
  accepts: (record) => record.has('properties') && logNamed(firstText(record, ENVELOPE.category)) !== null,
  toEvent: (record) => {
    const log = logNamed(firstText(record, ENVELOPE.category));
    if (!log) return skip('no sign-in log');
    const properties = asObject(parsed(record.any('properties')));
    if (!properties) return skip('diagnostic record without properties');
    // The envelope's time is when the record was written: up to minutes later.
    const written = firstText(record, ENVELOPE.time);
    const text = member(properties, 'createdDateTime') ?? written;
    const resultType = codeOf(firstText(record, ENVELOPE.resultType));
    const location = filled(record.text('location'));
    const draft = toDraft(
      readSignIn(objectFields(properties), {
        time: text === null ? null : parseUtcByContract(text),
        timeText: text,
        log: log.log,
        isFirstParty: log.isFirstParty,
        code: resultType ?? (/^success$/i.test(firstText(record, ENVELOPE.resultSignature) ?? '') ? '0' : null),
        reason: firstText(record, ENVELOPE.description),
        ip: firstText(record, ENVELOPE.ip),
        country: location,
        identity: firstText(record, ENVELOPE.identity),
        correlationId: firstText(record, ENVELOPE.correlation),
        warnings: [],
      }),
    );
    return withObserved(draft, text === written ? null : written);
  },
};
