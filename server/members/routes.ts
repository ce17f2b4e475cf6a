import { newRoutes } from '../kit/route.ts'
import { acceptRoutes } from './accept-routes.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { memberRoutes } from './member-routes.ts'
import { roleRoutes } from './role-routes.ts'

export const membersRoutes = newRoutes()
  .route('/', memberRoutes)
  .route('/', invitationRoutes)
  .route('/', acceptRoutes)
  .route('/', roleRoutes)
