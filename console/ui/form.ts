import { useCallback, useState } from 'react'

/** What is wrong with a field. `use` is what was probably meant, offered with one click. */
export interface Fault {
  text: string
  use?: string
}
export type Faults<V> = Partial<Record<keyof V, Fault | undefined>>

export interface Form<V> {
  values: V
  set: <K extends keyof V>(name: K, value: V[K]) => void
  /** Only after the reader left the field or tried to save: nobody is corrected while typing. */
  fault: (name: keyof V) => Fault | undefined
  left: (name: keyof V) => void
  /** Shows everything that is wrong; true when nothing is. */
  check: () => boolean
  /** What the server found; stays at its field until that is changed. */
  refuse: (faults: Faults<V>) => void
  changed: boolean
  reset: (values: V) => void
}

export function useForm<V extends object>(initial: V, rules: (values: V) => Faults<V>): Form<V> {
  const [start, setStart] = useState(initial)
  const [values, setValues] = useState(initial)
  const [seen, setSeen] = useState<ReadonlySet<keyof V>>(new Set())
  const [refused, setRefused] = useState<Faults<V>>({})
  const found = rules(values)

  const set = useCallback(<K extends keyof V>(name: K, value: V[K]) => {
    setValues((before) => ({ ...before, [name]: value }))
    setRefused((before) => ({ ...before, [name]: undefined }))
  }, [])
  const left = useCallback((name: keyof V) => setSeen((before) => new Set(before).add(name)), [])
  const reset = useCallback((next: V) => {
    setStart(next)
    setValues(next)
    setSeen(new Set())
    setRefused({})
  }, [])

  return {
    values,
    set,
    left,
    reset,
    refuse: setRefused,
    fault: (name) => refused[name] ?? (seen.has(name) ? found[name] : undefined),
    check: () => {
      setSeen(new Set(Object.keys(values) as (keyof V)[]))
      return Object.values(found).every((fault) => fault === undefined)
    },
    changed: Object.keys(values).some((name) => values[name as keyof V] !== start[name as keyof V]),
  }
}

/**
 * For the button that saves: pressing it must not leave the field before it is let go, since what is then said at the
 * field pushes the button away from under the pointer, and the press is lost.
 */
export const keepsFocus = { onMouseDown: (event: { preventDefault(): void }) => event.preventDefault() }

/** Frames in which the fields at fault are marked at the latest, once the answer is there. */
const FRAMES_TO_MARK = 20

/** After a save that failed: the keyboard goes where the trouble is, as soon as it is marked. */
export function focusFirstFault(form: HTMLElement | null, frames = FRAMES_TO_MARK): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (field) field.focus()
    else if (frames > 0) focusFirstFault(form, frames - 1)
  })
}
