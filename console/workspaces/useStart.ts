import { useEffect, useState } from 'react'
import type { Form } from '../ui/form.ts'
import { changesOnly } from './changes-only.ts'

/** How the form began. As long as nothing is changed in it, it follows what others save meanwhile. */
export function useStart<V extends object>(form: Form<V>, stored: V): { start: V; restart: (values: V) => void } {
  const [start, setStart] = useState(stored)
  const { changed, reset } = form
  const restart = (values: V) => {
    setStart(values)
    reset(values)
  }
  const isBehind = !changed && Object.keys(changesOnly(start, stored)).length > 0
  useEffect(() => {
    if (!isBehind) return
    setStart(stored)
    reset(stored)
  }, [isBehind, stored, reset])
  return { start, restart }
}
