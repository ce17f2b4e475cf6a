import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { api } from '../api.ts'
import { LoadError, SlowSpinner } from '../ui/states.tsx'
import { Gate } from './Gate.tsx'
import { SetupForm } from './SetupForm.tsx'

/** First start: the one-time address from the terminal leads here. */
export function SetupScreen() {
  const token = useLocation({ select: ({ hash }) => hash })
  const setup = useQuery({ queryKey: ['setup', token], queryFn: () => api.setup(token || undefined) })
  if (setup.isPending) {
    return (
      <Gate title="Set up Handset">
        <SlowSpinner label="Loading" />
      </Gate>
    )
  }
  if (setup.isError) {
    return (
      <Gate title="Set up Handset">
        <LoadError thing="the set-up" retry={setup.refetch} />
      </Gate>
    )
  }
  if (!setup.data.needed) {
    return (
      <Gate title="This installation has its owner" lead="The set-up address worked once and is used up.">
        <p>
          <Link to="/sign-in">Sign in</Link>
        </p>
      </Gate>
    )
  }
  if (!token || !setup.data.key) {
    return (
      <Gate
        title="This set-up address is not the current one"
        lead="The terminal that started Handset prints the address. Each start makes a new one and ends the one before."
      >
        {null}
      </Gate>
    )
  }
  return (
    <Gate
      title="Set up Handset"
      lead="You become the owner of this installation and of its first workspace. Nothing is sent anywhere yet."
    >
      <SetupForm token={token} setup={setup.data} />
    </Gate>
  )
}
