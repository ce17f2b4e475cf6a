import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { Page } from '../ui/Page.tsx'
import { EmptyState, LoadError } from '../ui/states.tsx'
import { WaitingLines } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import { AddDialog } from './AddDialog.tsx'
import type { Webhook } from './api.ts'
import { webhooksQuery } from './queries.ts'
import classes from './Webhooks.module.css'
import { shortUrl, stateLook, toldOf } from './words.ts'

/** Who is told what became of messages. */
export function WebhooksScreen() {
  if (!useCan('webhooks.manage')) return <NoPermission title="Webhooks" thing="webhooks" permission="webhooks.manage" />
  return <Webhooks />
}

function Webhooks() {
  const webhooks = useQuery(webhooksQuery)
  const [adding, add] = useDisclosure(false)
  const items = webhooks.data?.items
  const button = <Button onClick={add.open}>Add a webhook</Button>
  return (
    <Page
      title="Webhooks"
      sentence="Your own systems are told what becomes of messages, of opt-outs and of replies, within a second or two."
      actions={items && items.length > 0 && button}
    >
      {webhooks.isPending && <WaitingLines />}
      {webhooks.isError && !items && <LoadError thing="the webhooks" retry={webhooks.refetch} />}
      {items?.length === 0 && (
        <EmptyState title="No webhooks yet." actions={button}>
          Without one, a system of yours that wants to know has to ask the API again and again.
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <ul className={classes.list}>
          {items.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} />
          ))}
        </ul>
      )}
      {adding && <AddDialog onClose={add.close} />}
    </Page>
  )
}

function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { id, url, description, last } = webhook
  const { tone, word, icon } = stateLook(webhook)
  return (
    <li className={classes.row} aria-label={description || shortUrl(url)}>
      <div className={classes.what}>
        <Link to="/settings/webhooks/$id" params={{ id }} className={classes.link}>
          {description || shortUrl(url)}
        </Link>
        <span className={classes.about}>
          {description && `${shortUrl(url)} · `}told of {toldOf(webhook)}
        </span>
      </div>
      <div className={classes.about}>
        {last ? (
          <>
            Last call <Time at={last.at} inLink /> {last.ok ? 'went well' : 'failed'}
          </>
        ) : (
          'Not called yet'
        )}
      </div>
      <div className={classes.state}>
        <Chip tone={tone} icon={icon} plain>
          {word}
        </Chip>
      </div>
    </li>
  )
}
