/** Waits for what may go against a constraint of the database; whoever asked is told what that means to them. */
export async function unlessTaken<T>(work: Promise<T>, meanings: Record<string, () => Error>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const { constraint = '' } = error as { constraint?: string }
    throw Object.hasOwn(meanings, constraint) ? meanings[constraint]!() : error
  }
}
