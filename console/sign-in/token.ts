/** What stands behind the # of a link. It leaves the address at once, and with it the history of the browser. */
export function takeToken(): string {
  const token = location.hash.slice(1)
  if (token) history.replaceState(history.state, '', location.pathname)
  return token
}
