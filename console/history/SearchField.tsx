import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { maskPhone, readPhone } from '../../shared/phone.ts'
import { api } from '../api.ts'
import { FilterSearch, HeldTo } from '../ui/Filters.tsx'
import type { Fault } from '../ui/form.ts'
import { FaultText } from '../ui/TextField.tsx'
import { useFilters } from './filter.ts'
import classes from './SearchField.module.css'

/** Finds a message by its id, or the messages to a number. A number is looked up first: only its handle is ever in an address. */
export function SearchField() {
  const { filters, change } = useFilters()
  const navigate = useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const [masked, setMasked] = useState<string | null>(null)
  const lookup = useMutation({
    mutationFn: api.lookup,
    onSuccess: ({ handle }) => {
      change({ recipient: handle })
      setTyped('')
    },
    onError: (error) => setFault({ text: error.message }),
  })
  useHotkeys([['/', () => field.current?.focus()]])

  const search = (text: string) => {
    const wanted = text.trim()
    if (wanted === '') return
    if (wanted.startsWith('msg_')) {
      setTyped('')
      return void navigate({ to: '/history/$id', params: { id: wanted }, search: true })
    }
    const read = readPhone(wanted)
    if (!read.ok) return setFault(notFindable(wanted, read))
    setMasked(maskPhone(read.e164))
    lookup.mutate(read.e164)
  }

  if (filters.recipient) {
    return (
      <HeldTo freed="Show every number" onFree={() => change({ recipient: undefined })}>
        To {masked ?? 'one number'}
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
        aria-label="Search by number or message id"
        placeholder="Number or id"
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

function notFindable(typed: string, { text, suggestion }: { text: string; suggestion?: string }): Fault {
  if (/[a-z_]/i.test(typed))
    return { text: 'Search by a number with + and country code, or by an id that starts with msg_.' }
  return { text, ...(suggestion && { use: suggestion }) }
}
