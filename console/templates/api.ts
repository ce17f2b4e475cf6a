import type { z } from 'zod'
import type { previewOut, TemplateInput, TemplateOut, templateInList } from '../../server/templates/schema.ts'
import { read, v1 } from '../ask.ts'

export type Template = TemplateOut
export type TemplateInList = z.infer<typeof templateInList>
export type TemplateDraft = Omit<TemplateInput, 'based_on'>
export type TemplatePreview = z.infer<typeof previewOut>

const one = v1.templates[':key']

/** The part of the API that words alerts. */
export const templatesApi = {
  all: () => read(v1.templates.$get()),
  one: (key: string) => read(one.$get({ param: { key } })),
  version: (key: string, version: number) =>
    read(one.versions[':version'].$get({ param: { key, version: String(version) } })),
  save: (key: string, json: TemplateInput) => read(one.$put({ param: { key }, json })),
  returnToCatalog: (key: string) => read(one.$delete({ param: { key } })),
  preview: (key: string, json: TemplateDraft) => read(one.preview.$post({ param: { key }, json })),
}
