import { LANGUAGES } from '../../shared/languages.ts'
import type { Workspace, WorkspaceInput, WorkspacePatch } from '../api.ts'
import type { Faults } from '../ui/form.ts'

export interface WorkspaceValues {
  name: string
  slug: string
  time_zone: string
  language: string
  support_contact: string
}

/** Each field, by the pointer of the server's answer. */
export const pointers = {
  '/name': 'name',
  '/slug': 'slug',
  '/time_zone': 'time_zone',
  '/language': 'language',
  '/support_contact': 'support_contact',
} as const

/** For a new one: as the browser of whoever makes it is set. */
export function valuesOfBrowser(): WorkspaceValues {
  const language = [navigator.language, navigator.language.split('-')[0]!].find((tag) => tag in LANGUAGES) ?? 'en'
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { name: '', slug: '', time_zone: timeZone, language, support_contact: '' }
}

export function valuesOf({ name, slug, time_zone, language, support_contact }: Workspace): WorkspaceValues {
  return { name, slug, time_zone, language, support_contact: support_contact ?? '' }
}

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/

export function rulesFor(isNew: boolean): (values: WorkspaceValues) => Faults<WorkspaceValues> {
  return ({ name, slug }) => ({
    name: name.trim() ? undefined : { text: 'The workspace needs a name.' },
    slug: isNew && slug.trim() === '' ? undefined : slugFault(slug.trim()),
  })
}

function slugFault(slug: string): { text: string; use?: string } | undefined {
  if (slug.length >= 2 && slug.length <= 40 && SLUG.test(slug)) return undefined
  const meant = slug
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  const text = 'Two to 40 small letters and digits, with single hyphens between them, as in acme-north.'
  return SLUG.test(meant) && meant.length >= 2 ? { text, use: meant } : { text }
}

export function toInput({ slug, ...values }: WorkspaceValues): WorkspaceInput {
  return { ...toPatch({ slug, ...values }), name: values.name.trim(), slug: slug.trim() || undefined }
}

export function toPatch({ name, slug, time_zone, language, support_contact }: WorkspaceValues): WorkspacePatch {
  return {
    name: name.trim(),
    slug: slug.trim(),
    time_zone,
    // Only those of the list can be chosen.
    language: language as WorkspacePatch['language'],
    support_contact: support_contact.trim() || null,
  }
}
