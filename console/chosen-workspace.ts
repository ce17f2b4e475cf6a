/** A workspace as this browser remembers it: the name, so that it can be told of when it is gone. */
interface Chosen {
  id: string
  name: string
  /** Who chose it. Somebody else at the same browser is not told what is no longer theirs. */
  by: string | null
}

const KEY = 'handset-workspace'
const LINK = 'handset-workspace-link'

let chosen = read()
takeFromAddress()

/** What requests are about. None until somebody chose: then the server takes the first one that they belong to. */
export function workspaceHeaders(): Record<string, string> {
  return chosen ? { 'handset-workspace': chosen.id } : {}
}

export function chosenWorkspace(): Chosen | null {
  return chosen
}

/** For this tab, and for those that are opened from now on: two tabs may look at two workspaces. */
export function chooseWorkspace(next: Chosen | null): void {
  chosen = next
  for (const storage of [sessionStorage, localStorage]) {
    if (next) storage.setItem(KEY, JSON.stringify(next))
    else storage.removeItem(KEY)
  }
}

/** The slug that the link named by which somebody came, once. It outlives a sign-in on the way. */
export function takeLinkedSlug(): string | null {
  const slug = sessionStorage.getItem(LINK)
  sessionStorage.removeItem(LINK)
  return slug
}

/** `?workspace=acme` says where a link leads. It does not stay in the address, where it would undo a later choice. */
function takeFromAddress(): void {
  const url = new URL(location.href)
  const slug = url.searchParams.get('workspace')
  if (slug === null) return
  url.searchParams.delete('workspace')
  sessionStorage.setItem(LINK, slug)
  history.replaceState(history.state, '', url)
}

function read(): Chosen | null {
  const text = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY)
  try {
    const { id, name, by } = JSON.parse(text ?? '{}')
    return typeof id === 'string' && typeof name === 'string'
      ? { id, name, by: typeof by === 'string' ? by : null }
      : null
  } catch {
    return null
  }
}
