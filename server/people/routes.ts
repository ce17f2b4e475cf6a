import { newRoutes } from '../kit/route.ts'
import { groupRoutes } from './group-routes.ts'
import { importRoutes } from './import/routes.ts'
import { importRunRoutes } from './import/run-routes.ts'
import { personRoutes } from './person-routes.ts'
import { qualityRoutes } from './quality/routes.ts'

export const peopleRoutes = newRoutes()
  .route('/', personRoutes)
  .route('/', groupRoutes)
  .route('/', importRoutes)
  .route('/', importRunRoutes)
  .route('/', qualityRoutes)
