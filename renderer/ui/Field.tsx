import { ChevronDown } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import {
  Button as AriaButton,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
  TextField,
} from 'react-aria-components';
import './field.css';

interface FieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  note?: ReactNode;
  /** What is wrong with the value; null when nothing is. */
  problem?: string | null;
  placeholder?: string;
  isRequired?: boolean;
  autoFocus?: boolean;
}

/** One line of text with its label, a note under it, and what is wrong with it. */
export function Field({ label, value, onChange, note, problem = null, placeholder, ...more }: FieldProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    const field = input.current;
    const miss = (): void => setMissing(true);
    // Not as a property: react-aria would keep every key from the frame (Escape, Ctrl+K).
    const point = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && !event.isComposing) pointAtMissing(field);
    };
    field?.addEventListener(MISSING, miss);
    field?.addEventListener('keydown', point);
    return () => {
      field?.removeEventListener(MISSING, miss);
      field?.removeEventListener('keydown', point);
    };
  }, []);
  const wrong = problem ?? (isMissing ? `${label} is needed.` : null);
  return (
    <TextField
      className="field"
      value={value}
      onChange={(text) => {
        setMissing(false);
        onChange(text);
      }}
      isInvalid={wrong !== null}
      validationBehavior="aria"
      {...more}
    >
      <Label className="field-label">{label}</Label>
      <Input className="field-input" placeholder={placeholder} ref={input} />
      {note && (
        <Text slot="description" className="field-note">
          {note}
        </Text>
      )}
      <FieldError className="field-problem">{wrong}</FieldError>
    </TextField>
  );
}

const MISSING = 'sidedoor-missing';

/** Enter in a form that lacks something leads to the first field that is empty, which says so. */
function pointAtMissing(field: HTMLInputElement | null): void {
  const form = field?.closest('form, [role="dialog"]');
  const needed = form?.querySelectorAll<HTMLInputElement>('input[aria-required="true"]') ?? [];
  const empty = [...needed].find(({ value }) => value.trim() === '');
  empty?.focus();
  empty?.dispatchEvent(new Event(MISSING));
}

/** As `Field`, for what nobody else may read: not shown, not remembered, not corrected. What is wrong with it is told at once. */
export function SecretField({ label, value, onChange, note, problem = null, ...more }: FieldProps): ReactNode {
  return (
    <TextField
      className="field"
      type="password"
      value={value}
      onChange={onChange}
      isInvalid={problem !== null}
      validationBehavior="aria"
      autoComplete="off"
      spellCheck="false"
      {...more}
    >
      <Label className="field-label">{label}</Label>
      <Input className="field-input" />
      {note && (
        <Text slot="description" className="field-note">
          {note}
        </Text>
      )}
      <FieldError className="field-problem">{problem && <span role="alert">{problem}</span>}</FieldError>
    </TextField>
  );
}

/** A text field that offers known values as one types; any other text may stand if `allowsOther`. */
export function ChoiceField({
  label,
  value,
  onChange,
  choices,
  note,
  problem = null,
  placeholder,
}: FieldProps & { choices: readonly string[] }): ReactNode {
  return (
    <ComboBox
      className="field"
      inputValue={value}
      onInputChange={onChange}
      isInvalid={problem !== null}
      validationBehavior="aria"
      allowsCustomValue
      menuTrigger="input"
    >
      <Label className="field-label">{label}</Label>
      <div className="field-combo">
        <Input className="field-input" placeholder={placeholder} />
        <AriaButton className="field-open">
          <ChevronDown size={14} aria-hidden />
        </AriaButton>
      </div>
      {note && (
        <Text slot="description" className="field-note">
          {note}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
      <Popover className="menu-over field-over" offset={4}>
        <ListBox className="menu">
          {choices.map((choice) => (
            <ListBoxItem key={choice} id={choice} className="menu-item">
              {choice}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** A yes-or-no choice with its consequence in words. */
export function CheckField({
  label,
  note,
  checked,
  onChange,
}: {
  label: string;
  note?: ReactNode;
  checked: boolean;
  onChange(checked: boolean): void;
}): ReactNode {
  const id = useId();
  return (
    <div className="check-field">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {note && (
        <span id={`${id}-note`} className="field-note">
          {note}
        </span>
      )}
    </div>
  );
}
