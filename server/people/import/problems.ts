import type { Context } from '../../kit/context.ts'
import { csvLine } from '../../kit/csv.ts'
import { inParts } from '../../kit/download.ts'
import { NO_CURSOR } from '../../kit/page.ts'
import { invalid } from '../../kit/problem.ts'
import type { Run } from './claim.ts'
import { readImport } from './imports.ts'
import { problemToOut } from './preview.ts'
import { isRefusal, type Problem, tellProblem } from './problem-words.ts'

const AT_ONCE = 2000

interface Asked {
  run?: Run | undefined
  limit: number
  after?: string | undefined
}

/** What was wrong with which line, in their order. @throws {Problem} 404, 422 for a cursor that is none. */
export async function listProblems(context: Context, workspaceId: string, id: string, { run, limit, after }: Asked) {
  const at = readCursor(after)
  const found = await readProblems(context, workspaceId, id, run, at, limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { items: page.map(problemToOut), next: found.length > limit && last ? `${last.line}~${last.kind}` : null }
}

type Place = [line: number, kind: string]

function readCursor(after: string | undefined): Place {
  if (after === undefined) return [0, '']
  const [, line, kind] = /^(\d{1,9})~(\w{1,60})$/.exec(after) ?? []
  if (!line || !kind) throw invalid([NO_CURSOR])
  return [Number(line), kind]
}

async function readProblems(
  context: Context,
  workspaceId: string,
  id: string,
  run: Run | undefined,
  [line, kind]: Place,
  limit: number,
): Promise<Problem[]> {
  return context.db.tenant(workspaceId, async (tx) => {
    const { state, checked } = await readImport(tx, workspaceId, id)
    const isChecked = state === 'checking' || (state === 'ready' && checked !== null)
    return tx.rows<Problem>('import_problems', LIST, [
      workspaceId,
      id,
      run ?? (isChecked ? 'checking' : 'importing'),
      line,
      kind,
      limit,
    ])
  })
}

const LIST = `
select line, kind, named, other_line from import_problems
where workspace_id = $1 and import_id = $2 and run = $3 and (line, kind) > ($4::int, $5)
order by line, kind limit $6::int`

/** All of them as a file, a page at a time. */
export async function exportProblems(
  context: Context,
  workspaceId: string,
  id: string,
  run: Run | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const next = (after: Place) => readProblems(context, workspaceId, id, run, after, AT_ONCE)
  return inParts(written(await next([0, '']), next))
}

async function* written(first: Problem[], next: (after: Place) => Promise<Problem[]>): AsyncGenerator<string> {
  yield csvLine(['line', 'column', 'refused', 'what', 'kind'])
  for (let page = first; page.length > 0; ) {
    yield page.map(toLine).join('')
    const { line, kind } = page.at(-1)!
    page = page.length < AT_ONCE ? [] : await next([line, kind])
  }
}

function toLine(problem: Problem): string {
  const { line, named, kind } = problem
  return csvLine([line, named, isRefusal(kind) ? 'yes' : 'no', tellProblem(problem), kind])
}
