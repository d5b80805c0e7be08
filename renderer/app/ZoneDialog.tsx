import { type ReactNode, useEffect, useState } from 'react';
import { isKnownZone } from '../../shared/base/zone';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { ChoiceField } from '../ui/Field';
import { formatTime } from '../ui/format';

export const ALL_ZONES: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
];

/** Any IANA zone for showing times; the evidence itself stays in UTC. */
export function ZoneDialog({
  isOpen,
  zone,
  onClose,
  onChoose,
}: {
  isOpen: boolean;
  zone: string;
  onClose(): void;
  onChoose(zone: string): void;
}): ReactNode {
  const [text, setText] = useState(zone);
  useEffect(() => {
    if (isOpen) setText(zone);
  }, [isOpen, zone]);
  const known = isKnownZone(text.trim());
  return (
    <Dialog
      title="Show times in"
      isOpen={isOpen}
      onClose={onClose}
      width={420}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="primary"
            isDisabled={!known}
            onPress={() => {
              onChoose(text.trim());
              onClose();
            }}
          >
            Show times so
          </Button>
        </>
      }
    >
      <ChoiceField
        label="Zone"
        value={text}
        onChange={setText}
        choices={ALL_ZONES}
        problem={known ? null : 'not a zone this machine knows; write it like Europe/Berlin'}
        note={known ? `Now: ${formatTime(Date.now(), text.trim(), 'second')}` : undefined}
      />
    </Dialog>
  );
}
