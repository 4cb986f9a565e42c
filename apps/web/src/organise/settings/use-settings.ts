import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { EventSettings, SettingsEdit } from '@kopa/contracts';
import { invertSettings, isEqual, type SettingsPatch } from '@kopa/domain';
import { Refused } from '../../shell/call.js';
import { useTranslation } from 'react-i18next';
import { organisedQuery } from '../organise-context.js';
import { editSettings, fetchSettings } from './remote.js';
import { refusalInWords } from '../refusals/in-words.js';
import { settingsLabels } from './labels.js';

type Outcome = 'idle' | 'saving' | 'saved' | 'undone';

/** The way back of an edit, and what it left behind: what stands otherwise by now is somebody else's. */
interface Step {
  back: SettingsEdit;
  left: SettingsEdit;
}

/** What an edit found in its place: the same twice means that nobody else touched it. */
const found = (settings: EventSettings, { backstageUrl, ...edit }: SettingsEdit): SettingsEdit => ({
  ...invertSettings(settings, edit as SettingsPatch),
  ...(backstageUrl === undefined ? {} : { backstageUrl: settings.backstageUrl }),
});

/** The settings of an event, saved edit by edit in their order, with the way back of each. */
export function useSettings(slug: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const queryKey = ['settings', slug];
  const { data, error, refetch } = useQuery({ queryKey, queryFn: () => fetchSettings(slug), refetchOnMount: 'always' });
  const [outcome, setOutcome] = useState<Outcome>('idle');
  const [fault, setFault] = useState<{ text: string; mine?: SettingsEdit } | null>(null);
  const steps = useRef<Step[]>([]);
  const [canUndo, setCanUndo] = useState(false);
  const line = useRef(Promise.resolve());

  const current = (): EventSettings => {
    const settings = client.getQueryData<EventSettings>(queryKey);
    if (settings === undefined) throw new Error('settings are edited before they were read');
    return settings;
  };
  const send = async (edit: SettingsEdit, isLast = false): Promise<EventSettings> => {
    const seen = current();
    try {
      return await editSettings(slug, edit, seen.version);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 412) throw error;
      const now = error.problem['current'] as EventSettings;
      client.setQueryData(queryKey, now);
      // It was done before, and the answer was lost.
      if (isEqual(found(now, edit), edit)) return now;
      // Somebody altered something else: this edit joins it.
      if (!isLast && isEqual(found(seen, edit), found(now, edit))) return send(edit, true);
      throw error;
    }
  };
  /** @param taken the step that it takes back, if it does */
  const work = async (edit: SettingsEdit, taken?: Step): Promise<void> => {
    setOutcome('saving');
    setFault(null);
    const back = found(current(), edit);
    if (taken !== undefined && !isEqual(back, taken.left)) {
      steps.current.pop();
      setCanUndo(steps.current.length > 0);
      setOutcome('idle');
      setFault({ text: t('settings.contested'), mine: edit });
      return;
    }
    try {
      const after = await send(edit);
      client.setQueryData(queryKey, after);
      if (taken === undefined) steps.current.push({ back, left: found(after, back) });
      else steps.current.pop();
      setCanUndo(steps.current.length > 0);
      setOutcome(taken === undefined ? 'saved' : 'undone');
      if (edit.event !== undefined) void client.invalidateQueries({ queryKey: organisedQuery.queryKey });
    } catch (error) {
      setOutcome('idle');
      if (!(error instanceof Refused)) setFault({ text: t('settings.unreachable') });
      else if (error.status === 412) setFault({ text: t('settings.contested'), mine: edit });
      else
        setFault({
          text: t('settings.refused', {
            detail: refusalInWords(error, settingsLabels),
            interpolation: { escapeValue: false },
          }),
        });
    }
  };
  const queue = (next: () => Promise<void>): void => {
    line.current = line.current.then(next);
  };
  // Asked when its turn comes: the step before may still be on its way.
  const undo = async (): Promise<void> => {
    const last = steps.current.at(-1);
    if (last !== undefined) await work(last.back, last);
  };
  return {
    settings: data,
    error,
    refetch,
    outcome,
    fault,
    edit: (edit: SettingsEdit) => queue(() => work(edit)),
    undo: canUndo ? () => queue(undo) : null,
  };
}
