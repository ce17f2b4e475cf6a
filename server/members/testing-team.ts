import { after, before } from 'node:test'
import { type Invitations, invitationsOf, openTeam, type Team, type Teammate } from './testing.ts'

// What a file of tests imports from here is made before its first test and stopped after its last.
export let team: Team
export let owner: Teammate
/** What the owner does, and those who follow the links. */
export let { invite, look, accept, change } = {} as Invitations

before(async () => {
  team = await openTeam()
  owner = await team.person('owner')
  ;({ invite, look, accept, change } = invitationsOf(team, owner))
})
after(() => team.server.stop())
