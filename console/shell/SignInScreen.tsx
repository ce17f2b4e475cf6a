import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api } from '../api.ts'
import { endedWords, refusalWords } from '../sign-in/refusals.ts'
import { SignInForm } from '../sign-in/SignInForm.tsx'
import { Banner } from '../ui/Banner.tsx'
import { Gate } from './Gate.tsx'
import { signInOptionsQuery } from './useSendsMail.ts'

const route = getRouteApi('/sign-in')

export function SignInScreen() {
  const { to, refused } = route.useSearch()
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => api.setup(undefined) })
  // Asked each time: it is told of the session that this browser had a moment ago.
  const ended = useQuery({ ...signInOptionsQuery, staleTime: 0 }).data?.ended
  return (
    <Gate title="Sign in">
      {setup.data?.needed && (
        <div style={{ marginTop: 16 }}>
          <Banner tone="blue" title="This installation has no owner yet.">
            The terminal that started it prints a one-time set-up address. Open that address to make the first owner.
          </Banner>
        </div>
      )}
      {refused && (
        <div style={{ marginTop: 16 }}>
          <Banner tone="red" title={refusalWords(refused)} urgent />
        </div>
      )}
      {ended && !refused && (
        <div style={{ marginTop: 16 }}>
          <Banner tone="blue" title={endedWords[ended].title}>
            {endedWords[ended].text}
          </Banner>
        </div>
      )}
      <SignInForm to={to ?? '/'} />
    </Gate>
  )
}
