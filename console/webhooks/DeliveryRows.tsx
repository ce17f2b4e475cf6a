import { Chip } from '../ui/Chip.tsx'
import { tableClass } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import type { Delivery } from './api.ts'
import classes from './Webhooks.module.css'
import { deliveryLook } from './words.ts'

export function DeliveryRows({ items, onOpen }: { items: Delivery[]; onOpen: (id: string) => void }) {
  const isPhone = useIsPhone()
  if (isPhone)
    return (
      <ul className={classes.phoneRows}>
        {items.map((delivery) => (
          <li key={delivery.id}>
            <button type="button" className={classes.phoneRow} onClick={() => onOpen(delivery.id)}>
              <span className={classes.mono}>{delivery.type}</span>
              <DeliveryChip delivery={delivery} />
              <span className={classes.about}>{sentenceOf(delivery)}</span>
              <span className={classes.about}>
                <Time at={delivery.created_at} inLink />
              </span>
            </button>
          </li>
        ))}
      </ul>
    )
  return (
    <table className={`${tableClass.lines} ${classes.log}`}>
      <thead>
        <tr>
          <th className={classes.when}>When</th>
          <th>Event</th>
          <th>Answer</th>
          <th className={classes.outcome}>State</th>
        </tr>
      </thead>
      <tbody>
        {items.map((delivery) => (
          <tr key={delivery.id} onClick={() => onOpen(delivery.id)}>
            <td className="quiet">
              <Time at={delivery.created_at} />
            </td>
            <td>
              <button type="button" className={`${classes.open} ${classes.mono}`}>
                {delivery.type}
              </button>
            </td>
            <td className="quiet">{sentenceOf(delivery)}</td>
            <td>
              <DeliveryChip delivery={delivery} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function DeliveryChip({ delivery }: { delivery: Pick<Delivery, 'state' | 'tries' | 'trouble'> }) {
  const { tone, word, icon } = deliveryLook(delivery)
  return (
    <Chip tone={tone} icon={icon} plain>
      {word}
    </Chip>
  )
}

function sentenceOf({ trouble, http_status, tries }: Delivery): string {
  const answer = trouble ?? (http_status === null ? '' : `HTTP ${http_status}`)
  return tries > 1 ? `${answer} (${tries} tries)`.trim() : answer
}
