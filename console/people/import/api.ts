import type { z } from 'zod'
import type { countsOut, importOut, importPatch, previewOut, problemOut } from '../../../server/people/import/schema.ts'
import { download, read, v1 } from '../../ask.ts'

export type Import = z.infer<typeof importOut>
export type ImportCounts = z.infer<typeof countsOut>
export type ImportPatch = z.infer<typeof importPatch>
export type ImportPreview = z.infer<typeof previewOut>
export type ImportProblem = z.infer<typeof problemOut>
export type ImportRun = 'checking' | 'importing'

const { imports } = v1
const { ':id': one } = imports

/** What the screens of imports ask of the server; their file is sent by uploads.ts. */
export const importApi = {
  list: (after?: string) => read(imports.$get({ query: { limit: '20', ...(after && { after }) } })),
  find: (id: string) => read(one.$get({ param: { id } })),
  begin: (file_name: string) => read(imports.$post({ json: { file_name }, header: {} })),
  change: (id: string, json: ImportPatch) => read(one.$patch({ param: { id }, json })),
  preview: (id: string) => read(one.preview.$get({ param: { id } })),
  check: (id: string) => read(one.check.$post({ param: { id } })),
  start: (id: string) => read(one.start.$post({ param: { id } })),
  cancel: (id: string) => read(one.cancel.$post({ param: { id } })),
  problems: (id: string, run: ImportRun, after?: string) =>
    read(one.problems.$get({ param: { id }, query: { run, limit: '20', ...(after && { after }) } })),
  exportProblems: (id: string, run: ImportRun) => download(one.problems.export.$get({ param: { id }, query: { run } })),
}
