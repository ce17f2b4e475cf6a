import { FITS } from './fits.ts'
import type { Source } from './sources.ts'

/**
 * Several places in indexes, each in order of id already: every one gives at most as many as are wanted, and only those
 * few are put together. Asked for in one go they would be sorted whole.
 */
export function inPlaces(
  name: string,
  exact: boolean,
  values: unknown[],
  each: (at: number, newest: string) => string,
): Source {
  const ids = (at: number, limit: number) => {
    const newest = `order by 1 desc limit ${limit}`
    return `select p.id from (${each(at, newest)}) p ${newest}`
  }
  return {
    name,
    values,
    exact,
    ids,
    some: (at, limit) => `select p.id from (${each(at, `order by 1 desc limit ${limit}`)}) p limit ${limit}`,
    looked: (at, limit) => `select s.id, f.status, f.fits from (${ids(at, limit)}) s cross join lateral (
      select m.status, ${FITS} as fits from messages m where m.workspace_id = $1 and m.id = s.id limit 1) f order by s.id desc`,
  }
}
