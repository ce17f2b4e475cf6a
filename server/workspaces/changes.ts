/** What of `wanted` is given and is not so already. */
export function changesOf<Known extends object>(
  before: Known,
  wanted: { [Name in keyof Known]?: Known[Name] | undefined },
): Record<string, { from: unknown; to: unknown }> {
  const given = Object.entries(wanted).filter(([name, to]) => to !== undefined && to !== before[name as keyof Known])
  return Object.fromEntries(given.map(([name, to]) => [name, { from: before[name as keyof Known], to }]))
}
