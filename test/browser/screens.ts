// Takes a picture of every screen in every state, in both widths and both schemes:
//   node test/browser/screens.ts <folder> [tour …]
// With tours named only those are walked, with the owner signed in already. Fails where a page broke its own policy.
// Needs a database, as single tests do (DATABASE_URL).
import { type Album, openAlbum } from './album.ts'
import { findChromium, launch, NO_CHROMIUM } from './chromium.ts'
import { watch } from './look.ts'
import { becomeOwner } from './owner.ts'
import { openSite } from './site.ts'
import { tourApiKeys } from './tour-api-keys.ts'
import { tourAudit } from './tour-audit.ts'
import { tourConsent } from './tour-consent.ts'
import { tourDecisions } from './tour-decisions.ts'
import { tourDiagnose } from './tour-diagnose.ts'
import { tourDue } from './tour-due.ts'
import { tourEmail } from './tour-email.ts'
import { tourEvents } from './tour-events.ts'
import { tourHealth } from './tour-health.ts'
import { tourHistory } from './tour-history.ts'
import { tourHistoryChannels } from './tour-history-channels.ts'
import { tourImport } from './tour-import.ts'
import { tourInbox } from './tour-inbox.ts'
import { tourInheritance } from './tour-inheritance.ts'
import { tourLinks } from './tour-links.ts'
import { tourMailRedirect } from './tour-mail-redirect.ts'
import { tourMailServer } from './tour-mail-server.ts'
import { tourMails } from './tour-mails.ts'
import { tourMembers } from './tour-members.ts'
import { tourOperators } from './tour-operators.ts'
import { tourOptOuts } from './tour-opt-outs.ts'
import { tourOwnPhone } from './tour-own-phone.ts'
import { tourPace } from './tour-pace.ts'
import { tourPeople } from './tour-people.ts'
import { tourPhoneQuality } from './tour-phone-quality.ts'
import { tourPreferences } from './tour-preferences.ts'
import { tourReplies } from './tour-replies.ts'
import { tourReplyRoutes } from './tour-reply-routes.ts'
import { tourScim } from './tour-scim.ts'
import { tourSettings } from './tour-settings.ts'
import { tourSetup } from './tour-setup.ts'
import { tourSignIn } from './tour-sign-in.ts'
import { tourSimulator } from './tour-simulator.ts'
import { tourStatistics } from './tour-statistics.ts'
import { tourTemplates } from './tour-templates.ts'
import { tourTriggers } from './tour-triggers.ts'
import { tourTrouble } from './tour-trouble.ts'
import { tourWebhooks } from './tour-webhooks.ts'
import { tourWorkspaces } from './tour-workspaces.ts'

const TOURS = {
  setup: tourSetup,
  settings: tourSettings,
  consent: tourConsent,
  people: tourPeople,
  replies: tourReplies,
  'opt-outs': tourOptOuts,
  'phone-quality': tourPhoneQuality,
  import: tourImport,
  events: tourEvents,
  diagnose: tourDiagnose,
  inbox: tourInbox,
  pace: tourPace,
  'reply-routes': tourReplyRoutes,
  history: tourHistory,
  'history-channels': tourHistoryChannels,
  trouble: tourTrouble,
  simulator: tourSimulator,
  health: tourHealth,
  mails: tourMails,
  members: tourMembers,
  'mail-server': tourMailServer,
  'api-keys': tourApiKeys,
  decisions: tourDecisions,
  'own-phone': tourOwnPhone,
  preferences: tourPreferences,
  'sign-in': tourSignIn,
  audit: tourAudit,
  workspaces: tourWorkspaces,
  inheritance: tourInheritance,
  operators: tourOperators,
  scim: tourScim,
  statistics: tourStatistics,
  templates: tourTemplates,
  due: tourDue,
  triggers: tourTriggers,
  email: tourEmail,
  'mail-redirect': tourMailRedirect,
  links: tourLinks,
  webhooks: tourWebhooks,
}

const [folder, ...wanted] = process.argv.slice(2)
if (!folder) throw new Error('Name a folder for the pictures.')
const unknown = wanted.filter((name) => !(name in TOURS))
if (unknown.length > 0)
  throw new Error(`No such tour: ${unknown.join(', ')}. There are ${Object.keys(TOURS).join(', ')}.`)
const names = wanted.length > 0 ? (wanted as (keyof typeof TOURS)[]) : (Object.keys(TOURS) as (keyof typeof TOURS)[])
const chromium = await findChromium()
if (!chromium) throw new Error(NO_CHROMIUM)
const site = await openSite()
const browser = await launch(chromium)
let album: Album | undefined
try {
  const context = await browser.newContext({ reducedMotion: 'reduce', colorScheme: 'light' })
  context.setDefaultTimeout(10_000)
  const seen = watch(context)
  album = await openAlbum(folder, await context.newPage())
  if (!names.includes('setup')) await becomeOwner(album.page, site)
  for (const name of names) await TOURS[name](album, site)
  const refused = seen.complaints.filter((line) => line.includes('Content Security Policy'))
  if (refused.length > 0) throw new Error(refused.join('\n'))
} catch (error) {
  console.error(await album?.page.locator('body').ariaSnapshot())
  throw error
} finally {
  await album?.close()
  await browser.close()
  await site.stop()
}
