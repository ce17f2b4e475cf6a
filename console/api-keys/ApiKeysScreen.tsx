import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ApiKey, api } from '../api.ts'
import { curlToSend } from '../history/curl.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Code } from '../ui/Copy.tsx'
import { Page } from '../ui/Page.tsx'
import { Bar, EmptyState, LoadError } from '../ui/states.tsx'
import classes from './ApiKeysScreen.module.css'
import { KeyList } from './KeyList.tsx'
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
      actions={items && items.length > 0 && <Button onClick={make.open}>Make a key</Button>}
    >
      {keys.isPending && (
        <p className={classes.waiting}>
          <Bar width="60%" />
        </p>
      )}
      {keys.isError && <LoadError thing="the API keys" retry={keys.refetch} />}
      {items?.length === 0 && <NoKeys onMake={make.open} />}
      {items && items.length > 0 && <KeyList keys={items} onRevoke={setRevoked} />}
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

function NoKeys({ onMake }: { onMake: () => void }) {
  return (
    <>
      <EmptyState title="No API keys yet." actions={<Button onClick={onMake}>Make a key</Button>}>
        Make one for each program that texts people, so that each can be revoked by itself.
      </EmptyState>
      <div className={classes.example}>
        <p className="quiet">With a key, a text is one request:</p>
        <Code text={curlToSend()} label="the request" />
      </div>
    </>
  )
}
