import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { alertRoutes } from './alert-routes.ts'
import { installationRoutes } from './installation-routes.ts'
import { messageRoutes } from './message-routes.ts'
import { connect, forgot, invitation, newPassword, noWorkspace, root, setup, signIn } from './outside-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { settingsRoutes } from './settings-routes.ts'
import { FailedScreen } from './shell/screens.tsx'
import { home, signedIn } from './signed-in-routes.ts'

const routeTree = root.addChildren([
  signIn,
  forgot,
  newPassword,
  connect,
  setup,
  noWorkspace,
  invitation,
  signedIn.addChildren([
    home,
    ...profileRoutes,
    ...messageRoutes,
    ...peopleRoutes,
    ...alertRoutes,
    ...settingsRoutes,
    ...installationRoutes,
  ]),
])

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: FailedScreen,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
  interface HistoryState {
    /** It was opened from its list, so going back leads to the list where it was. */
    fromList?: boolean
  }
}
