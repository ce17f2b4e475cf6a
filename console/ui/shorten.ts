/** `AC12…4f2a`: the kind and a little of both ends is what people compare. */
export function shorten(id: string): string {
  if (id.length <= 14) return id
  const head = id.indexOf('_') > 0 && id.indexOf('_') < 6 ? id.indexOf('_') + 3 : 4
  return `${id.slice(0, head)}…${id.slice(-4)}`
}
