import { after, before } from 'node:test'
import { openSite, type Site } from './testing.ts'
import { type Callers, callersOf } from './testing-keys.ts'

// What a file of tests imports from here is made before its first test and closed after its last.
export let site: Site
export let [caller, withKey, waitForUse] = [] as unknown as Callers

before(async () => {
  site = await openSite()
  ;[caller, withKey, waitForUse] = callersOf(site)
})
after(() => site.close())
