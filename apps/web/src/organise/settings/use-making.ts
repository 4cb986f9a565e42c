import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventMade } from '@kopa/contracts';
import { newKey } from '../../registration/new-key.js';
import { Refused } from '../../shell/call.js';
import { organisedQuery } from '../organise-context.js';
import { organiseHref } from '../places.js';
import { refusalInWords } from '../refusals/in-words.js';
import { settingsLabels } from './labels.js';

/** Makes an event once, however often it is asked for, and goes to its settings; or says why not. */
export function useMaking() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  /** The same for each attempt: an answer may be lost. */
  const key = useRef(newKey());
  const make = async (work: (key: string) => Promise<EventMade>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFault(null);
    try {
      const { slug } = await work(key.current);
      await client.invalidateQueries({ queryKey: organisedQuery.queryKey });
      router.history.push(organiseHref(slug, 'settings'));
    } catch (error) {
      // Codes have dots, which are paths to `t`.
      const known = t('settings.fault', { returnObjects: true }) as Record<string, string>;
      if (!(error instanceof Refused)) setFault(t('settings.unreachable'));
      else {
        setFault(known[error.code] ?? refusalInWords(error, settingsLabels));
        // What is sent next is something else.
        key.current = newKey();
      }
      setBusy(false);
    }
  };
  return { make, fault, setFault, isBusy };
}
