import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: api.sessions })
export const waysQuery = queryOptions({ queryKey: ['sign-in-methods'], queryFn: api.signInMethods })

/** Asked again while it is looked at: the code is entered on another device, or STOP comes from the phone. */
export const ownPhoneQuery = queryOptions({ queryKey: ['own-phone'], queryFn: api.ownPhone, refetchInterval: 3000 })
