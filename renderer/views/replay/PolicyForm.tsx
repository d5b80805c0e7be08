import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { POLICY_LIMIT, POLICY_TITLES, type PolicyId } from '../../../shared/model/replay';
import { useUndo } from '../../state/undo';
import { Button, IconButton } from '../../ui/Button';
import { CheckField, Field } from '../../ui/Field';
import { Menu } from '../../ui/Menu';
import { type Draft, NETWORKS, POLICY_ABOUT, POLICY_IDS, readDraft } from './draft';
import { useReplay } from './replay-state';

/** Takes a policy out, with what was typed into it; undo puts it back where it stood. */
function takeOut({ key, id }: Draft): void {
  const { drafts: before } = useReplay.getState();
  const take = async (): Promise<boolean> => {
    useReplay.getState().remove(key);
    return true;
  };
  const back = async (): Promise<boolean> => {
    const { drafts, put } = useReplay.getState();
    const was = before.findIndex((draft) => draft.key === key);
    if (drafts.length < POLICY_LIMIT) put(drafts.toSpliced(was, 0, before[was]!));
    return drafts.length < POLICY_LIMIT;
  };
  void take();
  useUndo.getState().did({ title: `policy ${POLICY_TITLES[id]} removed`, undo: back, redo: take });
}

/** The policies that the case is run under, each with its settings. */
export function PolicyForm({
  onAdd,
  onRun,
  isRunning,
}: {
  onAdd(id: PolicyId): void;
  onRun(): void;
  isRunning: boolean;
}): ReactNode {
  const { drafts } = useReplay();
  const isFull = drafts.length >= POLICY_LIMIT;
  return (
    <section className="replay-form" aria-label="Policies">
      <div className="replay-form-head">
        <h2 className="label">Policies</h2>
        {!isFull && (
          <Menu
            label="Add a policy"
            choices={POLICY_IDS.map((id, i) => ({ id, title: POLICY_TITLES[id], note: String(i + 1) }))}
            onChoose={(id) => onAdd(id as PolicyId)}
          >
            Add
          </Menu>
        )}
      </div>
      {drafts.length === 0 && (
        <p className="muted s">
          None yet. Add one that was not there, or try one of the suggestions: the case is run again under it, and
          nothing in the case changes.
        </p>
      )}
      <p className="unseen" role="status">
        {drafts.length > 0 && `Policies: ${drafts.map(({ id }) => POLICY_TITLES[id]).join(', ')}`}
      </p>
      <ul className="replay-policies">
        {drafts.map((draft) => (
          <li key={draft.key}>
            <div className="replay-policy-head">
              <h3>{POLICY_TITLES[draft.id]}</h3>
              <IconButton label={`Remove ${POLICY_TITLES[draft.id]}`} onPress={() => takeOut(draft)}>
                <X size={14} aria-hidden />
              </IconButton>
            </div>
            <p className="muted xs">{POLICY_ABOUT[draft.id]}</p>
            <Settings draft={draft} />
          </li>
        ))}
      </ul>
      <Button
        look="primary"
        keys="r"
        aria-keyshortcuts="r"
        isDisabled={drafts.length === 0 || isRunning}
        onPress={onRun}
        className="replay-run"
      >
        {drafts.length > 1 ? 'Replay, alone and together' : 'Replay'}
      </Button>
    </section>
  );
}

function Settings({ draft }: { draft: Draft }): ReactNode {
  const { key, id, fields } = draft;
  const change = useReplay((state) => state.change);
  const { problem } = readDraft(draft);
  const put = (field: string) => (value: string) => change(key, field, value);
  const text = (field: string): string => fields[field] ?? '';
  const wrong = problem && <p className="field-problem">{problem}.</p>;
  switch (id) {
    case 'number_matching':
    case 'phishing_resistant':
      return (
        <Field
          label="Applications"
          value={text('apps')}
          onChange={put('apps')}
          placeholder="every one; several with ;"
        />
      );
    case 'prompt_limit':
      return (
        <>
          <div className="replay-pair">
            <Field label="Prompts" value={text('prompts')} onChange={put('prompts')} />
            <Field label="in minutes" value={text('minutes')} onChange={put('minutes')} />
          </div>
          {wrong}
        </>
      );
    case 'legacy_off':
      return null;
    case 'workload_location':
      return (
        <>
          <Field
            label="Ranges"
            value={text('cidrs')}
            onChange={put('cidrs')}
            placeholder="none: what each used at first"
          />
          <Field label="Days to learn from" value={text('learnDays')} onChange={put('learnDays')} />
          {wrong}
        </>
      );
    case 'place_block': {
      const chosen = new Set(text('networks').split(/[;\s]+/));
      return (
        <>
          <Field label="Countries" value={text('countries')} onChange={put('countries')} placeholder="RO; VN" />
          <CheckField
            label="Let only these in"
            checked={fields.mode === 'allow'}
            onChange={(on) => change(key, 'mode', on ? 'allow' : 'block')}
          />
          <fieldset className="replay-networks">
            <legend className="field-label">Block networks</legend>
            {NETWORKS.map((network) => (
              <CheckField
                key={network}
                label={network}
                checked={chosen.has(network)}
                onChange={(on) =>
                  change(
                    key,
                    'networks',
                    NETWORKS.filter((each) => (each === network ? on : chosen.has(each))).join(';'),
                  )
                }
              />
            ))}
          </fieldset>
          <CheckField
            label="Machines too"
            checked={fields.who === 'everyone'}
            onChange={(on) => change(key, 'who', on ? 'everyone' : 'people')}
          />
          {wrong}
        </>
      );
    }
  }
}
