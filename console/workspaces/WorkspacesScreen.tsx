import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ForOperators } from '../shell/screens.tsx'
import { useMe } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { EmptyState, LoadError } from '../ui/states.tsx'
import { Older, WaitingLines } from '../ui/Table.tsx'
import { FilterBar } from './FilterBar.tsx'
import { useFilters, useOpenWorkspace } from './filter.ts'
import { NewWorkspaceDialog } from './NewWorkspaceDialog.tsx'
import { OverseenDrawer } from './OverseenDrawer.tsx'
import { OverseenRows } from './OverseenRows.tsx'
import { overseenQuery } from './queries.ts'

/** Every workspace of the installation, for its operator. */
export function WorkspacesScreen() {
  return (
    <ForOperators title="Workspaces" thing="the list of workspaces">
      <Workspaces />
    </ForOperators>
  )
}

function Workspaces() {
  const me = useMe()
  const { filters, isFiltered } = useFilters()
  const { openSlug, open, close } = useOpenWorkspace()
  const [making, make] = useDisclosure(false)
  const list = useInfiniteQuery(overseenQuery(filters))
  const items = list.data?.pages.flatMap((page) => page.items)
  return (
    <Page
      title="Workspaces"
      sentence="Every workspace of this installation: how it stands and how much it sends. What is in them is theirs."
      actions={me.may_make_workspaces && <Button onClick={make.open}>New workspace</Button>}
    >
      <FilterBar />
      {list.isPending && <WaitingLines />}
      {list.isError && !items && <LoadError thing="the workspaces" retry={list.refetch} />}
      {items?.length === 0 && isFiltered && (
        <EmptyState title="No workspace is like that.">Another name, or another state, may find it.</EmptyState>
      )}
      {items?.length === 0 && !isFiltered && (
        <EmptyState title="No workspaces yet.">Each has settings, texts and members of its own.</EmptyState>
      )}
      {items && items.length > 0 && <OverseenRows rows={items} onOpen={({ slug }) => open(slug)} />}
      <Older list={list} />
      {making && <NewWorkspaceDialog onClose={make.close} />}
      <OverseenDrawer slug={openSlug} listed={items} onClose={close} />
    </Page>
  )
}
