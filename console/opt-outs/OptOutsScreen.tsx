import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMatchRoute, useNavigate } from '@tanstack/react-router'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { SplitScreen } from '../ui/SplitScreen.tsx'
import { AddDialog } from './AddDialog.tsx'
import { ExportButton } from './ExportButton.tsx'
import { FilterBar } from './FilterBar.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import { OptOutList } from './OptOutList.tsx'

/** The registry: numbers that get no texts, by whose word, and what undoes it. */
export function OptOutsScreen() {
  const mayRead = useCan('history.read')
  const mayWrite = useCan('consent.write')
  const opened = useMatchRoute()({ to: '/opt-outs/$handle' })
  const handle = opened ? opened.handle : null
  const navigate = useNavigate()
  const [adding, add] = useDisclosure(false)
  const [importing, imports] = useDisclosure(false)
  if (!mayRead) return <NoPermission title="Opt-outs" thing="opt-outs" permission="history.read" />
  return (
    <>
      <SplitScreen openId={handle}>
        {(onLeave) => (
          <Page
            title="Opt-outs"
            sentence="Numbers that get no texts, codes included, whoever has them and whatever sends. Email and inbox go on."
            wide
            actions={
              <>
                <ExportButton />
                {mayWrite && (
                  <>
                    <Button variant="default" onClick={imports.open}>
                      Import
                    </Button>
                    <Button onClick={add.open}>Stop a number</Button>
                  </>
                )}
              </>
            }
          >
            <FilterBar />
            <OptOutList openHandle={handle} onLeave={onLeave} onAdd={add.open} />
          </Page>
        )}
      </SplitScreen>
      {adding && (
        <AddDialog
          onClose={add.close}
          onAdded={({ handle: added }) =>
            void navigate({
              to: '/opt-outs/$handle',
              params: { handle: added },
              search: true,
              state: { fromList: true },
            })
          }
        />
      )}
      {importing && <ImportDialog onClose={imports.close} />}
    </>
  )
}
