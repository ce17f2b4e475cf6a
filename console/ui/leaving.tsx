import { Button } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { createContext, useCallback, useContext, useEffect, useId, useMemo, useRef, useState } from 'react'
import { Dialog } from './Dialog.tsx'

interface Leaving {
  note: (form: string, changed: boolean) => void
  /** Nothing that was typed would be missed any more. */
  settle: () => void
  /** False where something would be lost and the reader would rather stay. */
  mayLeave: () => Promise<boolean>
}

/** Outside of the frame, as at the sign-in, nobody is asked. */
const LeavingContext = createContext<Leaving>({
  note: () => {},
  settle: () => {},
  mayLeave: async () => true,
})

export function useLeaving(): Leaving {
  return useContext(LeavingContext)
}

/** For a form of a page: while something in it is changed, nobody leaves without being asked. */
export function useUnsaved(changed: boolean): void {
  const { note } = useLeaving()
  const form = useId()
  useEffect(() => {
    note(form, changed)
    return () => note(form, false)
  }, [note, form, changed])
}

/** What was typed is not lost by a click elsewhere. */
export function LeavingProvider({ children }: { children: React.ReactNode }) {
  const changed = useRef(new Set<string>())
  const [answer, setAnswer] = useState<((may: boolean) => void) | null>(null)
  const mayLeave = useCallback(
    () =>
      changed.current.size === 0
        ? Promise.resolve(true)
        : new Promise<boolean>((answered) => {
            // Asked once more while it is open, as by going back twice, the earlier wish is dropped.
            setAnswer((earlier: typeof answer) => {
              earlier?.(false)
              return answered
            })
          }),
    [],
  )
  const leaving = useMemo<Leaving>(
    () => ({
      note: (form, isChanged) => void (isChanged ? changed.current.add(form) : changed.current.delete(form)),
      settle: () => changed.current.clear(),
      mayLeave,
    }),
    [mayLeave],
  )
  useBlocker({
    shouldBlockFn: async ({ current, next }) => current.pathname !== next.pathname && !(await mayLeave()),
    enableBeforeUnload: () => changed.current.size > 0,
  })
  const say = (may: boolean) => {
    if (may) changed.current.clear()
    setAnswer(null)
    answer?.(may)
  }
  return (
    <LeavingContext value={leaving}>
      {children}
      <LeaveDialog opened={answer !== null} say={say} />
    </LeavingContext>
  )
}

function LeaveDialog({ opened, say }: { opened: boolean; say: (may: boolean) => void }) {
  return (
    <Dialog
      opened={opened}
      onClose={() => say(false)}
      title="Leave without saving?"
      actions={
        <>
          <Button variant="default" onClick={() => say(true)}>
            Leave
          </Button>
          <Button onClick={() => say(false)} data-autofocus>
            Keep editing
          </Button>
        </>
      }
    >
      What you changed is not saved.
    </Dialog>
  )
}
