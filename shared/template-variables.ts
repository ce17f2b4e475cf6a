/** What a template may say. The one list from which templates are checked, suggestions made and the reference written. */
export const VARIABLES = [
  {
    name: 'installation.name',
    meaning: 'Of whom messages come: the name in texts, else the workspace.',
    sample: 'Acme',
  },
  { name: 'workspace.name', meaning: 'The workspace.', sample: 'Acme Engineering' },
  { name: 'event.type', meaning: 'What happened, as programs call it.', sample: 'priority_changed' },
  { name: 'event.name', meaning: 'What happened, as people call it.', sample: 'Priority changed' },
  {
    name: 'event.occurred_at',
    meaning: 'When it happened; the filter date writes it for people.',
    sample: '2026-03-12T14:02:03Z',
  },
  { name: 'entity.type', meaning: 'What kind of item it is about.', sample: 'issue' },
  { name: 'entity.id', meaning: 'The item, as programs call it.', sample: '8f14e45f' },
  { name: 'entity.identifier', meaning: 'The item, as people call it.', sample: 'ENG-142' },
  {
    name: 'entity.title',
    meaning: 'Its title. Empty in texts where the workspace does not want titles in them.',
    sample: 'Fix login redirect',
  },
  {
    name: 'entity.url',
    meaning: 'Its own address. Use link to send people there.',
    sample: 'https://acme.example/ENG-142',
  },
  {
    name: 'entity.properties.*',
    meaning: 'Any property that came with the event, by its name: entity.properties.project.',
    sample: 'Engineering',
  },
  { name: 'before.*', meaning: 'What a property was: before.state, before.priority, before.due_date.', sample: 'High' },
  { name: 'after.*', meaning: 'What it is now: after.state, after.assignee, after.comment.', sample: 'Urgent' },
  { name: 'actor.name', meaning: 'Who did it; empty where nobody is known.', sample: 'On-call lead' },
  { name: 'actor.first_name', meaning: 'The first name of who did it.', sample: 'On-call' },
  { name: 'person.first_name', meaning: 'The first name of whom the message is for.', sample: 'Billing' },
  { name: 'person.last_name', meaning: 'Their last name.', sample: 'Owner' },
  { name: 'person.language', meaning: 'Their language.', sample: 'en' },
  { name: 'person.time_zone', meaning: 'Where their clock runs.', sample: 'Europe/London' },
  {
    name: 'link',
    meaning: 'The way to the item, which every message has anyway.',
    sample: 'https://acme.example/c/k3F9',
  },
  {
    name: 'preferences_url',
    meaning: 'Where people choose what they get, which every email has anyway.',
    sample: 'https://handset.acme.example/profile',
  },
  {
    name: 'unsubscribe_url',
    meaning: 'Ends these emails, and is in every email anyway.',
    sample: 'https://handset.acme.example/unsubscribe',
  },
] as const

/** What may be done to a value before it is shown. */
export const FILTERS = [
  {
    name: 'default',
    meaning: 'What to say where there is nothing',
    example: '{{ person.first_name | default: "there" }}',
  },
  {
    name: 'date',
    meaning: 'A date in another form, in somebody’s zone',
    example: '{{ event.occurred_at | date: "%-d %b %H:%M", person.time_zone }}',
  },
  { name: 'words', meaning: 'A name of programs as words: due date', example: '{{ event.type | words }}' },
  { name: 'upcase', meaning: 'All in capitals', example: '{{ after.priority | upcase }}' },
  { name: 'downcase', meaning: 'All in small letters', example: '{{ event.name | downcase }}' },
  { name: 'capitalize', meaning: 'The first letter as a capital', example: '{{ entity.type | capitalize }}' },
  { name: 'strip', meaning: 'Without spaces around it', example: '{{ after.comment | strip }}' },
  { name: 'truncate', meaning: 'At most so many characters', example: '{{ after.comment | truncate: 80 }}' },
  { name: 'truncatewords', meaning: 'At most so many words', example: '{{ after.comment | truncatewords: 12 }}' },
  { name: 'append', meaning: 'Something behind it', example: '{{ after.estimate | append: " points" }}' },
  { name: 'prepend', meaning: 'Something before it', example: '{{ entity.id | prepend: "#" }}' },
  { name: 'join', meaning: 'A list with something between its parts', example: '{{ after.labels | join: " + " }}' },
  { name: 'first', meaning: 'The first of a list', example: '{{ after.labels | first }}' },
  { name: 'last', meaning: 'The last of a list', example: '{{ after.labels | last }}' },
  { name: 'size', meaning: 'How long it is, or how many there are', example: '{{ after.labels | size }}' },
] as const

export const TAGS = ['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'comment', 'raw', '#'] as const

const LEAVES = new Set<string>(VARIABLES.map(({ name }) => name).filter((name) => !name.endsWith('.*')))
const OPEN = VARIABLES.map(({ name }) => name).flatMap((name) => (name.endsWith('.*') ? [name.slice(0, -2)] : []))
/** Of a list or a text; what else stands behind a name is taken for a part that it does not have. */
const PARTS = ['.size', '.first', '.last']

/** Whether an event can ever bring it. Of properties, before and after anything may come. */
export function isKnownVariable(path: string): boolean {
  if (OPEN.some((open) => path === open || path.startsWith(`${open}.`))) return true
  const part = PARTS.find((one) => path.endsWith(one))
  return LEAVES.has(part ? path.slice(0, -part.length) : path)
}

/** The one that was probably meant. */
export function nearestVariable(path: string): string {
  const names = [...LEAVES, ...OPEN]
  const last = path.split('.').at(-1)!
  const distance = (name: string) => Math.min(edits(path, name), edits(last, name.split('.').at(-1)!) + 1)
  return names.reduce((best, name) => (distance(name) < distance(best) ? name : best))
}

/** Letters to add, take away or change, to make one word of the other. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[to.length]!
}
