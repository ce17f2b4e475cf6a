import { api, type MeOut } from '../api.ts'
import { chooseWorkspace, chosenWorkspace, takeLinkedSlug } from '../chosen-workspace.ts'
import { problemIn } from '../problem.ts'
import { toast } from '../ui/toast.tsx'

/** Kept until a page is there that stays. */
const NOTICE = 'handset-workspace-notice'
let here: string | null = null

/**
 * Who is signed in, in the workspace that a link names, else in the one that was chosen, else in the first. A workspace
 * that one was removed from gives way to another, with a word about it.
 */
export async function askMe(): Promise<MeOut> {
  const lost = chosenWorkspace()
  let me = await api.me().catch((error) => {
    if (!lost || !problemIn(error)?.is('workspace_not_found')) throw error
    chooseWorkspace(null)
    return null
  })
  if (!me) {
    me = await api.me()
    if (lost?.by === me.user?.id) leaveNotice(`You no longer belong to ${lost?.name}. This is ${me.workspace.name}.`)
  }
  me = await followLink(me)
  if (here !== null && here !== me.workspace.id) return startAgain()
  enterWorkspace(me)
  tellNotice()
  return me
}

/** Remembered although nobody chose it: otherwise whoever is removed would find themselves elsewhere without a word. */
export function enterWorkspace({ user, workspace }: MeOut): void {
  chooseWorkspace({ id: workspace.id, name: workspace.name, by: user?.id ?? null })
  here = workspace.id
}

/** Whoever signs in next may be somebody else, somewhere else. */
export function leaveWorkspace(): void {
  here = null
}

async function followLink(me: MeOut): Promise<MeOut> {
  const slug = takeLinkedSlug()
  if (slug === null || slug === me.workspace.slug) return me
  const meant = me.workspaces.find((one) => one.slug === slug)
  if (!meant) {
    leaveNotice(`The link leads to a workspace that you do not belong to. This is ${me.workspace.name}.`)
    return me
  }
  chooseWorkspace({ id: meant.id, name: meant.name, by: me.user?.id ?? null })
  return api.me()
}

/** What this page knows is of another workspace, all over it. */
function startAgain(): Promise<never> {
  location.replace('/')
  return new Promise(() => {})
}

function leaveNotice(words: string): void {
  sessionStorage.setItem(NOTICE, words)
}

function tellNotice(): void {
  const words = sessionStorage.getItem(NOTICE)
  if (!words) return
  sessionStorage.removeItem(NOTICE)
  toast(words)
}
