import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type WorkspaceState } from '../api.ts'
import { useIsOperator, useMe } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { Bar, EmptyState, LoadError } from '../ui/states.tsx'
import { NewWorkspaceDialog } from './NewWorkspaceDialog.tsx'
import { OverseenDrawer } from './OverseenDrawer.tsx'
import { OverseenRows } from './OverseenRows.tsx'
import { StateFilter } from './StateFilter.tsx'
import classes from './WorkspacesScreen.module.css'

interface Filter {
  search?: string
  state?: WorkspaceState
}

const overseenQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['overseen', filter],
    queryFn: ({ pageParam }) => api.workspaces(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** Every workspace of the installation, for its operator. */
export function WorkspacesScreen() {
  const isOperator = useIsOperator()
  if (isOperator) return <Workspaces />
  return (
    <Page title="Workspaces">
      <p className="quiet">You cannot see the workspaces of this installation. Its operators can.</p>
    </Page>
  )
}

function Workspaces() {
  const me = useMe()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const [state, setState] = useState<WorkspaceState | undefined>()
  const [making, make] = useDisclosure(false)
  const [openId, setOpenId] = useState<string | null>(null)
  const list = useInfiniteQuery(overseenQuery({ ...(search && { search }), ...(state && { state }) }))
  const items = list.data?.pages.flatMap((page) => page.items)
  const opened = items?.find(({ id }) => id === openId) ?? null
  const isFiltered = search !== '' || state !== undefined
  return (
    <Page
      title="Workspaces"
      sentence="Every workspace of this installation: how it stands and how much it sends. What is in them is theirs."
      actions={me.may_make_workspaces && <Button onClick={make.open}>New workspace</Button>}
    >
      <div className={classes.bar}>
        <TextInput
          className={classes.search!}
          aria-label="Search by name or slug"
          placeholder="Name or slug"
          leftSection={<IconSearch size={15} stroke={1.75} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
        />
        <StateFilter state={state} onPick={setState} />
      </div>
      {list.isPending && <Waiting />}
      {list.isError && !items && <LoadError thing="the workspaces" retry={list.refetch} />}
      {items?.length === 0 && isFiltered && (
        <EmptyState title="No workspace is like that.">Another name, or another state, may find it.</EmptyState>
      )}
      {items?.length === 0 && !isFiltered && (
        <EmptyState title="No workspaces yet.">Each has settings, texts and members of its own.</EmptyState>
      )}
      {items && items.length > 0 && <OverseenRows rows={items} onOpen={({ id }) => setOpenId(id)} />}
      {list.hasNextPage && (
        <div className={classes.older}>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Older
          </Button>
        </div>
      )}
      {making && <NewWorkspaceDialog onClose={make.close} />}
      <OverseenDrawer workspace={opened} onClose={() => setOpenId(null)} />
    </Page>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.waiting}>
      {['70%', '62%', '75%', '66%', '58%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}
