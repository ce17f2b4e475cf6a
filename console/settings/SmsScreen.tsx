import { useDisclosure } from '@mantine/hooks'
import { IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { SettingsOut } from '../api.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Page } from '../ui/Page.tsx'
import { LoadError } from '../ui/states.tsx'
import { Banners } from './Banners.tsx'
import { EditingProvider, SECTIONS, type SectionId, useEditing } from './editing.tsx'
import { HeadActions, Sentence, StateChips } from './Head.tsx'
import { useMayTest } from './may-test.ts'
import { NothingConnected } from './NothingConnected.tsx'
import { readinessQuery, settingsQuery } from './queries.ts'
import { Readiness } from './Readiness.tsx'
import { needsAttention } from './readiness-words.ts'
import { Sections, WaitingSections } from './Sections.tsx'
import classes from './SmsScreen.module.css'
import { TestDialog } from './TestDialog.tsx'

/** What an operator or somebody else changes meanwhile is seen while one looks. */
const LIVE = { refetchInterval: 5000 }

export function SmsScreen() {
  const mayRead = useCan('sms.read')
  return mayRead ? <Loaded /> : <NoPermission title="SMS" thing="SMS settings" permission="sms.read" />
}

function Loaded() {
  const settings = useQuery({ ...settingsQuery, ...LIVE })
  if (settings.data) {
    return (
      <EditingProvider first={firstSection(settings.data)}>
        <Sms settings={settings.data} />
      </EditingProvider>
    )
  }
  return (
    <Page title="SMS">
      {settings.isError ? (
        <LoadError thing="the SMS settings" retry={settings.refetch} />
      ) : (
        <div className={classes.columns}>
          <WaitingSections />
        </div>
      )}
    </Page>
  )
}

function Sms({ settings }: { settings: SettingsOut }) {
  const place = useLocation({ select: (location) => location.hash })
  const navigate = useNavigate()
  const editing = useEditing()
  const mayTest = useMayTest(settings)
  const asked = SECTIONS.find((section) => section === place)
  const { edit: open, show } = editing
  useEffect(() => {
    if (!asked) return
    if (READ_ONLY.includes(asked)) show(asked)
    else open(asked)
    // The address asks once: what is open afterwards is the reader's own business.
    void navigate({ to: '/settings/sms', replace: true, hashScrollIntoView: false })
    requestAnimationFrame(() => document.getElementById(asked)?.scrollIntoView({ block: 'start' }))
  }, [asked, open, show, navigate])

  return (
    <Page
      title="SMS"
      status={<StateChips settings={settings} />}
      sentence={<Sentence settings={settings} />}
      actions={<HeadActions settings={settings} />}
    >
      <Banners settings={settings} />
      {settings.state === 'not_configured' && editing.draft === null && <NothingConnected settings={settings} />}
      <div className={classes.columns}>
        <div className={classes.main}>
          {settings.provider !== null && <ReadinessLine inherited={settings.inherited} />}
          <Sections settings={settings} />
        </div>
        {settings.provider !== null && (
          <div className={classes.rail}>
            <Readiness inherited={settings.inherited} />
          </div>
        )}
      </div>
      {place === 'test' && mayTest && (
        <TestDialog onClose={() => void navigate({ to: '/settings/sms', replace: true })} />
      )}
    </Page>
  )
}

/** Where there is no room for the rail: how many lines need somebody, and the list as a sheet. */
function ReadinessLine({ inherited }: { inherited: boolean }) {
  const [opened, sheet] = useDisclosure(false)
  const readiness = useQuery({ ...readinessQuery, ...LIVE })
  const checks = readiness.data?.checks ?? []
  const attention = needsAttention(checks)
  if (checks.length === 0) return null
  return (
    <>
      <button type="button" className={classes.line} onClick={sheet.open}>
        {attention === 0 ? `All ${checks.length} checks in order` : `${attention} of ${checks.length} need attention`}
        <IconChevronRight size={18} stroke={1.75} aria-hidden />
      </button>
      <Dialog opened={opened} onClose={sheet.close} title="What is needed">
        <Readiness onGo={sheet.close} inherited={inherited} />
      </Dialog>
    </>
  )
}

/** There is nothing to edit in these: a link to them only leads there. */
const READ_ONLY: SectionId[] = ['receipts', 'changes']

/** Whoever has not finished goes on where it stopped. */
function firstSection(settings: SettingsOut): SectionId | null {
  if (settings.state === 'not_configured') return 'provider'
  return settings.state === 'can_create' && !settings.inherited ? 'sender' : null
}
