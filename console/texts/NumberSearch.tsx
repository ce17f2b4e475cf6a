import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { maskPhone, readPhone } from '../../shared/phone.ts'
import { api } from '../api.ts'
import { FilterSearch, HeldTo } from '../ui/Filters.tsx'
import type { Fault } from '../ui/form.ts'
import { FaultText } from '../ui/TextField.tsx'
import classes from './NumberSearch.module.css'

interface NumberSearchProps {
  /** The handle of the number that the list is held to. */
  recipient: string | undefined
  onFind: (recipient: string | undefined) => void
  /** "To", as in "To +1 ••• ••• 0199". */
  held: string
  label: string
  placeholder: string
  /** What the list finds by something else than a number; true when it did. */
  findOther?: (typed: string) => boolean
  /** What to search by, said of letters. */
  howTo: string
}

/** Holds a list to one number. It is looked up first: only its handle is ever in an address. */
export function NumberSearch({ recipient, onFind, held, label, placeholder, findOther, howTo }: NumberSearchProps) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const [masked, setMasked] = useState<string | null>(null)
  const lookup = useMutation({
    mutationFn: api.lookup,
    onSuccess: ({ handle }) => {
      onFind(handle)
      setTyped('')
    },
    onError: (error) => setFault({ text: error.message }),
  })
  useHotkeys([['/', () => field.current?.focus()]])

  const search = (text: string) => {
    const wanted = text.trim()
    if (wanted === '') return
    if (findOther?.(wanted)) return setTyped('')
    const read = readPhone(wanted)
    if (!read.ok) return setFault(notFindable(wanted, read, howTo))
    setMasked(maskPhone(read.e164))
    lookup.mutate(read.e164)
  }

  if (recipient) {
    return (
      <HeldTo freed="Show every number" onFree={() => onFind(undefined)}>
        {held} {masked ?? 'one number'}
      </HeldTo>
    )
  }
  return (
    <form
      className={classes.search}
      onSubmit={(event) => {
        event.preventDefault()
        search(typed)
      }}
    >
      <FilterSearch
        ref={field}
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setFault(null)
        }}
        onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
        error={
          fault && (
            <FaultText
              fault={fault}
              onUse={(meant) => {
                setTyped(meant)
                setFault(null)
                search(meant)
              }}
            />
          )
        }
      />
    </form>
  )
}

function notFindable(typed: string, { text, suggestion }: { text: string; suggestion?: string }, howTo: string): Fault {
  if (/[a-z_]/i.test(typed)) return { text: howTo }
  return { text, ...(suggestion && { use: suggestion }) }
}
