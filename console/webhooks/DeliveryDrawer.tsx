import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Code, ShortId } from '../ui/Copy.tsx'
import { SideDrawer } from '../ui/SideDrawer.tsx'
import { LoadError } from '../ui/states.tsx'
import { WaitingLines } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { type Webhook, webhooksApi } from './api.ts'
import { DeliveryChip } from './DeliveryRows.tsx'
import { deliveryQuery, useChanged } from './queries.ts'
import classes from './Webhooks.module.css'

interface DeliveryDrawerProps {
  webhook: Webhook
  id: string | null
  onClose: () => void
}

/** One delivery: what is sent, what was answered, and every try. */
export function DeliveryDrawer({ webhook, id, onClose }: DeliveryDrawerProps) {
  const delivery = useQuery({ ...deliveryQuery(webhook.id, id ?? ''), enabled: id !== null })
  const { data } = delivery
  return (
    <SideDrawer
      opened={id !== null}
      onClose={onClose}
      title={data?.type ?? 'Delivery'}
      status={data && <DeliveryChip delivery={data} />}
      width={560}
    >
      {delivery.isPending && <WaitingLines />}
      {delivery.isError && !data && <LoadError thing="this delivery" retry={delivery.refetch} />}
      {data && <Detail webhook={webhook} delivery={data} />}
    </SideDrawer>
  )
}

type Shown = Awaited<ReturnType<typeof webhooksApi.delivery>>

function Detail({ webhook, delivery }: { webhook: Webhook; delivery: Shown }) {
  const { id, type, subject, trouble, next_try_at, created_at, answer, request } = delivery
  return (
    <div className={classes.detail}>
      <dl className={classes.facts}>
        <dt>Happened</dt>
        <dd>
          <Time at={created_at} />
        </dd>
        <dt>webhook-id</dt>
        <dd>
          <ShortId id={id} label="webhook-id" />
        </dd>
        {subject && type.startsWith('message.') && (
          <>
            <dt>About</dt>
            <dd>
              <Link to="/history/$id" params={{ id: subject }}>
                The message
              </Link>
            </dd>
          </>
        )}
        {trouble && (
          <>
            <dt>Trouble</dt>
            <dd>{trouble}</dd>
          </>
        )}
        {next_try_at && (
          <>
            <dt>Next try</dt>
            <dd>
              <Time at={next_try_at} />
            </dd>
          </>
        )}
      </dl>
      {webhook.state === 'active' && <Resend webhook={webhook} id={id} />}
      <Tries attempts={delivery.attempts} />
      <section>
        <h3 className={classes.heading}>What it is told</h3>
        <Code text={pretty(request.body)} label="the body" />
      </section>
      {answer && (
        <section>
          <h3 className={classes.heading}>What it answered</h3>
          <Code text={answer} label="the answer" wraps />
        </section>
      )}
    </div>
  )
}

function Resend({ webhook, id }: { webhook: Webhook; id: string }) {
  const noteChanged = useChanged(webhook.id)
  const resend = useMutation({
    mutationFn: () => webhooksApi.resend(webhook.id, id),
    onSuccess: async () => {
      toast('It goes once more, with the same webhook-id.')
      await noteChanged()
    },
    onError: (error) => toastFailure('It was not sent again.', error),
  })
  return (
    <div>
      <Button variant="default" loading={resend.isPending} onClick={() => resend.mutate()}>
        Resend
      </Button>
    </div>
  )
}

function Tries({ attempts }: { attempts: Shown['attempts'] }) {
  if (attempts.length === 0) return null
  return (
    <section>
      <h3 className={classes.heading}>Tries</h3>
      <ol className={classes.tries}>
        {attempts.map(({ at, http_status, took_ms, trouble }) => (
          <li key={at}>
            <span className="quiet">
              <Time at={at} />
            </span>
            <span>{trouble ?? `HTTP ${http_status}`}</span>
            <span className="quiet">{took_ms.toLocaleString('en')} ms</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function pretty(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2)
}
