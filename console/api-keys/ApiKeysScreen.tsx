import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ApiKey, api } from '../api.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Page } from '../ui/Page.tsx'
import { Bar, EmptyState, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './ApiKeysScreen.module.css'
import { MakeKeyDialog } from './MakeKeyDialog.tsx'
import { RevokeDialog } from './RevokeDialog.tsx'

const keysQuery = infiniteQueryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ pageParam }) => api.apiKeys(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export function ApiKeysScreen() {
  const mayManage = useCan('api_keys.manage')
  return mayManage ? <Keys /> : <NoPermission title="API keys" thing="API keys" permission="api_keys.manage" />
}

function Keys() {
  const keys = useInfiniteQuery(keysQuery)
  const items = keys.data?.pages.flatMap((page) => page.items)
  const [making, make] = useDisclosure(false)
  const [revoked, setRevoked] = useState<ApiKey | null>(null)
  return (
    <Page
      title="API keys"
      sentence="With a key, a program does what its permissions allow. It is shown once, when it is made."
      actions={<Button onClick={make.open}>Make a key</Button>}
    >
      {keys.isPending && (
        <p className={classes.waiting}>
          <Bar width="60%" />
        </p>
      )}
      {keys.isError && <LoadError thing="the API keys" retry={keys.refetch} />}
      {items?.length === 0 && (
        <EmptyState title="No API keys yet.">
          Make one for each program that texts people, so that each can be revoked by itself.
        </EmptyState>
      )}
      {items && items.length > 0 && <KeyTable keys={items} onRevoke={setRevoked} />}
      {keys.hasNextPage && (
        <Button variant="default" mt={16} loading={keys.isFetchingNextPage} onClick={() => void keys.fetchNextPage()}>
          Older
        </Button>
      )}
      {making && <MakeKeyDialog onClose={make.close} />}
      {revoked && <RevokeDialog apiKey={revoked} onClose={() => setRevoked(null)} />}
    </Page>
  )
}

function KeyTable({ keys, onRevoke }: { keys: ApiKey[]; onRevoke: (key: ApiKey) => void }) {
  return (
    <ul className={classes.keys}>
      {keys.map((key) => (
        <li key={key.id} className={classes.key}>
          <div>
            <span className={classes.name}>{key.name}</span> <span className="mono quiet">{key.prefix}…</span>
            <div className={classes.may}>{key.permissions.join(', ')}</div>
          </div>
          <div className={classes.use}>
            {key.last_used_at ? (
              <>
                used <Time at={key.last_used_at} />
              </>
            ) : (
              'never used'
            )}
            <br />
            made <Time at={key.created_at} as="day" /> by {key.created_by}
            {key.expires_at && (
              <>
                <br />
                ends <Time at={key.expires_at} as="day" />
              </>
            )}
          </div>
          <LinkButton danger onClick={() => onRevoke(key)} aria-label={`Revoke ${key.name}`}>
            Revoke
          </LinkButton>
        </li>
      ))}
    </ul>
  )
}
