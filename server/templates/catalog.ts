import { DISCUSSION_TEMPLATES, PLANNING_TEMPLATES } from './catalog-discussion.ts'
import { ATTENTION_TEMPLATES, DUE_TEMPLATES } from './catalog-due.ts'
import { LIFECYCLE_TEMPLATES } from './catalog-lifecycle.ts'
import type { CatalogTemplate } from './wording.ts'

/** Five categories, in the order in which they are shown (spec AX9–AX12; what the last three hold is our choice). */
export const CATEGORIES = [
  { key: 'issue_lifecycle', name: 'Issue lifecycle', templates: LIFECYCLE_TEMPLATES },
  { key: 'due_date', name: 'Due dates', templates: DUE_TEMPLATES },
  { key: 'discussion', name: 'Comments and mentions', templates: DISCUSSION_TEMPLATES },
  { key: 'planning', name: 'Cycles and modules', templates: PLANNING_TEMPLATES },
  { key: 'attention', name: 'Calls to act', templates: ATTENTION_TEMPLATES },
] as const
export type CategoryKey = (typeof CATEGORIES)[number]['key']

export interface Listed extends CatalogTemplate {
  key: string
  category: CategoryKey
}

export const CATALOG: ReadonlyMap<string, Listed> = new Map(
  CATEGORIES.flatMap(({ key: category, templates }) =>
    Object.entries(templates as Record<string, CatalogTemplate>).map(([key, one]) => [key, { key, category, ...one }]),
  ),
)
