/** The playbooks by name, and what a step of one is. */
import { z } from 'zod';
import { PlanObject } from './facts';

export const PlaybookId = z.enum([
  'user-verification',
  'owner-verification',
  'device-containment',
  'session-and-token-revocation',
  'secret-rotation',
  'access-tightening',
  're-enrolment',
  'policy-tuning',
  'break-glass-review',
  'none',
]);
export type PlaybookId = z.infer<typeof PlaybookId>;

export const PLAYBOOKS: Record<PlaybookId, { title: string; about: string }> = {
  'user-verification': { title: 'Verify the user', about: 'Ask the person over a channel that the intruder cannot answer.' }, // biome-ignore format: table
  'owner-verification': { title: 'Verify with the owner', about: 'A machine cannot be asked: whoever answers for it can.' }, // biome-ignore format: table
  'device-containment': { title: 'Contain the device', about: 'Take the device off the network and out of trust before anything else.' }, // biome-ignore format: table
  'session-and-token-revocation': { title: 'Revoke sessions and tokens', about: 'A new password alone ends no session that stands.' }, // biome-ignore format: table
  'secret-rotation': { title: 'Rotate the secret', about: 'A machine gets in by what it holds: replace it, and issue it to the workload only.' }, // biome-ignore format: table
  'access-tightening': { title: 'Tighten the access', about: 'Close the way that was tried or used, and take away rights that are not needed.' }, // biome-ignore format: table
  're-enrolment': {
    title: 'Enrol again',
    about: 'The factor fails its owner: replace it by the same or a stronger one.',
  },
  'policy-tuning': {
    title: 'Tune the policy',
    about: 'The rule refuses whom it should admit: mend the cause before the rule.',
  },
  'break-glass-review': { title: 'Review the break-glass use', about: 'Emergency access is expected at times, and looked at every time.' }, // biome-ignore format: table
  none: { title: 'Nothing to contain', about: 'The denial is explained.' },
};

/** Three parts of every answer: what to contain, what to establish, what to design so that it does not happen again. */
export const StepPart = z.enum(['contain', 'establish', 'design']);
export type StepPart = z.infer<typeof StepPart>;
export const PART_TITLES: Record<StepPart, string> = {
  contain: 'Contain',
  establish: 'Establish',
  design: 'Design',
};

/** What a step does, as far as a command for it can be written down. */
export const StepAct = z.enum([
  'revoke_sessions',
  'end_session',
  'revoke_token',
  'disable_identity',
  'reset_password',
  'list_methods',
  'remove_key',
  'list_keys',
  'list_grants',
  'list_rules',
  'contain_device',
]);
export type StepAct = z.infer<typeof StepAct>;

export const Step = z.object({
  text: z.string(),
  part: StepPart,
  playbook: PlaybookId,
  /** What it does to the assurance of sign-ins or the reach of rights. Said of every step that changes a policy. */
  assurance: z.enum(['raises', 'keeps', 'lowers']).nullable(),
  act: StepAct.nullable(),
  objects: z.array(PlanObject),
});
export type Step = z.infer<typeof Step>;

export interface Plan {
  playbook: PlaybookId;
  steps: Step[];
}
