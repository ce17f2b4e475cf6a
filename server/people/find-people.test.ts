import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openSlice, type Slice } from '../../test/slice.ts'
import { handleOf } from '../consent/handle.ts'
import { peopleRoutes } from './routes.ts'
import { peopleIn } from './testing.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(peopleRoutes)
})
after(() => slice.close())

const workspaceFor = () => peopleIn(slice)

describe('the list', () => {
  test('is newest first and goes on where the page before ended', async () => {
    const { call, add, names } = await workspaceFor()
    for (const name of ['One', 'Two', 'Three']) await add({ last_name: name })
    assert.deepEqual(await names('limit=2'), ['Three', 'Two'])
    const { next } = (await call('GET', '/v1/people?limit=2')).body
    assert.deepEqual(await names(`limit=2&after=${next}`), ['One'])
    assert.equal((await call('GET', '/v1/people?after=nonsense')).status, 422)
  })

  test('is searched by how words begin, without accents, in any order, each person once over the pages', async () => {
    const { call, add, names } = await workspaceFor()
    await add({ first_name: 'José', last_name: 'Josefsson', email: 'jose@acme.example' })
    await add({ first_name: 'Joséphine', last_name: 'Núñez', external_id: 'JN-4' })
    await add({ first_name: 'Ann-Marie', last_name: 'O’Hara' })
    const { items, next } = (await call('GET', '/v1/people?search=jose&limit=1')).body
    assert.equal(items[0].last_name, 'Josefsson')
    assert.deepEqual(await names(`search=jose&limit=1&after=${encodeURIComponent(next)}`), ['Joséphine Núñez'])
    assert.deepEqual(await names('search=nunez%20jos'), ['Joséphine Núñez'])
    assert.deepEqual(await names('search=jn-4'), ['Joséphine Núñez'])
    assert.deepEqual(await names('search=marie'), ['Ann-Marie O’Hara'])
    assert.deepEqual(await names('search=jose%40ac'), ['José Josefsson'])
    assert.deepEqual(await names('search=jose%20marie'), [])
  })

  test('is narrowed to a group, a state of reach, the inactive and one number', async () => {
    const { id: workspaceId, call, add, names, stop } = await workspaceFor()
    const { id: group } = (await call('POST', '/v1/groups', { name: 'Night' })).body
    await add({ last_name: 'Ok', phone: '+14155550110', groups: [group] })
    await add({ last_name: 'None', active: false, groups: [group] })
    await add({ last_name: 'Stopped', phone: '+14155550111' })
    await stop('+14155550111')
    assert.deepEqual(await names(`group=${group}`), ['None', 'Ok'])
    assert.deepEqual(await names('group=grp_none'), [])
    assert.deepEqual(await names('reach=ok'), ['Ok'])
    assert.deepEqual(await names('reach=no_phone'), ['None'])
    assert.deepEqual(await names('reach=opted_out'), ['Stopped'])
    assert.deepEqual(await names('active=false'), ['None'])
    assert.deepEqual(await names(`group=${group}&active=true&reach=ok`), ['Ok'])
    const handle = handleOf(slice.context.keys, workspaceId, slice.context.keys.hashNumber('+14155550111'))
    assert.deepEqual(await names(`recipient=${handle}`), ['Stopped'])
    await add({ last_name: 'Stopped', groups: [group] })
    assert.deepEqual(await names('search=stopped&reach=no_phone'), ['Stopped'])
    assert.deepEqual(await names(`search=ok&group=${group}&reach=ok`), ['Ok'])
    assert.deepEqual(await names(`search=stopped&group=${group}&reach=opted_out`), [])
    assert.deepEqual(await names(`search=stopped&group=${group}`), ['Stopped'])
    assert.deepEqual(await names(`recipient=${handle}&group=${group}`), [])
    assert.deepEqual(await names(`search=stopped&recipient=${handle}&active=true`), ['Stopped'])
    assert.deepEqual(await names(`search=ok&recipient=${handle}&group=${group}`), [])
    assert.equal((await call('GET', '/v1/people?recipient=415')).status, 422)
  })
})
