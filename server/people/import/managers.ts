import type { Context } from '../../kit/context.ts'
import { holdDirectory } from '../hold-directory.ts'
import type { Claim } from './claim.ts'
import { countsOf, readImport } from './imports.ts'
import { findStored, matcherOf } from './match.ts'
import { stillMine, writeProblems } from './progress.ts'

const AT_ONCE = 1000

interface Waiting {
  line: number
  person_id: string
  manager: string
}

/** Those who stood on later lines than their people. @returns whether there may be more. */
export async function placeManagers(context: Context, claim: Claim): Promise<boolean> {
  const { workspaceId, importId } = claim
  return context.db.tenant(workspaceId, async (tx) => {
    await holdDirectory(tx, workspaceId, 'alone')
    if (!(await stillMine(tx, claim))) return false
    const waiting = await tx.rows<Waiting>('import_managers_take', TAKE, [workspaceId, importId, AT_ONCE])
    if (waiting.length === 0) return false
    const written = waiting.map(({ manager }) => manager)
    const addresses = written.filter((one) => one.includes('@')).map((one) => one.toLowerCase())
    const matcher = matcherOf(await findStored(tx, workspaceId, written, addresses))
    const placed = waiting.map((one) => ({ ...one, managerId: matcher.managerOf(one.manager) }))
    const found = placed.filter(({ managerId, person_id }) => managerId !== null && managerId !== person_id)
    const values = [workspaceId, found.map(({ person_id }) => person_id), found.map(({ managerId }) => managerId)]
    await tx.rows('import_managers_place', PLACE, values)
    const missing = placed.filter((one) => !found.includes(one))
    await writeProblems(
      tx,
      claim,
      missing.map(({ line }) => ({ line, kind: 'no_manager' as const, named: null, other_line: null })),
    )
    const counts = countsOf(await readImport(tx, workspaceId, importId))
    const problems = { ...counts.problems }
    if (missing.length > 0) problems.no_manager = (problems.no_manager ?? 0) + missing.length
    const text = 'update imports set counts = $3 where workspace_id = $1 and id = $2'
    await tx.rows('import_managers_count', text, [workspaceId, importId, JSON.stringify({ ...counts, problems })])
    return true
  })
}

const TAKE = `
delete from import_managers m where m.workspace_id = $1 and m.import_id = $2 and m.line in (
  select line from import_managers where workspace_id = $1 and import_id = $2 order by line limit $3)
returning m.line, m.person_id, m.manager`

const PLACE = `
update persons p set manager_id = i.manager_id, updated_at = now()
from unnest($2::text[], $3::text[]) as i(person_id, manager_id)
where p.workspace_id = $1 and p.id = i.person_id and p.manager_id is distinct from i.manager_id`
