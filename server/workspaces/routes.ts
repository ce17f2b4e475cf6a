import { newRoutes } from '../kit/route.ts'
import { apiKeyRoutes } from './api-key-routes.ts'
import { installationRoutes } from './installation-routes.ts'
import { meRoutes } from './me-routes.ts'
import { operatorRoutes } from './operator-routes.ts'
import { overseeRoutes } from './oversee-routes.ts'
import { setupRoutes } from './setup-routes.ts'
import { ownWorkspaceRoutes } from './workspace-routes.ts'

export const workspaceRoutes = newRoutes()
  .route('/', meRoutes)
  .route('/', setupRoutes)
  .route('/', installationRoutes)
  .route('/', ownWorkspaceRoutes)
  .route('/', operatorRoutes)
  .route('/', overseeRoutes)
  .route('/', apiKeyRoutes)
