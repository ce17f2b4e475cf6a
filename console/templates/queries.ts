import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { type Template, type TemplateDraft, templatesApi } from './api.ts'

export const templatesQuery = queryOptions({ queryKey: ['templates'], queryFn: templatesApi.all })

export const templateQuery = (key: string) =>
  queryOptions({ queryKey: ['template', key], queryFn: () => templatesApi.one(key) })

export const previewQuery = (key: string, draft: TemplateDraft) =>
  queryOptions({
    queryKey: ['template-preview', key, draft],
    queryFn: () => templatesApi.preview(key, draft),
    retry: false,
  })

/** After a change: this template as it is now, and the list. */
export function useSaved() {
  const queries = useQueryClient()
  return (template: Template) => {
    queries.setQueryData(templateQuery(template.key).queryKey, template)
    return queries.invalidateQueries({ queryKey: templatesQuery.queryKey })
  }
}
