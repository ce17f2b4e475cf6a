import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'

const PAUSE_MS = 250

/** What stands in a search field: it goes into the address after a pause, and follows the address where that changes. */
export function useTypedSearch(inAddress: string, search: (words: string) => void) {
  const [typed, setTyped] = useState(inAddress)
  const known = useRef(inAddress)
  const send = useDebouncedCallback((words: string) => {
    if (words === known.current) return
    known.current = words
    search(words)
  }, PAUSE_MS)
  useEffect(() => {
    if (inAddress === known.current) return
    known.current = inAddress
    send.cancel()
    setTyped(inAddress)
  }, [inAddress, send])
  const type = (text: string) => {
    setTyped(text)
    send(text.trim())
  }
  return { typed, type }
}
