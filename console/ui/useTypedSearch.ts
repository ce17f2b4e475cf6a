import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'

const PAUSE_MS = 250

/**
 * What stands in a search field: it goes into the address after a pause, and follows the address where that changes.
 * `wordsOf` leaves out what must not stand there.
 */
export function useTypedSearch(inAddress: string, search: (words: string) => void, wordsOf = trimmed) {
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
    send(wordsOf(text))
  }
  return { typed, type }
}

function trimmed(text: string): string {
  return text.trim()
}
