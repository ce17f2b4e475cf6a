import { createContext, useContext, useMemo, useState } from 'react'
import type { CheckLine } from '../problem.ts'
import { useLeaving } from '../ui/leaving.tsx'
import type { Provider } from './words.ts'

export const SECTIONS = [
  'provider',
  'account',
  'sender',
  'pace',
  'receipts',
  'name',
  'countries',
  'redirect',
  'changes',
] as const
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
  const { mayLeave, settle } = useLeaving()
  const editing = useMemo<Editing>(() => {
    const put = (next: Partial<State>) => {
      settle()
      setState((before) => ({ ...before, checked: null, ...next }))
    }
    const putIfMay = async (next: Partial<State>) => {
      if (await mayLeave()) put(next)
    }
    return {
      ...state,
      edit: (section, draft) => void putIfMay({ edited: section, shown: section, draft: draft ?? null }),
      show: (section) => void putIfMay({ edited: null, shown: section, draft: null }),
      cancel: () => put({ edited: null, draft: null }),
      saved: (section, lines, next) =>
        put({ edited: next ?? null, shown: next ?? section, draft: null, checked: { section, lines } }),
    }
  }, [state, mayLeave, settle])

  return <EditingContext value={editing}>{children}</EditingContext>
}
