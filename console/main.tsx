import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import 'virtual:theme.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/notices.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { problemIn } from './problem.ts'
import { makeRouter } from './router.tsx'
import { theme } from './ui/theme.ts'
import { useIsPhone } from './ui/useIsPhone.ts'

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  defaultOptions: { queries: { staleTime: 5_000, retry: isWorthRetrying } },
})
const router = makeRouter(queries)
const schemes = localStorageColorSchemeManager({ key: 'handset-scheme' })

// Styles come as files alone (theme-css.ts): what Mantine writes into the page by itself, the page does not take.
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      withCssVariables={false}
      withGlobalClasses={false}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
    >
      <section aria-label="Notices">
        <Notices />
      </section>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)

/** Under a thumb, at the bottom too: what a page is called and what one does with it is at its top (notices.css). */
function Notices() {
  const isPhone = useIsPhone()
  return <Notifications position={isPhone ? 'bottom-center' : 'bottom-right'} limit={3} withinPortal={false} />
}

/** The session may end while somebody looks at a screen: then the router asks who is there, and leads to the sign-in. */
function noticeSignedOut(error: Error, query: { queryKey: readonly unknown[] }): void {
  if (query.queryKey[0] === 'me') return
  // Removed from the workspace, or given another role: whoever asks who is there finds what is left.
  if (problemIn(error)?.is('workspace_not_found', 'not_allowed'))
    return void queries.invalidateQueries({ queryKey: ['me'] })
  if (problemIn(error)?.body.status !== 401) return
  queries.removeQueries({ queryKey: ['me'] })
  void router.invalidate()
}

function isWorthRetrying(failures: number, error: Error): boolean {
  const status = problemIn(error)?.body.status ?? 0
  return failures < 2 && (status === 0 || status >= 500)
}
