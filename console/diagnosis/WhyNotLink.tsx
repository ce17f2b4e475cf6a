import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useCan } from '../shell/session.ts'

interface WhyNotLinkProps {
  person?: string
  event?: string
  /** Among words, not among buttons. */
  plain?: boolean
  children: React.ReactNode
}

/** To why somebody got nothing, for those who may see people and what was sent. */
export function WhyNotLink({ person, event, plain, children }: WhyNotLinkProps) {
  const [readsPeople, readsHistory] = [useCan('people.read'), useCan('history.read')]
  if (!readsPeople || !readsHistory) return null
  const search = { ...(person && { person }), ...(event && { event }) }
  if (plain)
    return (
      <Link to="/diagnose" search={search}>
        {children}
      </Link>
    )
  return (
    <Button variant="default" renderRoot={(props) => <Link to="/diagnose" search={search} {...props} />}>
      {children}
    </Button>
  )
}
