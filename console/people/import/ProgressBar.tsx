import { Progress } from '@mantine/core'

interface ProgressBarProps {
  label: string
  done: number
  of: number
}

export function ProgressBar({ label, done, of }: ProgressBarProps) {
  const share = of === 0 ? 0 : Math.min(100, (done / of) * 100)
  return (
    <Progress.Root size={8} radius={4}>
      <Progress.Section value={share} aria-label={label} />
    </Progress.Root>
  )
}
