/** What the report shows: parts, classification, scope; and how it looks: logo and the firm's own document. */
import type { ReactNode } from 'react';
import { PART_NAMES, ReportPart } from '../../../shared/model/report';
import { useEngine, useHost } from '../../engine/EngineContext';
import { asSidedoorError } from '../../engine/query-cache';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';
import { CheckField, ChoiceField, Field } from '../../ui/Field';
import { useChosen } from './chosen';

const MARKS = ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED', 'Confidential', 'Privileged and confidential']; // biome-ignore format: one list

export function Choices({ scopeProblem }: { scopeProblem: string | null }): ReactNode {
  const { parts, mark, scope } = useChosen();
  const toggle = (part: ReportPart, isOn: boolean): void => {
    const next = ReportPart.options.filter((one) => (one === part ? isOn : parts.includes(one)));
    if (next.length > 0) useChosen.setState({ parts: next });
  };
  return (
    <div className="report-choices">
      <fieldset>
        <legend className="field-label">Parts</legend>
        {ReportPart.options.map((part) => (
          <CheckField
            key={part}
            label={PART_NAMES[part]}
            checked={parts.includes(part)}
            onChange={(isOn) => toggle(part, isOn)}
            {...(parts.length === 1 && parts[0] === part && { note: 'A report has at least one part.' })}
          />
        ))}
      </fieldset>
      <ChoiceField
        label="Classification"
        note="At the head and foot of every page"
        placeholder="none"
        value={mark}
        choices={MARKS}
        onChange={(text) => useChosen.setState({ mark: text.slice(0, 80) })}
      />
      <Field
        label="Scope"
        note="Only episodes that match, as in the search of episodes; empty is the whole case"
        placeholder="verdict:likely_compromise"
        value={scope}
        problem={scopeProblem}
        onChange={(text) => useChosen.setState({ scope: text.slice(0, 2_000) })}
      />
      <Given what="logo" label="Logo" note="PNG or JPEG, for the cover" />
      <Given what="template" label="Own template" note="Word document with placeholders, for the Word report" />
    </div>
  );
}

function Given({ what, label, note }: { what: 'logo' | 'template'; label: string; note: string }): ReactNode {
  const host = useHost();
  const { client } = useEngine();
  const held = useChosen((chosen) => chosen[what]);
  const choose = async (): Promise<void> => {
    try {
      const [file] = await host.pickFiles({ kind: 'evidence' });
      if (!file) return;
      // Refused here, not after minutes of writing.
      if (what === 'logo') await client['exports.logo']({ logo: file.ref });
      else await client['exports.template']({ template: file.ref });
      useChosen.setState({ [what]: file });
    } catch (thrown) {
      say({ tone: 'problem', text: `${label}: ${asSidedoorError(thrown).line}` });
    }
  };
  return (
    <div className="report-given">
      <div>
        <p className="field-label">{label}</p>
        <p className="muted s breakable" role="status">
          {held ? held.name : note}
        </p>
      </div>
      {held && (
        <Button onPress={() => useChosen.setState({ [what]: null })} aria-label={`Without ${label.toLowerCase()}`}>
          Remove
        </Button>
      )}
      <Button onPress={() => void choose()} aria-label={`Choose ${label.toLowerCase()}`}>
        Choose…
      </Button>
    </div>
  );
}
