import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: api.sessions })
export const waysQuery = queryOptions({ queryKey: ['sign-in-methods'], queryFn: api.signInMethods })
