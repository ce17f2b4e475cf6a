import { Button, Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type SettingsOut } from '../api.ts'
import { ActionBar } from '../ui/ActionBar.tsx'
import { Banner } from '../ui/Banner.tsx'
import { toast } from '../ui/toast.tsx'
import { useEditing } from './editing.tsx'
import classes from './FormFrame.module.css'
import { ProviderTable } from './ProviderTable.tsx'
import { SaveOutcome } from './SaveOutcome.tsx'
import { useSave } from './useSave.ts'
import { type Provider, providerInSentence, providerNames, savedWords } from './words.ts'

const lines: Record<Provider, string> = {
  twilio: 'Worldwide, with receipts. You need a Twilio account with a number that can send SMS.',
  webhook: 'Any gateway: Handset posts each text to an https address of yours.',
  simulator: 'Try everything with no account. Texts appear on handsets in your browser.',
}

export function ProviderChoice({ settings }: { settings: SettingsOut }) {
  const editing = useEditing()
  const [chosen, setChosen] = useState<Provider | null>(settings.provider)
  const save = useSave()
  const offered: Provider[] = ['twilio', 'webhook', ...(settings.simulator.offered ? (['simulator'] as const) : [])]
  const isSwitch = settings.provider !== null && chosen !== null && chosen !== settings.provider
  const kept = settings.kept.some((one) => one.provider === chosen)
  const pick = (provider: Provider) => {
    save.reset()
    setChosen(provider)
    if (settings.provider === null) editing.edit('account', provider)
  }
  const goOn = () => {
    if (!chosen) return
    if (!kept) return editing.edit('account', chosen)
    save.mutate(
      { provider: chosen, revision: settings.revision },
      {
        onSuccess: (saved) => {
          toast(savedWords(saved))
          editing.saved('provider', saved.checks)
        },
      },
    )
  }
  return (
    <div className={classes.fields}>
      <Radio.Group aria-label="Provider" value={chosen} onChange={(value) => pick(value as Provider)}>
        {offered.map((provider, n) => (
          <Radio
            key={provider}
            mt={n ? 10 : 0}
            value={provider}
            label={providerNames[provider]}
            description={lines[provider]}
          />
        ))}
      </Radio.Group>
      <ProviderTable />
      {isSwitch && settings.provider && <SwitchWords from={settings.provider} to={chosen} />}
      <SaveOutcome
        asks={chosen ? providerInSentence[chosen] : undefined}
        busy={save.isPending}
        error={save.error}
        fields={[]}
        onRetry={goOn}
      />
      {(settings.provider !== null || settings.inherited) && (
        <ActionBar>
          {settings.provider !== null && (
            <Button disabled={!isSwitch} loading={save.isPending} onClick={goOn}>
              {kept ? `Check and switch` : 'Continue'}
            </Button>
          )}
          <Button variant="default" onClick={editing.cancel}>
            Cancel
          </Button>
        </ActionBar>
      )}
    </div>
  )
}

function SwitchWords({ from, to }: { from: Provider; to: Provider }) {
  const counts = useQuery({ queryKey: ['counts', {}], queryFn: () => api.counts({}) })
  const pending = counts.data?.pending
  const many = pending?.count ? `${pending.count.toLocaleString('en')}${pending.more ? '+' : ''}` : null
  return (
    <Banner tone="blue" title={`Switch to ${providerInSentence[to]}?`}>
      New texts use it from now on{many && `; ${many} not finished yet finish where they are`}. The settings of{' '}
      {providerInSentence[from]} are kept.
    </Banner>
  )
}
