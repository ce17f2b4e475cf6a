import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { DELIVERY_STATES } from '../../shared/webhooks.ts'
import { FilterChoice } from '../ui/FilterChoice.tsx'
import { Filters } from '../ui/Filters.tsx'
import { Section } from '../ui/Section.tsx'
import { LoadError } from '../ui/states.tsx'
import { Older, WaitingLines } from '../ui/Table.tsx'
import type { LogFilter, Webhook } from './api.ts'
import { DeliveryDrawer } from './DeliveryDrawer.tsx'
import { DeliveryRows } from './DeliveryRows.tsx'
import { logQuery } from './queries.ts'
import { ResendDialog } from './ResendDialog.tsx'
import classes from './Webhooks.module.css'
import { deliveryLooks, filterTypes } from './words.ts'

/** What it was told, newest first, and how that went. */
export function DeliveryLog({ webhook }: { webhook: Webhook }) {
  const [filter, setFilter] = useState<LogFilter>({})
  const [openId, open] = useState<string | null>(null)
  const [resending, resend] = useDisclosure(false)
  const log = useInfiniteQuery(logQuery(webhook.id, filter))
  const items = log.data?.pages.flatMap((page) => page.items)
  const isFiltered = filter.state !== undefined || filter.type !== undefined
  return (
    <Section title="Deliveries" purpose="What it was told in the last 30 days, and how that went.">
      <div className={classes.logHead}>
        <LogFilters filter={filter} onChange={setFilter} />
        {webhook.state === 'active' && (
          <Button variant="default" mt={16} onClick={resend.open}>
            Resend failed…
          </Button>
        )}
      </div>
      {log.isPending && <WaitingLines />}
      {log.isError && !items && <LoadError thing="the deliveries" retry={log.refetch} />}
      {items?.length === 0 && (
        <p className={classes.none}>{isFiltered ? 'None fits these filters.' : NOTHING[webhook.state]}</p>
      )}
      {items && items.length > 0 && <DeliveryRows items={items} onOpen={open} />}
      <Older list={log} />
      <DeliveryDrawer webhook={webhook} id={openId} onClose={() => open(null)} />
      {resending && <ResendDialog webhook={webhook} onClose={resend.close} />}
    </Section>
  )
}

const NOTHING = {
  active: 'Nothing yet. A test event shows whether it arrives.',
  off: 'Nothing yet.',
  disabled: 'Nothing yet.',
}

const states = DELIVERY_STATES.map((value) => ({ value, label: deliveryLooks[value].word }))
const types = filterTypes.map((value) => ({ value, label: value }))

function LogFilters({ filter, onChange }: { filter: LogFilter; onChange: (filter: LogFilter) => void }) {
  const { state, type } = filter
  const active = [state, type].filter((value) => value !== undefined).length
  return (
    <Filters active={active} onClear={active > 0 ? () => onChange({}) : undefined}>
      <FilterChoice
        label="State"
        any="Any state"
        options={states}
        value={state}
        onPick={(picked) => onChange({ ...filter, state: DELIVERY_STATES.find((one) => one === picked) })}
      />
      <FilterChoice
        label="Event"
        any="Any event"
        options={types}
        value={type}
        onPick={(picked) => onChange({ ...filter, type: filterTypes.find((one) => one === picked) })}
      />
    </Filters>
  )
}
