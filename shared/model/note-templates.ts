/** Beginnings for notes that are written again and again: what to ask, in the order in which it is asked. */
export interface NoteTemplate {
  id: string;
  title: string;
  tags: string[];
  text: string;
}

export const NOTE_TEMPLATES: readonly NoteTemplate[] = [
  {
    id: 'account-takeover',
    title: 'Account takeover attempt',
    tags: ['finding', 'account-takeover'],
    text: `Account takeover attempt
Whose account, and who answers for it:
First and last denial (UTC), how many, by which factor:
From where, and is that place or device usual:
What the person says about the prompts (asked when, by whom):
Access that followed, or the log that would show it and is missing:
Changes of factors, passwords, consents or rules after it:
What speaks against it:
Done so far (sessions revoked, factor reset, address blocked):`,
  },
  {
    id: 'push-fatigue',
    title: 'Push-fatigue campaign',
    tags: ['finding', 'push-fatigue'],
    text: `Push-fatigue campaign
Accounts that were prompted, and what they have in common:
Span (UTC), prompts a person, shortest gap between prompts:
Addresses, networks and countries behind the prompts:
How the passwords may have become known:
Who approved, when, and what followed on each account:
Prompts that a rollout or a fault explains:
Number matching on, for whom, since when:
Done so far, and who was told:`,
  },
  {
    id: 'risky-automation',
    title: 'Risky automation failure',
    tags: ['finding', 'risky-automation'],
    text: `Risky automation failure
Identity of the machine, its owner and purpose:
What it was refused (resource, permission, secret), how often, since when:
Its usual hours, rhythm and addresses, and what is different:
Expired or rotated secret, broken policy, or somebody else using it:
Secrets and roles that it reached for, and that it holds:
Access that followed through it or through its owner:
What stops if it is switched off:
Done so far (secret rotated, role narrowed, owner told):`,
  },
];

/**
 * The same questions as the beginning of a narrative, in Markdown: a heading for each, to be answered beneath it. `front` is
 * what it is about, as references; empty where nothing is chosen.
 */
export function narrativeOf({ title, text }: NoteTemplate, front: string): string {
  const questions = text.split('\n').slice(1);
  const parts = questions.map((question) => `## ${question.replace(/:$/, '')}\n\n`);
  return [`# ${title}\n`, ...(front === '' ? [] : [`${front}\n`]), ...parts].join('\n');
}

/** Kinds of notes; each but the plain one is a tag of that name. */
export const NOTE_KINDS = ['note', 'star', 'finding', 'hypothesis'] as const;
/** The tag that is a star, and the text of a star that says nothing more. */
export const STAR_TAG = 'star' satisfies (typeof NOTE_KINDS)[number];
export const STAR_TEXT = '★';
/** `#word` in a note is a tag; the text keeps it. */
export function tagsIn(text: string): string[] {
  const tags = new Set<string>();
  for (const match of text.matchAll(/(?:^|\s)#([\p{L}\p{N}_-]{1,60})/gu)) tags.add(match[1]!);
  return [...tags].slice(0, 20);
}

export type NoteKind = (typeof NOTE_KINDS)[number];
