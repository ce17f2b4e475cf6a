/**
 * What of a patch differs from how the form began. Sending the rest as well would undo what somebody else saved
 * meanwhile, with values that this form only shows.
 */
export function changesOnly<P extends object>(before: P, after: P): Partial<P> {
  const changed = (Object.keys(after) as (keyof P)[]).filter((name) => after[name] !== before[name])
  return Object.fromEntries(changed.map((name) => [name, after[name]])) as Partial<P>
}
