import type { ApiProblem } from '../problem.ts'
import type { SectionId } from './editing.tsx'

const sections: [pointer: string, section: SectionId][] = [
  ['/provider', 'provider'],
  ['/account_sid', 'account'],
  ['/credentials', 'account'],
  ['/webhook_url', 'account'],
  ['/signing_secret', 'account'],
  ['/sender', 'sender'],
  ['/organization_number', 'sender'],
  ['/redirect', 'redirect'],
  ['/name_in_texts', 'name'],
  ['/titles_in_texts', 'name'],
  ['/alert_segments', 'name'],
  ['/help_text', 'name'],
  ['/support_contact', 'name'],
  ['/allowed_countries', 'countries'],
]

/** Where on the page the first thing is that a problem is about. */
export function sectionOf(problem: ApiProblem | null): SectionId | null {
  const pointer = problem?.body.errors?.[0]?.pointer
  return sections.find(([start]) => pointer?.startsWith(start))?.[1] ?? null
}
