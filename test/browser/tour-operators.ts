import type { Album } from './album.ts'
import { addPerson } from './people.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Operators: alone, somebody being added, two, one being removed, not loaded, and not for everybody. */
export async function tourOperators({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads } = visit(page, site.url)
  const email = 'second.operator@acme.example'
  await addPerson(site, email)
  await open('/?workspace=installation')
  await open('/installation/operators')
  await reads('The only operator')
  await take('150-operators-alone')
  await press('Add an operator')
  await fill('Email', 'nobody@acme.example')
  await press('Add')
  await reads('Nobody with this address is here.')
  await take('151-operator-unknown')
  await fill('Email', email)
  await press('Add')
  await reads('second.operator is an operator.')
  await take('152-operators')
  await press('Remove second.operator')
  await take('153-operator-remove')
  await press('Remove')
  await reads('The only operator')
  await page.route('**/v1/installation/operators*', (route) =>
    route.fulfill({ status: 503, json: { status: 503, code: 'x', detail: 'x' } }),
  )
  await open('/installation/operators')
  await reads('Could not load the operators.')
  await take('154-operators-not-loaded')
  await page.unrouteAll()
  await open('/?workspace=acme')
}
