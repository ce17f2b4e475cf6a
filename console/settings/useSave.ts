import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type SettingsPatch, type SettingsSaved } from '../api.ts'
import {
  changesQuery,
  paceQuery,
  readinessQuery,
  repliesQuery,
  sampleQuery,
  sendersQuery,
  settingsQuery,
} from './queries.ts'

/** Saves a part of the settings; whatever else on the page depends on them is asked for again. */
export function useSave() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (patch: SettingsPatch) => api.saveSettings(patch),
    onSuccess: (saved: SettingsSaved) => {
      queries.setQueryData(settingsQuery.queryKey, saved)
      for (const { queryKey } of [readinessQuery, changesQuery, sampleQuery, sendersQuery, paceQuery, repliesQuery]) {
        void queries.invalidateQueries({ queryKey })
      }
    },
  })
}
