import { Button } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { createContext, useCallback, useContext, useMemo, useRef, useState } from 'react'
import type { CheckLine } from '../problem.ts'
import { Dialog } from '../ui/Dialog.tsx'
import type { Provider } from './words.ts'

export const SECTIONS = ['provider', 'account', 'sender', 'pace', 'receipts', 'name', 'redirect', 'changes'] as const
export type SectionId = (typeof SECTIONS)[number]

interface Editing {
  /** The one section that is being edited. */
  edited: SectionId | null
  /** On a phone, the one section that is unfolded. */
  shown: SectionId | null
  /** A provider that was chosen and is not saved yet. */
  draft: Provider | null
  /** What the provider said when this section was saved just now. */
  checked: { section: SectionId; lines: CheckLine[] } | null
  edit: (section: SectionId, draft?: Provider) => void
  show: (section: SectionId | null) => void
  cancel: () => void
  /** A section was saved; `next` is edited right after it. */
  saved: (section: SectionId, lines: CheckLine[], next?: SectionId) => void
  /** The edited section says whether something in it would be lost. */
  setChanged: (changed: boolean) => void
}

const EditingContext = createContext<Editing | null>(null)

export function useEditing(): Editing {
  const editing = useContext(EditingContext)
  if (!editing) throw new Error('useEditing outside of EditingProvider')
  return editing
}

interface State {
  edited: SectionId | null
  shown: SectionId | null
  draft: Provider | null
  checked: Editing['checked']
}

/** One section is edited at a time, and what was typed in it is not lost by a click elsewhere. */
export function EditingProvider({ first, children }: { first: SectionId | null; children: React.ReactNode }) {
  const [state, setState] = useState<State>({ edited: first, shown: first, draft: null, checked: null })
  const [asking, setAsking] = useState<(() => void) | null>(null)
  const changed = useRef(false)
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => changed.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => changed.current,
    withResolver: true,
  })

  const guarded = useCallback((go: () => void) => {
    if (changed.current) setAsking(() => go)
    else go()
  }, [])
  const setChanged = useCallback((value: boolean) => {
    changed.current = value
  }, [])
  const editing = useMemo<Editing>(() => {
    const put = (next: Partial<State>) => {
      changed.current = false
      setState((before) => ({ ...before, checked: null, ...next }))
    }
    return {
      ...state,
      setChanged,
      edit: (section, draft) => guarded(() => put({ edited: section, shown: section, draft: draft ?? null })),
      show: (section) => guarded(() => put({ edited: null, shown: section, draft: null })),
      cancel: () => put({ edited: null, draft: null }),
      saved: (section, lines, next) =>
        put({ edited: next ?? null, shown: next ?? section, draft: null, checked: { section, lines } }),
    }
  }, [state, guarded, setChanged])

  const leave = () => {
    changed.current = false
    asking?.()
    setAsking(null)
    blocker.proceed?.()
  }
  const stay = () => {
    setAsking(null)
    blocker.reset?.()
  }
  return (
    <EditingContext value={editing}>
      {children}
      <Dialog
        opened={asking !== null || blocker.status === 'blocked'}
        onClose={stay}
        title="Leave without saving?"
        actions={
          <>
            <Button variant="default" onClick={leave}>
              Leave
            </Button>
            <Button onClick={stay} data-autofocus>
              Keep editing
            </Button>
          </>
        }
      >
        What you changed in this section is not saved.
      </Dialog>
    </EditingContext>
  )
}
