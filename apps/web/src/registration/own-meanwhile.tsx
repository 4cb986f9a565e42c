import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { useActing, type Told } from './acting.js';
import { meanwhileModes, type Meanwhile } from './meanwhile.js';
import { fetchOwn, patchOwn } from './remote.js';

interface OwnMeanwhileProps {
  day: RegistrationView['days'][number];
  /** Of the day, in words. */
  name: string;
  work: string;
}

/** How one takes part in a day as long as one waits for a place in person. */
export function OwnMeanwhile({ day: { date, meanwhile }, name, work }: OwnMeanwhileProps) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { busy, act } = useActing();
  if (meanwhile === undefined) return null;
  const put = (next: Meanwhile, before: Meanwhile): void =>
    act(work, async (): Promise<Told> => {
      const { version } = await fetchOwn(slug);
      await patchOwn(slug, version, { meanwhile: { [date]: next } });
      return {
        text: `${name}: ${t(`registration.meanwhile.told.${next}`)}`,
        action: { label: t('registration.ownDays.undo'), run: () => put(before, next) },
      };
    });
  return (
    <div className="reg-row">
      <span aria-hidden="true">{t('registration.meanwhile.title')}</span>
      <div className="segments" role="group" aria-label={t('registration.meanwhile.titleOf', { day: name })}>
        {meanwhileModes.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === meanwhile}
            aria-disabled={busy !== null}
            onClick={() => each !== meanwhile && put(each, meanwhile)}
          >
            {each === meanwhile && <span aria-hidden="true">✓ </span>}
            {t(`registration.days.${each}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
