import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ForOperators } from '../shell/screens.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Page } from '../ui/Page.tsx'
import { LoadError } from '../ui/states.tsx'
import { Older, WaitingLines } from '../ui/Table.tsx'
import { AddDialog } from './AddDialog.tsx'
import type { Operator } from './api.ts'
import classes from './Operators.module.css'
import { operatorsQuery } from './queries.ts'
import { RemoveDialog } from './RemoveDialog.tsx'

/** Who runs the installation. */
export function OperatorsScreen() {
  return (
    <ForOperators title="Operators" thing="who runs the installation">
      <Operators />
    </ForOperators>
  )
}

function Operators() {
  const operators = useInfiniteQuery(operatorsQuery)
  const [adding, add] = useDisclosure(false)
  const [removed, remove] = useState<Operator | null>(null)
  const items = operators.data?.pages.flatMap((page) => page.items)
  return (
    <Page
      title="Operators"
      sentence="They run this installation: its workspaces, its provider and mail server, and who else is an operator. What is in a workspace they see only as its members."
      actions={items && <Button onClick={add.open}>Add an operator</Button>}
    >
      {operators.isPending && <WaitingLines />}
      {operators.isError && !items && <LoadError thing="the operators" retry={operators.refetch} />}
      {items && (
        <ul className={classes.list} aria-label="Operators">
          {items.map((operator) => (
            <OperatorRow key={operator.id} operator={operator} onRemove={() => remove(operator)} />
          ))}
        </ul>
      )}
      {operators.isFetchNextPageError && <LoadError thing="more of them" retry={operators.fetchNextPage} />}
      {!operators.isFetchNextPageError && <Older list={operators} label="More" />}
      {adding && <AddDialog onClose={add.close} />}
      {removed && <RemoveDialog operator={removed} onClose={() => remove(null)} />}
    </Page>
  )
}

function OperatorRow({ operator, onRemove }: { operator: Operator; onRemove: () => void }) {
  const { name, email, you, last_operator } = operator
  return (
    <li className={classes.operator} aria-label={name}>
      <div className={classes.who}>
        <span className={classes.name}>{name}</span> {you && <span className="quiet">you</span>}
        <div className="quiet">{email}</div>
      </div>
      {last_operator ? (
        <span className={classes.only}>The only operator: add somebody else first.</span>
      ) : (
        <LinkButton danger onClick={onRemove} aria-label={you ? 'Step down' : `Remove ${name}`}>
          {you ? 'Step down' : 'Remove'}
        </LinkButton>
      )}
    </li>
  )
}
