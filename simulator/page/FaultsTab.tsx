import { NumberInput, Select, Switch } from '@mantine/core'
import { useState } from 'react'
import type { FaultName, SimStateView } from '../wire.ts'
import { changeFaults, type FaultChange } from './api.ts'
import { Copy } from './Copy.tsx'
import { curlOfFaults } from './curl.ts'
import styles from './Inspector.module.css'
import { FAULT_WORDS } from './words.ts'

const SHOWN: FaultName[] = [
  'latency_ms',
  'rate_429',
  'error_before',
  'error_after',
  'hang_before',
  'hang',
  'reset_before',
  'reset',
  'receipts_lost',
  'receipts_early',
  'receipts_doubled',
  'receipts_shuffled',
  'list_lag_ms',
  'sign_in_refused',
]

/** What goes wrong on purpose. The line at the end says how to do the same from a shell. */
export function FaultsTab({ state }: { state: SimStateView }) {
  const [last, setLast] = useState<FaultChange>({ rate_429: 0.2 })
  const apply = (change: FaultChange) => {
    setLast(change)
    void changeFaults(change)
  }
  return (
    <>
      <div style={{ padding: '6px 0' }}>
        {SHOWN.map((name) => (
          <Fault key={name} name={name} state={state} onChange={apply} />
        ))}
      </div>
      <Until state={state} onChange={apply} />
      <div className={`${styles.section} ${styles.lines}`}>
        <div className={`${styles.row} ${styles.spread}`}>
          <span className="quiet">The last change, from a shell</span>
          <Copy value={curlOfFaults(state, last)} what="curl" />
        </div>
        <pre className={styles.code}>{curlOfFaults(state, last)}</pre>
      </div>
    </>
  )
}

interface FaultProps {
  name: FaultName
  state: SimStateView
  onChange: (change: FaultChange) => void
}

function Fault({ name, state, onChange }: FaultProps) {
  const { faults } = state
  const [label, help] = FAULT_WORDS[name]
  const hits = faults.hits_by[name] ?? 0
  const shown = faults[name] ? faults[name] : suggested(name)
  return (
    <div className={styles.fault} data-active={faults[name] ? true : undefined}>
      <div>
        <div className={styles.label}>{label}</div>
        <div className="quiet" style={{ fontSize: 12, lineHeight: '16px' }}>
          {hits > 0 ? `${hits} hit · ${help}` : help}
        </div>
      </div>
      <Control name={name} value={faults[name]} onChange={onChange} />
      <Copy value={curlOfFaults(state, { [name]: shown })} what={`curl for ${label}`} />
    </div>
  )
}

/** What a copied line sets while the fault itself is off. */
function suggested(name: FaultName): number | boolean {
  if (name === 'sign_in_refused') return true
  return name.endsWith('_ms') ? 1000 : 0.2
}

function Control({
  name,
  value,
  onChange,
}: {
  name: FaultName
  value: number | boolean
  onChange: FaultProps['onChange']
}) {
  const [label] = FAULT_WORDS[name]
  if (typeof value === 'boolean') {
    return (
      <Switch
        aria-label={label}
        checked={value}
        onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
      />
    )
  }
  const isTime = name.endsWith('_ms')
  return (
    <NumberInput
      key={value}
      size="xs"
      aria-label={label}
      suffix={isTime ? ' ms' : ' %'}
      min={0}
      max={isTime ? 600_000 : 100}
      step={isTime ? 500 : 10}
      clampBehavior="strict"
      allowNegative={false}
      decimalScale={0}
      defaultValue={isTime ? value : Math.round(value * 100)}
      onBlur={(event) => {
        const typed = Number.parseInt(event.currentTarget.value, 10) || 0
        const changed = isTime ? typed : typed / 100
        if (changed !== value) onChange({ [name]: changed })
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  )
}

const MINUTE_MS = 60_000

function Until({ state, onChange }: { state: SimStateView; onChange: FaultProps['onChange'] }) {
  const { until_count: count, until_ms: ms } = state.faults
  const value = count !== null ? `count ${count}` : ms !== null ? `ms ${ms}` : 'cleared'
  const choices = [
    { value: 'cleared', label: 'cleared by hand' },
    { value: 'count 1', label: '1 hit' },
    { value: 'count 10', label: '10 hits' },
    { value: 'count 100', label: '100 hits' },
    { value: `ms ${MINUTE_MS}`, label: '1 minute' },
    { value: `ms ${10 * MINUTE_MS}`, label: '10 minutes' },
  ]
  const left = count !== null ? `${count} hits left` : ms !== null ? `${Math.ceil(ms / 1000)} s left` : null
  const data = choices.some((choice) => choice.value === value)
    ? choices
    : [...choices, { value, label: left ?? value }]
  return (
    <div className={`${styles.section} ${styles.row} ${styles.spread}`}>
      <span className={styles.label}>Until</span>
      <Select
        size="xs"
        w={160}
        aria-label="Until"
        allowDeselect={false}
        data={data}
        value={value}
        onChange={(chosen) => {
          const [unit, amount] = (chosen ?? '').split(' ')
          onChange({
            until_count: unit === 'count' ? Number(amount) : null,
            until_ms: unit === 'ms' ? Number(amount) : null,
          })
        }}
      />
    </div>
  )
}
